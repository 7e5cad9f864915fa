/**
 * Where the draws of a study are kept. Three stores keep one contract (`stores.test.ts`): what is saved stands whole or
 * not at all, whenever the process dies; several may save at once; the same draw again is harmless; and a reading names
 * what is missing, torn, foreign, or told in two ways.
 */
import type { DrawRecord } from "standoff/study";
import { digestOf, type Place, type StudyManifest } from "../work.ts";

/** What a start of a search came to, as who searches writes it. */
export interface StartRecord {
  readonly status: "start";
  readonly came: unknown;
}

/** A draw's record, or a start's, in its place. */
export interface Placed {
  readonly place: Place;
  readonly record: DrawRecord | StartRecord;
}

export interface Store {
  /** As the user names it. */
  readonly path: string;
  readonly key: string;
  readonly manifest: StudyManifest;
  /** Does it stand, as of opening, the last look, and what was saved here? */
  readonly has: (place: Place) => boolean;
  /** Keeps some draws as one chunk. Throws, or rejects, where they cannot be kept. */
  readonly save: (chunk: readonly Placed[]) => void | Promise<void>;
  /** Looks for what others have saved since. */
  readonly look: () => Promise<void>;
  readonly read: () => Promise<Reading>;
  readonly close: () => Promise<void>;
}

export interface Reading {
  /** By place + 1: the stated values first. Undefined where it does not stand. */
  readonly records: readonly (Placed["record"] | undefined)[];
  /** What is wrong, one line each; empty where all stand. */
  readonly faults: readonly string[];
}

/** A store that cannot be used as it was named. */
export class NoStore extends Error {}

/** A chunk as it is kept: a record and its digest. */
export function checkOf(record: unknown): string {
  return digestOf(JSON.stringify(record));
}

/** Draws gathered from chunks in any order, with what is wrong. */
export class Gathering {
  readonly #records: (Placed["record"] | undefined)[];
  readonly #first: Place;
  readonly #faults: string[] = [];
  /** Digest, and the chunk that it came with. */
  readonly #known = new Map<Place, readonly [check: string, from: string]>();

  constructor({ plan, search }: StudyManifest) {
    this.#first = search === undefined ? -1 : 0;
    this.#records = Array(plan.asked + 1).fill(undefined);
  }

  fault(says: string): void {
    this.#faults.push(says);
  }

  add({ place, record }: Placed, from: string): void {
    const check = checkOf(record);
    const [before, chunk] = this.#known.get(place) ?? [];
    if (before === undefined) {
      this.#known.set(place, [check, from]);
      this.#records[place + 1] = record;
    } else if (before !== check) this.fault(`${inWords([place])} differs between ${chunk} and ${from}`);
  }

  reading(): Reading {
    const missing = [...this.#records.keys()]
      .map((i) => i - 1)
      .filter((place) => place >= this.#first && this.#records[place + 1] === undefined);
    const runs = runsOf(missing).map(
      (run) => `${inWords(run)} ${run.length === 1 || run[0] < 0 ? "is" : "are"} missing`,
    );
    const stale = missing.length === 0 ? this.#faults.filter((one) => / differs /.test(one)) : this.#faults;
    return { records: this.#records, faults: [...stale, ...runs] };
  }
}

/** Stretches of neighbours; the stated values stand by themselves. */
export function runsOf(places: readonly Place[]): Place[][] {
  const runs: Place[][] = [];
  for (const place of [...places].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1) === place - 1 && place > 0) last.push(place);
    else runs.push([place]);
  }
  return runs;
}

/** A stretch as a user counts draws, from 1. */
export function inWords(run: readonly Place[]): string {
  if (run[0] < 0) return "the draw at the stated values";
  return run.length === 1 ? `draw ${run[0] + 1}` : `draws ${run[0] + 1} to ${run.at(-1)! + 1}`;
}
