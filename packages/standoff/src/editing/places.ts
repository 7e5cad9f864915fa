/**
 * Where names stand in a scenario file, by the path of the part: what declares a name, and what refers to one, as
 * `section.*.key`. `*` is any key, `[]` any item of a list (or the text itself, where one or more may stand); a pattern
 * that ends with `.*` is of keys, one that ends otherwise of texts. Names in expressions are not here: their reader
 * tells them (`NameRead`).
 */
import type { Path } from "../language/file/located.ts";

export type NameKind =
  | "actor"
  | "faction"
  | "variable"
  | "level"
  | "definition"
  | "clock"
  | "desk"
  | "move"
  | "group"
  | "event"
  | "branch"
  | "issue"
  | "package"
  | "offer"
  | "concessions"
  | "signal"
  | "ending"
  | "outcome"
  | "assumption"
  | "evidence"
  | "question";

export interface Place {
  /** Of which kinds a name may be here, the likeliest first. */
  readonly kinds: readonly NameKind[];
  readonly declares: boolean;
  /** The step of the path that names what the name belongs to: the variable of a level, the desk of a move. */
  readonly of?: number;
}

const place = (kinds: string, of?: number, declares = false): Place => ({
  kinds: kinds.split(" ") as NameKind[],
  declares,
  ...(of === undefined ? {} : { of }),
});
const declared = (kind: NameKind, of?: number) => place(kind, of, true);

/** Of one section; longer ways of the same end stand before shorter ones. */
const places: readonly (readonly [pattern: string, place: Place])[] = [
  ["actors.*", declared("actor")],
  ["actors.*.factions.*", declared("faction", 1)],
  ["state.*", declared("variable")],
  ["state.*.is.[]", declared("level", 1)],
  ["state.*.starts.*", place("level", 1)],
  ["define.*", declared("definition")],
  ["clocks.*", declared("clock")],
  ["clocks.*.owner", place("actor")],
  ["clocks.*.then.*", place("variable offer")],
  ["desks.*", declared("desk")],
  ["desks.*.of", place("actor")],
  ["desks.*.for", place("faction")],
  ["desks.*.moves.*", declared("move", 1)],
  ["desks.*.moves.*.chance.*", declared("branch", 3)],
  ["desks.*.moves.*.unknown to.[]", place("actor")],
  ["desks.*.policy.[].chances.*", place("move", 1)],
  ["events.*", declared("group")],
  ["events.*.*", declared("event", 1)],
  ["events.*.*.chance of.*", declared("branch", 2)],
  ["issues.*", declared("issue")],
  ["issues.*.levels.[]", declared("level", 1)],
  ["issues.*.worth.*", place("faction actor")],
  ["packages.*", declared("package")],
  ["packages.*.*", place("issue")],
  ["offers.*", declared("offer")],
  ["offers.*.from", place("desk")],
  ["offers.*.to.[]", place("desk")],
  ["offers.*.between.[]", place("desk")],
  ["offers.*.opened by", place("desk")],
  ["offers.*.packages.[]", place("package")],
  ["offers.*.packages.*", place("desk")],
  ["offers.*.packages.*.[]", place("package")],
  ["offers.*.worth.*", place("faction actor")],
  ["offers.*.worth.*.*", place("package")],
  ["concessions.*", declared("concessions")],
  ["concessions.*.over.[]", place("issue")],
  ["concessions.*.between.[]", place("desk")],
  ["concessions.*.starts.*", place("desk")],
  ["concessions.*.starts.*.*", place("issue")],
  ["concessions.*.worth.*", place("faction actor")],
  ["signals.*", declared("signal")],
  ["signals.*.says.*", declared("level", 1)],
  ["signals.*.in", place("group")],
  ["signals.*.heard by.[]", place("actor")],
  ["agreements.*.by", place("move")],
  ["agreements.*.with.*", place("variable offer")],
  ["agreements.*.between.[]", place("actor")],
  ["vetoes.*.faction", place("faction")],
  ["vetoes.*.over.[]", place("move")],
  ["turns.[]", place("desk group")],
  ["turns.[].[]", place("desk")],
  ["payoffs.*", place("faction actor")],
  ["endings.*", declared("ending")],
  ["endings.*.worth.*", place("faction actor")],
  ["outcomes.*", declared("outcome")],
  ["exclusive.*.of.[]", place("outcome")],
  ["exclusive.*.above.[]", place("outcome")],
  ["exclusive.*.else", declared("outcome")],
  ["assumptions.*", declared("assumption")],
  ["evidence.*", declared("evidence")],
  ["evidence.*.points.[]", place("assumption")],
  ["evidence.*.odds.*", place("assumption")],
  ["evidence.*.same origin as.[]", place("evidence")],
  ["in the eyes of.*", place("actor")],
  ["in the eyes of.*.*", place("assumption")],
  ["orders.*.of", place("faction actor")],
  ["correlations.[].between.[]", place("assumption")],
  ["checks.*.belief of", place("actor")],
  ["questions.*", declared("question")],
  ["confidence.*", place("outcome question")],
];

/** In any section. */
const anywhere: readonly (readonly [end: string, place: Place])[] = [
  ["does.*", place("variable offer")],
  ["evidence.[]", place("evidence")],
  ["seen by.[]", place("actor")],
];

const bySection = new Map<string, { steps: string[]; place: Place }[]>();
for (const [pattern, place] of places) {
  const steps = pattern.split(".");
  const list = bySection.get(steps[0]) ?? [];
  list.push({ steps, place });
  bySection.set(steps[0], list);
}
const ends = anywhere.map(([pattern, place]) => ({ steps: pattern.split("."), place }));

/** What a name is that stands at a path: as the last key (`key`), or as the text there. Undefined where none stands. */
export function placeAt(path: Path, part: "key" | "value"): Place | undefined {
  const own = (bySection.get(String(path[0])) ?? []).find(({ steps }) => fits(steps, path, part));
  if (own !== undefined) return own.place;
  return (
    ends.find(({ steps }) => path.length > steps.length && fits(steps, path.slice(-steps.length), part))?.place ??
    ends.find(
      ({ steps }) =>
        steps.at(-1) === "[]" && path.length >= steps.length && fits(steps, path.slice(1 - steps.length), part),
    )?.place
  );
}

function fits(steps: readonly string[], path: Path, part: "key" | "value"): boolean {
  const last = steps.at(-1);
  if ((last === "*") !== (part === "key")) return false;
  if (last === "[]" && path.length === steps.length - 1)
    return steps.slice(0, -1).every((step, i) => isAt(step, path[i]));
  return path.length === steps.length && steps.every((step, i) => isAt(step, path[i]));
}

const isAt = (step: string, at: string | number) =>
  step === "*" ? typeof at === "string" : step === "[]" ? typeof at === "number" : step === at;
