/**
 * Offers in plain constructs. An offer becomes a variable of its own name (none, and the packages), a move `table
 * PACKAGE` for each package at the desk that tables, `accept OFFER` and `refuse OFFER` at the one that answers, a clock
 * `answer to OFFER` where it lapses, and payoffs on acceptance: what the issues' levels are worth, and the offer's own
 * worth. Where several must accept, all but the last `agree to OFFER`, and a variable for each remembers that; where
 * two deal with each other, a variable holds whose package lies on the table, and the one that is asked may also
 * `counter with PACKAGE`. What something in the file reads of how an offer ended is remembered (`offer-traces.ts`).
 */
import type { Span } from "../../text/source.ts";
import { acceptMove, agreedIn, answerClock, endOf, refuseMove } from "../deals.ts";
import { entriesOf } from "../elaborate/elaboration.ts";
import type { Located } from "../file/located.ts";
import { type Expansion, joined, listOf, mapOf, textOf } from "./expansion.ts";
import { type OfferSides, packagesOf, type Side, sidesOf } from "./offer-sides.ts";
import { agreedLevels, agreedValue, endedLevels, readTraces, type Trace } from "./offer-traces.ts";

/** Variables that a move writes beside the user's effects, and what they become. */
type Writes = readonly (readonly [variable: string, to: string])[];

/** An offer under work, with what it remembers. */
interface Work extends OfferSides {
  readonly agreed: readonly string[];
  readonly ended: readonly string[];
}

export function expandOffers(x: Expansion): void {
  checkIssues(x);
  checkPackages(x);
  const traces = readTraces(x);
  for (const [name, offer] of entriesOf(x.document.offers)) {
    const sides = sidesOf(x, name, offer);
    if (sides !== undefined) expandOffer(x, { ...sides, ...remembered(sides, traces.get(name)) });
    else addStandIn(x, name, packagesOf(offer));
  }
}

function remembered({ packages }: OfferSides, trace: Trace | undefined): Pick<Work, "agreed" | "ended"> {
  return { agreed: agreedLevels(trace, packages), ended: endedLevels(trace) };
}

function expandOffer(x: Expansion, work: Work): void {
  addVariables(x, work);
  for (const side of work.sides) addTabling(x, work, side);
  for (const desk of work.answering) {
    addAnswers(x, work, desk);
    if (work.manner === "each other") addCounters(x, work, desk);
  }
  addLapses(x, work);
  for (const desk of accepting(work)) {
    addIssueWorth(x, work, desk);
    addOwnWorth(x, work, desk);
  }
}

/** In the place of an offer with faults: its variable, so that what names it is not at fault too. */
function addStandIn(x: Expansion, name: string, packages: readonly string[]): void {
  const span = x.key(["offers", name]);
  x.put(["state", name], span, mapOf(span, [["is", listOf(span, ["none", ...packages])]]), "variable");
}

const authorOf = (offer: string) => `author of ${offer}`;
const agreesTo = (desk: string, offer: string) => `${desk} agrees to ${offer}`;

/** The desks whose yes settles it. */
function accepting({ manner, answering }: Work): readonly string[] {
  return manner === "in turn" ? answering.slice(-1) : answering;
}

/** The other one of two desks. */
function otherOf({ answering }: Work, desk: string): string {
  return answering.find((other) => other !== desk)!;
}

// ---------------------------------------------------------------- checks

function checkIssues(x: Expansion): void {
  for (const [issue, { levels, worth }] of entriesOf(x.document.issues)) {
    for (const [place, level] of levels.entries()) {
      const kind = `level of ${issue}`;
      if (levels.indexOf(level) !== place) {
        x.report("duplicate-name", x.value(["issues", issue, "levels", place]), { name: level, kind });
      }
    }
    for (const [owner, points] of entriesOf(worth)) {
      if (points.length === levels.length) continue;
      const counts = { owner, points: points.length, issue, levels: levels.length };
      x.report("worth-not-per-level", x.value(["issues", issue, "worth", owner]), counts);
    }
  }
}

