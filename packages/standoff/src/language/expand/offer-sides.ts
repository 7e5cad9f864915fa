/**
 * Who deals with whom in an offer, put in one form whatever way it is written, with checks: `from` one desk `to`
 * another, or to several that must all accept, or `between` two that may each table and counter.
 */
import type { Span } from "../../text/source.ts";
import { entriesOf } from "../elaborate/elaboration.ts";
import type { ScenarioDocument } from "../file/shapes.ts";
import type { Expansion } from "./expansion.ts";

export type WrittenOffer = NonNullable<ScenarioDocument["offers"]>[string];

/** A desk that may put packages, with the place of each package in the file. */
export interface Side {
  readonly desk: string;
  readonly packages: readonly { readonly name: string; readonly span: Span }[];
  /** May it table when nothing lies on the table? */
  readonly opens: boolean;
}

export interface OfferSides {
  readonly name: string;
  readonly offer: WrittenOffer;
  readonly manner: "to one" | "to all" | "in turn" | "each other";
  readonly sides: readonly Side[];
  /** The desks that answer, in the order of the file. */
  readonly answering: readonly string[];
  /** All packages, each once. */
  readonly packages: readonly string[];
}

/** All packages that an offer may hold. */
export function packagesOf({ packages }: WrittenOffer): string[] {
  return [...new Set(Array.isArray(packages) ? packages : Object.values(packages).flat())];
}

/** The sides of an offer; undefined where it has faults, which are told. */
export function sidesOf(x: Expansion, name: string, offer: WrittenOffer): OfferSides | undefined {
  const before = x.diagnostics.length;
  checkDesks(x, name, offer);
  checkPackages(x, name, offer);
  if (x.diagnostics.length > before) return undefined;
  const answering = offer.between ?? [offer.to!].flat();
  const several = offer.answers === "in turn" ? "in turn" : "to all";
  const manner = offer.between !== undefined ? "each other" : answering.length === 1 ? "to one" : several;
  if (manner === "to all" || manner === "each other") {
    checkNotAtOnce(x, name, answering, ["offers", name, manner === "to all" ? "to" : "between"]);
  }
  const tabling = offer.between ?? [offer.from!];
  const sides = tabling.map((desk): Side => {
    const path = ["offers", name, "packages", ...(Array.isArray(offer.packages) ? [] : [desk])];
    const own = Array.isArray(offer.packages) ? offer.packages : offer.packages[desk];
    const packages = own.map((one, place) => ({ name: one, span: x.value([...path, place]) }));
    return { desk, packages, opens: (offer["opened by"] ?? desk) === desk };
  });
  return { name, offer, manner, sides, answering, packages: packagesOf(offer) };
}

/** Every desk that an offer names, with its path. */
function desksOf(name: string, offer: WrittenOffer): { desk: string; path: (string | number)[]; answers: boolean }[] {
  const path = ["offers", name];
  if (offer.between !== undefined) {
    return offer.between.map((desk, place) => ({ desk, path: [...path, "between", place], answers: true }));
  }
  const to = Array.isArray(offer.to)
    ? offer.to.map((desk, place) => ({ desk, path: [...path, "to", place], answers: true }))
    : [{ desk: offer.to!, path: [...path, "to"], answers: true }];
  return [{ desk: offer.from!, path: [...path, "from"], answers: false }, ...to];
}

function checkDesks(x: Expansion, name: string, offer: WrittenOffer): void {
  const desks = x.document.desks ?? {};
  const named = desksOf(name, offer);
  for (const [place, { desk, path, answers }] of named.entries()) {
    if (desks[desk] === undefined) unknownDesk(x, desk, x.value(path));
    else if (named.findIndex((other) => other.answers && other.desk === desk) < place && answers) {
      x.report("duplicate-name", x.value(path), { name: desk, kind: "desk here" });
    }
  }
  if (named.length === 1) x.report("nobody-answers", x.value(["offers", name, "to"]), { name });
  const [first, ...others] = named;
  const actor = desks[first.desk]?.of;
  for (const { desk, path } of others) {
    if (first.answers && desk === first.desk) continue;
    if (actor !== undefined && desks[desk]?.of === actor) x.report("offer-to-itself", x.value(path), { name, actor });
  }
  const opener = offer["opened by"];
  if (opener !== undefined && !offer.between?.includes(opener)) {
    x.unknown("desk of this offer", opener, offer.between ?? [], x.value(["offers", name, "opened by"]));
  }
}

/** Reports a desk that is not there; an actor's name, or several desks in one text, get a hint of their own. */
export function unknownDesk(x: Expansion, name: string, span: Span): void {
  const desks = x.document.desks ?? {};
  const parts = name.split(/\s*,\s*|\s+and\s+/);
  const own = Object.keys(desks).filter((desk) => desks[desk].of === name);
  const several = parts.length > 1 && parts.every((part) => desks[part] !== undefined);
  if (several)
    x.report("unknown-reference", span, { kind: "desk", name }, { hint: `several are a list: [${parts.join(", ")}]` });
  else if (own.length > 0) {
    const hint = `it is an actor, whose ${own.length > 1 ? "desks are" : "desk is"} ${own.map((desk) => `"${desk}"`).join(", ")}`;
    x.report("unknown-reference", span, { kind: "desk", name }, { hint });
  } else x.unknown("desk", name, Object.keys(desks), span);
}

function checkPackages(x: Expansion, name: string, offer: WrittenOffer): void {
  const path = ["offers", name, "packages"];
  const known = Object.keys(x.document.packages ?? {});
  const checkList = (packages: readonly string[], at: readonly string[]) => {
    for (const [place, one] of packages.entries()) {
      const span = x.value([...at, place]);
      if (!known.includes(one)) x.unknown("package", one, known, span);
      if (packages.indexOf(one) !== place) x.report("duplicate-name", span, { name: one, kind: "package here" });
    }
  };
  if (Array.isArray(offer.packages)) checkList(offer.packages, path);
  else {
    const desks = Object.keys(offer.packages);
    const wanted = offer.between ?? [];
    if (desks.length !== 2 || !desks.every((desk) => wanted.includes(desk))) {
      x.report("packages-by-desk", x.value(path), { name });
    }
    for (const [desk, packages] of entriesOf(offer.packages)) checkList(packages, [...path, desk]);
  }
  const own = packagesOf(offer);
  for (const [owner, worth] of entriesOf(offer.worth)) {
    for (const one of Object.keys(worth)) {
      if (own.includes(one)) continue;
      x.unknown("package of this offer", one, own, x.key(["offers", name, "worth", owner, one]));
    }
  }
}

/** Desks that answer each other cannot move at once: neither would know what the other has just said. */
export function checkNotAtOnce(x: Expansion, name: string, desks: readonly string[], path: readonly string[]): void {
  for (const turn of x.document.turns ?? []) {
    const together = Array.isArray(turn) ? desks.filter((desk) => turn.includes(desk)) : [];
    if (together.length > 1) x.report("answered-at-once", x.value(path), { name, desks: together.join(" and ") });
  }
}
