/**
 * Concessions in plain constructs. For each issue and each of the two desks a variable `DESK on ISSUE` holds where it
 * stands; a move `concede ISSUE` goes one level towards the other side, and the concession by which all positions meet
 * is a move of its own, `settle NAME`, on which the worth of the levels is paid. The positions then stay: they are what
 * was agreed.
 */
import { positionOf, settleMove } from "../deals.ts";
import { entriesOf } from "../elaborate/elaboration.ts";
import type { ScenarioDocument } from "../file/shapes.ts";
import { withWrites } from "./expand-offers.ts";
import { type Expansion, joined, listOf, mapOf, textOf } from "./expansion.ts";
import { checkNotAtOnce, unknownDesk } from "./offer-sides.ts";

type Written = NonNullable<ScenarioDocument["concessions"]>[string];

/** An issue under talks: its levels, and the places at which the two desks start. */
interface Talked {
  readonly issue: string;
  readonly levels: readonly string[];
  readonly starts: readonly [number, number];
}

interface Talks {
  readonly name: string;
  readonly written: Written;
  readonly desks: readonly [string, string];
  readonly over: readonly Talked[];
}

export function expandConcessions(x: Expansion): void {
  for (const [name, written] of entriesOf(x.document.concessions)) {
    const talks = talksOf(x, name, written);
    if (talks === undefined) continue;
    addPositions(x, talks);
    for (const desk of talks.desks) {
      for (const talked of talks.over) addConcession(x, talks, desk, talked);
      addSettling(x, talks, desk);
      addWorth(x, talks, desk);
    }
  }
}

// ---------------------------------------------------------------- checks

function talksOf(x: Expansion, name: string, written: Written): Talks | undefined {
  const before = x.diagnostics.length;
  const path = ["concessions", name];
  const known = x.document.desks ?? {};
  for (const [place, desk] of written.between.entries()) {
    const span = x.value([...path, "between", place]);
    if (known[desk] === undefined) unknownDesk(x, desk, span);
    else if (place > 0 && known[desk].of === known[written.between[0]]?.of) {
      x.report("offer-to-itself", span, { name, actor: known[desk].of });
    }
  }
  const issues = [written.over].flat();
  const issuePath = (place: number) => (Array.isArray(written.over) ? [...path, "over", place] : [...path, "over"]);
  for (const [place, issue] of issues.entries()) {
    const span = x.value(issuePath(place));
    const all = Object.keys(x.document.issues ?? {});
    if (!all.includes(issue)) x.unknown("issue", issue, all, span);
    if (issues.indexOf(issue) !== place) x.report("duplicate-name", span, { name: issue, kind: "issue here" });
  }
  checkStarts(x, name, written, issues);
  if (x.diagnostics.length > before) return undefined;
  const desks = written.between as [string, string];
  const over = issues.map((issue): Talked => {
    const { levels } = x.document.issues![issue];
    const [one, other] = desks.map((desk) => levels.indexOf(startOf(written, desk, issue)!));
    return { issue, levels, starts: [one, other] };
  });
  if (over.every(({ starts: [one, other] }) => one === other)) {
    x.report("nothing-to-concede", x.key([...path, "starts"]), { name });
    return undefined;
  }
  checkNotAtOnce(x, name, desks, [...path, "between"]);
  return { name, written, desks, over };
}

/** Where a desk starts on an issue, as written. */
function startOf({ starts }: Written, desk: string, issue: string): string | undefined {
  const own = starts[desk];
  return typeof own === "string" ? own : own?.[issue];
}

function checkStarts(x: Expansion, name: string, written: Written, issues: readonly string[]): void {
  const path = ["concessions", name, "starts"];
  for (const [desk, own] of entriesOf(written.starts)) {
    if (!written.between.includes(desk)) x.unknown("desk here", desk, written.between, x.key([...path, desk]));
    if (typeof own !== "string") {
      for (const issue of Object.keys(own)) {
        if (!issues.includes(issue)) x.unknown("issue here", issue, issues, x.key([...path, desk, issue]));
      }
    }
  }
  for (const desk of written.between) {
    for (const issue of issues) {
      const own = written.starts[desk];
      const level = issues.length > 1 && typeof own === "string" ? undefined : startOf(written, desk, issue);
      const at = typeof own === "string" ? [...path, desk] : [...path, desk, issue];
      const levels = x.document.issues?.[issue]?.levels ?? [];
      if (level === undefined) x.report("starts-incomplete", x.key([...path, desk]), { name, desk, issue });
      else if (levels.length > 0 && !levels.includes(level)) x.unknown(`level of ${issue}`, level, levels, x.value(at));
    }
  }
}

// ---------------------------------------------------------------- what they are made of