/** A package takes one level of each issue. */
function checkPackages(x: Expansion): void {
  const issues = x.document.issues ?? {};
  const offered = new Set(entriesOf(x.document.offers).flatMap(([, offer]) => packagesOf(offer)));
  for (const [name, levels] of entriesOf(x.document.packages)) {
    const path = ["packages", name];
    for (const [issue, level] of entriesOf(levels)) {
      const known = issues[issue]?.levels;
      if (known === undefined) x.unknown("issue", issue, Object.keys(issues), x.key([...path, issue]));
      else if (!known.includes(level)) x.unknown(`level of ${issue}`, level, known, x.value([...path, issue]));
    }
    for (const issue of Object.keys(issues)) {
      if (levels[issue] === undefined) x.report("package-incomplete", x.key(path), { name, issue });
    }
    if (!offered.has(name)) x.report("package-never-offered", x.key(path), { name });
  }
}

// ---------------------------------------------------------------- what an offer is made of

function addVariables(x: Expansion, work: Work): void {
  const { name, offer, manner, packages, answering } = work;
  const span = x.key(["offers", name]);
  const add = (variable: string, is: Located, more: readonly (readonly [string, Located])[] = []) => {
    const seenBy = x.part(["offers", name, "seen by"]);
    x.put(["state", variable], span, mapOf(span, [["is", is], ["seen by", seenBy], ...more]), "variable");
  };
  const gone = ["forget when", textOf(span, `${name} is none`)] as const;
  add(name, listOf(x.value(["offers", name, "packages"]), ["none", ...packages]));
  if (manner === "each other")
    add(authorOf(name), listOf(x.value(["offers", name, "between"]), offer.between!), [gone]);
  if (manner === "to all" || manner === "in turn") {
    const before = manner === "in turn" ? answering.slice(0, -1) : answering;
    for (const desk of before) add(agreesTo(desk, name), textOf(span, "yes or no"), [gone]);
  }
  if (work.agreed.length > 0) add(agreedIn(name), listOf(span, work.agreed));
  if (work.ended.length > 0) add(endOf(name), listOf(span, work.ended));
}

function addTabling(x: Expansion, work: Work, { desk, packages, opens }: Side): void {
  const { name, manner } = work;
  const path = ["offers", name];
  if (!opens) return;
  for (const { name: one, span } of packages) {
    const author = manner === "each other" ? [[authorOf(name), desk] as const] : [];
    const move = mapOf(span, [
      ["when", joined(`${name} is none`, x.part([...path, "when"]), span)],
      ["family", textOf(span, `table ${name}`)],
      ["usual", x.part([...path, "usual"])],
      ["does", withWrites(x, [[name, one], ...author], [...path, "does"], span)],
    ]);
    x.put(["desks", desk, "moves", `table ${one}`], span, move, "move");
  }
}

/** When a desk may answer at all, and when its yes settles the matter (undefined: never, null: always). */
function answerable(work: Work, desk: string): { answers: string; settles: string | null | undefined } {
  const { name, manner, answering } = work;
  const lies = `${name} is not none`;
  const yes = (others: readonly string[]) => others.map((other) => agreesTo(other, name)).join(" and ");
  switch (manner) {
    case "to one":
      return { answers: lies, settles: null };
    case "each other":
      return { answers: `${lies} and ${authorOf(name)} is ${otherOf(work, desk)}`, settles: null };
    case "to all": {
      const others = answering.filter((other) => other !== desk);
      return { answers: `${lies} and not ${agreesTo(desk, name)}`, settles: yes(others) };
    }
    case "in turn": {
      const earlier = answering.slice(0, answering.indexOf(desk));
      const turn = earlier.length > 0 ? ` and ${yes(earlier)}` : "";
      if (earlier.length === answering.length - 1) return { answers: `${lies}${turn}`, settles: null };
      return { answers: `${lies}${turn} and not ${agreesTo(desk, name)}`, settles: undefined };
    }
  }
}

