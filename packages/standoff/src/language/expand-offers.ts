/**
 * Offers in plain constructs. An offer becomes a variable of its own name (none, and the packages), a move `table PACKAGE`
 * for each package at the desk that tables, `accept OFFER` and `refuse OFFER` at the one that answers, a clock `answer to
 * OFFER` where it lapses, and payoffs on acceptance: what the issues' levels are worth, and the offer's own worth.
 */
import type { Span } from "../text/source.ts";
import { entriesOf } from "./elaboration.ts";
import { type Expansion, joined, listOf, mapOf, textOf } from "./expansion.ts";
import type { Located } from "./located.ts";
import type { ScenarioDocument } from "./shapes.ts";

type WrittenOffer = NonNullable<ScenarioDocument["offers"]>[string];

export function expandOffers(x: Expansion): void {
  checkIssues(x);
  checkPackages(x);
  for (const [name, offer] of entriesOf(x.document.offers)) {
    if (!checkOffer(x, name, offer)) continue;
    addVariable(x, name, offer);
    addTabling(x, name, offer);
    for (const answer of ["accept", "refuse"] as const) addAnswer(x, name, offer, answer);
    addLapse(x, name, offer);
    addIssueWorth(x, name, offer);
    addOwnWorth(x, name, offer);
  }
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
  const offered = new Set(entriesOf(x.document.offers).flatMap(([, { packages }]) => packages));
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

/** Are the desks and packages there? */
function checkOffer(x: Expansion, name: string, offer: WrittenOffer): boolean {
  const path = ["offers", name];
  const desks = x.document.desks ?? {};
  const before = x.diagnostics.length;
  for (const side of ["from", "to"] as const) {
    if (desks[offer[side]] === undefined) x.unknown("desk", offer[side], Object.keys(desks), x.value([...path, side]));
  }
  const [from, to] = [desks[offer.from], desks[offer.to]];
  if (from !== undefined && to !== undefined && from.of === to.of) {
    x.report("offer-to-itself", x.value([...path, "to"]), { name, actor: from.of });
  }
  const packages = Object.keys(x.document.packages ?? {});
  for (const [place, one] of offer.packages.entries()) {
    const span = x.value([...path, "packages", place]);
    if (!packages.includes(one)) x.unknown("package", one, packages, span);
    if (offer.packages.indexOf(one) !== place) x.report("duplicate-name", span, { name: one, kind: "package here" });
  }
  for (const [owner, worth] of entriesOf(offer.worth)) {
    for (const one of Object.keys(worth)) {
      const span = x.key([...path, "worth", owner, one]);
      if (!offer.packages.includes(one)) x.unknown("package of this offer", one, offer.packages, span);
    }
  }
  return x.diagnostics.length === before;
}

// ---------------------------------------------------------------- what an offer is made of

function addVariable(x: Expansion, name: string, offer: WrittenOffer): void {
  const span = x.key(["offers", name]);
  const levels = listOf(x.value(["offers", name, "packages"]), ["none", ...offer.packages]);
  const seenBy = x.part(["offers", name, "seen by"]);
  const variable = mapOf(span, [
    ["is", levels],
    ["seen by", seenBy],
  ]);
  x.put(["state", name], span, variable, "variable");
}

function addTabling(x: Expansion, name: string, offer: WrittenOffer): void {
  const path = ["offers", name];
  for (const [place, one] of offer.packages.entries()) {
    const span = x.value([...path, "packages", place]);
    const move = mapOf(span, [
      ["when", joined(`${name} is none`, x.part([...path, "when"]), span)],
      ["family", textOf(span, `table ${name}`)],
      ["usual", x.part([...path, "usual"])],
      ["does", withReset(x, name, one, [...path, "does"], span)],
    ]);
    x.put(["desks", offer.from, "moves", `table ${one}`], span, move, "move");
  }
}

function addAnswer(x: Expansion, name: string, offer: WrittenOffer, answer: "accept" | "refuse"): void {
  const path = ["offers", name, answer];
  const span = x.key(path);
  const move = mapOf(span, [
    ["when", joined(`${name} is not none`, x.part([...path, "when"]), span)],
    ["usual", x.part(["offers", name, `usual to ${answer}`])],
    ["does", withReset(x, name, "none", [...path, "does"], span)],
    ["chance", x.part([...path, "chance"])],
    ["says", x.part([...path, "says"])],
  ]);
  x.put(["desks", offer.to, "moves", `${answer} ${name}`], span, move, "move");
}

/** The clock runs while something is on the table. */
function addLapse(x: Expansion, name: string, offer: WrittenOffer): void {
  const path = ["offers", name, "answer within"];
  const takes = x.part(path);
  if (takes === undefined) return;
  const span = x.key(path);
  const clock = mapOf(span, [
    ["owner", textOf(span, x.document.desks![offer.to]!.of)],
    ["starts", textOf(span, `${name} is not none`)],
    ["takes", takes],
    ["stops when", textOf(span, `${name} is none`)],
    ["again", textOf(span, "yes")],
    ["then", withReset(x, name, "none", ["offers", name, "lapse", "does"], span)],
    ["lapses", textOf(span, `the time to answer ${name}`)],
    ["seen by", x.part(["offers", name, "seen by"])],
  ]);
  x.put(["clocks", `answer to ${name}`], span, clock, "clock");
}

/** The user's effects, and the offer's own variable beside them. */
function withReset(x: Expansion, name: string, to: string, path: readonly string[], span: Span): Located {
  const own = x.part(path);
  const entries = new Map(own?.kind === "map" ? own.entries : []);
  const written = entries.get(name);
  if (written !== undefined) {
    const related = [{ span, message: "the offer writes it itself" }];
    x.report("written-twice", written.key, { variable: name }, { related });
  }
  entries.set(name, { key: span, value: textOf(span, to) });
  return { kind: "map", span: own?.span ?? span, entries };
}

// ---------------------------------------------------------------- what acceptance is worth

/** One payoff for each level that some package of the offer takes. */
function addIssueWorth(x: Expansion, name: string, offer: WrittenOffer): void {
  for (const [issue, { levels, worth }] of entriesOf(x.document.issues)) {
    for (const [owner, points] of entriesOf(worth)) {
      for (const [place, level] of levels.entries()) {
        const packages = offer.packages.filter((one) => x.document.packages![one]![issue] === level);
        const value = x.part(["issues", issue, "worth", owner, place]);
        if (packages.length === 0 || points[place] === undefined || points[place] === "0") continue;
        addPayoff(x, offer, name, owner, `${name}: ${issue} ${level}`, packages, value!, [
          "issues",
          issue,
          "worth",
          owner,
        ]);
      }
    }
  }
}

function addOwnWorth(x: Expansion, name: string, offer: WrittenOffer): void {
  for (const [owner, worth] of entriesOf(offer.worth)) {
    const path = ["offers", name, "worth", owner];
    for (const one of Object.keys(worth)) {
      addPayoff(x, offer, name, owner, `${name}: ${one}`, [one], x.part([...path, one])!, path);
    }
  }
}

function addPayoff(
  x: Expansion,
  offer: WrittenOffer,
  name: string,
  owner: string,
  payoff: string,
  packages: readonly string[],
  value: Located,
  path: readonly string[],
): void {
  const span = x.key(path);
  const entry = mapOf(span, [
    ["on", textOf(span, `${offer.to}: accept ${name}`)],
    ["when", textOf(span, `${name} is ${packages.join(" or ")}`)],
    ["value", value],
  ]);
  x.put(["payoffs", owner, payoff], span, entry, "payoff");
}
