/**
 * What the news did, item by item, as a picture wants it: the outcomes that are followed, and where each stood after
 * every item.
 */
import type { Observed, Update } from "standoff";

export interface CountedItem extends Observed {
  /** Does it count as observed? */
  readonly counts: boolean;
}

/** The file's news, all of it counted. */
export const filedNews = (history: readonly Observed[]): CountedItem[] =>
  history.map((item) => ({ ...item, counts: true }));

/** In the order of their days, as they are told. */
export function inOrder(items: readonly CountedItem[]): CountedItem[] {
  return [...items].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

export interface Course {
  readonly name: string;
  readonly before: number;
  /** After every item that was told. */
  readonly after: readonly number[];
}

/** The outcome looked at, and those that moved the most. */
export function coursesOf({ before, items }: Update, selected: string, most: number): Course[] {
  const told = items.filter(({ outcomes }) => outcomes.length > 0);
  const courses = before.outcomes.map(
    ({ name, byEnd }, i): Course => ({
      name,
      before: byEnd,
      after: told.map(({ outcomes }) => outcomes[i].after),
    }),
  );
  const moved = ({ before: first, after }: Course) => Math.abs((after[after.length - 1] ?? first) - first);
  const others = courses.filter(({ name }) => name !== selected).sort((a, b) => moved(b) - moved(a));
  return [...courses.filter(({ name }) => name === selected), ...others].slice(0, most);
}