/** `accept OFFER`, or, where another's yes is still wanted, `agree to OFFER`; and `refuse OFFER`. */
function addAnswers(x: Expansion, work: Work, desk: string): void {
  const { name, packages, agreed, ended } = work;
  const { answers, settles } = answerable(work, desk);
  const agreedTo = agreed.length > 0 ? [[agreedIn(name), agreedValue(name, agreed, packages)] as const] : [];
  const ends = (end: string): Writes =>
    ended.length > 0 ? [[endOf(name), ended.includes(end) ? end : ended[0]] as const] : [];
  if (settles !== undefined) {
    const when = settles === null ? answers : `${answers} and ${settles}`;
    const writes: Writes = [[name, "none"], ...agreedTo, ...ends("accepted")];
    addAnswer(x, name, desk, { answer: "accept", when, writes });
  }
  if (settles !== null) addAgreeing(x, name, desk, settles === undefined ? answers : `${answers} and not (${settles})`);
  addAnswer(x, name, desk, { answer: "refuse", when: answers, writes: [[name, "none"], ...ends("refused")] });
}

/** An answer that settles an offer: when it can be given, and what it writes. */
interface Settling {
  readonly answer: "accept" | "refuse";
  readonly when: string;
  readonly writes: Writes;
}

function addAnswer(x: Expansion, name: string, desk: string, { answer, when, writes }: Settling): void {
  const path = ["offers", name, answer];
  const span = x.key(path);
  const entry = mapOf(span, [
    ["when", joined(when, x.part([...path, "when"]), span)],
    ["usual", x.part(["offers", name, `usual to ${answer}`])],
    ["does", withWrites(x, writes, [...path, "does"], span)],
    ["chance", x.part([...path, "chance"])],
    ["says", x.part([...path, "says"])],
  ]);
  const move = answer === "accept" ? acceptMove(name) : refuseMove(name);
  x.put(["desks", desk, "moves", move], span, entry, "move");
}

/** A yes that does not settle it yet. */
function addAgreeing(x: Expansion, name: string, desk: string, when: string): void {
  const path = ["offers", name, "accept"];
  const span = x.key(path);
  const entry = mapOf(span, [
    ["when", joined(when, x.part([...path, "when"]), span)],
    ["usual", x.part(["offers", name, "usual to accept"])],
    ["does", mapOf(span, [[agreesTo(desk, name), textOf(span, "yes")]])],
  ]);
  x.put(["desks", desk, "moves", `agree to ${name}`], span, entry, "move");
}

/** The one that is asked puts a package of its own in the place of what lies on the table. */
function addCounters(x: Expansion, work: Work, desk: string): void {
  const { name, sides } = work;
  const path = ["offers", name, "counter"];
  const { answers } = answerable(work, desk);
  for (const { name: one, span } of sides.find((side) => side.desk === desk)!.packages) {
    const may = joined(`${answers} and ${name} is not ${one}`, x.part(["offers", name, "when"]), span);
    const condition = may.kind === "text" ? may.text : answers;
    const writes: Writes = [
      [name, one],
      [authorOf(name), desk],
    ];
    const move = mapOf(span, [
      ["when", x.part([...path, "when"]) === undefined ? may : joined(condition, x.part([...path, "when"]), span)],
      ["family", textOf(span, `counter ${name}`)],
      ["usual", x.part(["offers", name, "usual to counter"])],
      ["does", withWrites(x, writes, [...path, "does"], span)],
      ["says", x.part([...path, "says"])],
    ]);
    x.put(["desks", desk, "moves", `counter with ${one}`], span, move, "move");
  }
}

/** The clock runs while something is on the table; between two, one for each that is asked. */
function addLapses(x: Expansion, work: Work): void {
  const { name, manner, answering } = work;
  const lies = `${name} is not none`;
  const gone = `${name} is none`;
  const ownerOf = (desk: string) => x.document.desks![desk].of;
  if (manner !== "each other") {
    const owner = answering.length === 1 ? ownerOf(answering[0]) : "everyone";
    addLapse(x, work, { clock: answerClock(name), owner, starts: lies, stops: gone });
    return;
  }
  for (const desk of answering) {
    const own = `${authorOf(name)} is ${desk}`;
    const asked = `${lies} and ${authorOf(name)} is ${otherOf(work, desk)}`;
    addLapse(x, work, {
      clock: answerClock(name, desk),
      owner: ownerOf(desk),
      starts: asked,
      stops: `${gone} or ${own}`,
    });
  }
}