function addPositions(x: Expansion, { name, written, desks, over }: Talks): void {
  for (const [side, desk] of desks.entries()) {
    for (const { issue, levels, starts } of over) {
      const path = ["concessions", name, "starts", desk];
      const span = x.key(path);
      const start = x.value(typeof written.starts[desk] === "string" ? path : [...path, issue]);
      const variable = mapOf(span, [
        ["is", listOf(x.value(["issues", issue, "levels"]), levels)],
        ["starts", textOf(start, levels[starts[side]])],
        ["seen by", x.part(["concessions", name, "seen by"])],
      ]);
      x.put(["state", positionOf(desk, issue)], span, variable, "variable");
    }
  }
}

/** One level towards the other side, where that does not settle everything. */
function addConcession(x: Expansion, talks: Talks, desk: string, { issue, starts }: Talked): void {
  const { name, desks } = talks;
  const path = ["concessions", name];
  const span = x.key(path);
  const other = desks.find((one) => one !== desk)!;
  const rises = desk === desks[0] ? starts[0] < starts[1] : starts[1] < starts[0];
  if (starts[0] === starts[1]) return;
  const apart = `${positionOf(desk, issue)} is not ${positionOf(other, issue)}`;
  const move = mapOf(span, [
    ["when", joined(`${apart} and not (${lastStep(talks)})`, x.part([...path, "when"]), span)],
    ["family", textOf(span, `concede ${name}`)],
    ["usual", x.part([...path, "usual"])],
    ["does", withWrites(x, [[positionOf(desk, issue), rises ? "up 1" : "down 1"]], [...path, "does"], span)],
  ]);
  x.put(["desks", desk, "moves", `concede ${issue}`], span, move, "move");
}

/** Do the sides stand one level apart on one issue, and together on all others? */
function lastStep({ desks, over }: Talks): string {
  const met = ({ issue }: Talked) => `${positionOf(desks[0], issue)} is ${positionOf(desks[1], issue)}`;
  const steps = over.flatMap((talked) => {
    const { issue, levels, starts } = talked;
    const [low, high] = starts[0] < starts[1] ? desks : [desks[1], desks[0]];
    const pairs = levels.slice(0, -1).map((level, place) => {
      return `${positionOf(low, issue)} is ${level} and ${positionOf(high, issue)} is ${levels[place + 1]}`;
    });
    const next = `(${pairs.map((pair) => `(${pair})`).join(" or ")})`;
    const others = over.filter((one) => one !== talked).map(met);
    return starts[0] === starts[1] ? [] : [[next, ...others].join(" and ")];
  });
  return steps.join(" or ");
}

/** The last concession: this desk goes where the other one stands. */
function addSettling(x: Expansion, talks: Talks, desk: string): void {
  const { name, desks, over } = talks;
  const path = ["concessions", name, "settle"];
  const span = x.key(path);
  const other = desks.find((one) => one !== desk)!;
  const own = x.part([...path, "when"]);
  const when = joined(lastStep(talks), x.part(["concessions", name, "when"]), span);
  const writes = over.map(({ issue }) => [positionOf(desk, issue), `becomes ${positionOf(other, issue)}`] as const);
  const move = mapOf(span, [
    ["when", own === undefined || when.kind !== "text" ? when : joined(`(${when.text})`, own, span)],
    ["family", textOf(span, `concede ${name}`)],
    ["usual", x.part(["concessions", name, "usual"])],
    ["does", withWrites(x, writes, [...path, "does"], span)],
    ["chance", x.part([...path, "chance"])],
    ["says", x.part([...path, "says"])],
  ]);
  x.put(["desks", desk, "moves", settleMove(name)], span, move, "move");
}

/** What settling is worth: each issue's level, which is where the other side stands, and the talks' own worth. */
function addWorth(x: Expansion, { name, written, desks, over }: Talks, desk: string): void {
  const other = desks.find((one) => one !== desk)!;
  const on = `${desk}: ${settleMove(name)}`;
  const by = `, settled by ${desk}`;
  for (const { issue, levels } of over) {
    for (const [owner, points] of entriesOf(x.document.issues![issue].worth)) {
      for (const [place, level] of levels.entries()) {
        const path = ["issues", issue, "worth", owner];
        const span = x.key(path);
        const value = x.part([...path, place]);
        if (value === undefined || points[place] === "0") continue;
        const entry = mapOf(span, [
          ["on", textOf(span, on)],
          ["when", textOf(span, `${positionOf(other, issue)} is ${level}`)],
          ["value", value],
        ]);
        x.put(["payoffs", owner, `${name}: ${issue} ${level}${by}`], span, entry, "payoff");
      }
    }
  }
  for (const owner of Object.keys(written.worth ?? {})) {
    const path = ["concessions", name, "worth", owner];
    const span = x.key(path);
    const entry = mapOf(span, [
      ["on", textOf(span, on)],
      ["value", x.part(path)!],
    ]);
    x.put(["payoffs", owner, `${name}${by}`], span, entry, "payoff");
  }
}