/** The time in which an offer must be answered: its clock, whose it is, and while what it runs. */
interface AnswerTime {
  readonly clock: string;
  readonly owner: string;
  readonly starts: string;
  readonly stops: string;
}

function addLapse(x: Expansion, { name, ended }: Work, { clock, owner, starts, stops }: AnswerTime): void {
  const path = ["offers", name, "answer within"];
  const takes = x.part(path);
  if (takes === undefined) return;
  const span = x.key(path);
  const end = ended.length > 0 ? [[endOf(name), ended.includes("lapsed") ? "lapsed" : ended[0]] as const] : [];
  const entry = mapOf(span, [
    ["owner", textOf(span, owner)],
    ["starts", textOf(span, starts)],
    ["takes", takes],
    ["stops when", textOf(span, stops)],
    ["again", textOf(span, "yes")],
    ["then", withWrites(x, [[name, "none"], ...end], ["offers", name, "lapse", "does"], span)],
    ["lapses", textOf(span, `the time to answer ${name}`)],
    ["seen by", x.part(["offers", name, "seen by"])],
  ]);
  x.put(["clocks", clock], span, entry, "clock");
}

/** The user's effects at a path, and what the construct writes beside them. */
export function withWrites(x: Expansion, writes: Writes, path: readonly string[], span: Span): Located {
  const own = x.part(path);
  const entries = new Map(own?.kind === "map" ? own.entries : []);
  for (const [variable, to] of writes) {
    const written = entries.get(variable);
    if (written !== undefined) {
      const related = [{ span, message: "it is written here by itself" }];
      x.report("written-twice", written.key, { variable }, { related });
    }
    entries.set(variable, { key: span, value: textOf(span, to) });
  }
  return { kind: "map", span: own?.span ?? span, entries };
}

// ---------------------------------------------------------------- what acceptance is worth

/** One payoff for each level that some package of the offer takes. */
function addIssueWorth(x: Expansion, work: Work, desk: string): void {
  const { name } = work;
  for (const [issue, { levels, worth }] of entriesOf(x.document.issues)) {
    for (const [owner, points] of entriesOf(worth)) {
      for (const [place, level] of levels.entries()) {
        const packages = work.packages.filter((one) => x.document.packages![one][issue] === level);
        const path = ["issues", issue, "worth", owner];
        const value = x.part([...path, place]);
        if (packages.length === 0 || points[place] === undefined || points[place] === "0") continue;
        addPayoff(x, work, desk, { owner, payoff: `${name}: ${issue} ${level}`, packages, value: value!, path });
      }
    }
  }
}

function addOwnWorth(x: Expansion, work: Work, desk: string): void {
  const { name, offer } = work;
  for (const [owner, worth] of entriesOf(offer.worth)) {
    const path = ["offers", name, "worth", owner];
    for (const one of Object.keys(worth)) {
      const value = x.part([...path, one])!;
      addPayoff(x, work, desk, { owner, payoff: `${name}: ${one}`, packages: [one], value, path });
    }
  }
}

/** What the acceptance of some packages is worth to somebody, as written at a path; `payoff` names it. */
interface Worth {
  readonly owner: string;
  readonly payoff: string;
  readonly packages: readonly string[];
  readonly value: Located;
  readonly path: readonly string[];
}

function addPayoff(x: Expansion, work: Work, desk: string, worth: Worth): void {
  const { name } = work;
  const { owner, payoff, packages, value, path } = worth;
  const span = x.key(path);
  const entry = mapOf(span, [
    ["on", textOf(span, `${desk}: ${acceptMove(name)}`)],
    ["when", textOf(span, `${name} is ${packages.join(" or ")}`)],
    ["value", value],
  ]);
  const by = accepting(work).length > 1 ? `, accepted by ${desk}` : "";
  x.put(["payoffs", owner, `${payoff}${by}`], span, entry, "payoff");
}
