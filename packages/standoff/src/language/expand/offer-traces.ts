/**
 * Which ends of offers something in the file reads as a condition (`the paper accepted as interim text` in a guard, in
 * the `when` of a payoff or an outcome, in a definition). Only for these is there a variable that remembers: an
 * occurrence by itself (`on: the paper accepted`) needs none, and what nobody reads costs no state.
 */
import { answerClock, nothingAgreed, otherAgreed } from "../deals.ts";
import { entriesOf } from "../elaborate/elaboration.ts";
import type { Located } from "../file/located.ts";
import type { Expansion } from "./expansion.ts";
import { packagesOf } from "./offer-sides.ts";

/** What is read of how an offer ended. */
export interface Trace {
  /** That it was accepted, as whatever. */
  accepted: boolean;
  /** That it was accepted as these. */
  readonly packages: Set<string>;
  refused: boolean;
  lapsed: boolean;
}

/** Words for people: what stands there is no condition. */
const prose = ["title", "caveat", "says", "note", "shows", "source", "where", "resolves", "class", "name", "unit"];
/** Keys under which an occurrence stands. */
const occurrences = ["on", "starts", "happened", "did not happen", "at"];

/** By the names of offers, those of which something is read. */
export function readTraces(x: Expansion): Map<string, Trace> {
  const traces = new Map<string, Trace>();
  const offers = Object.keys(x.document.offers ?? {});
  if (offers.length === 0) return traces;
  const packages = entriesOf(x.document.offers).flatMap(([, offer]) => packagesOf(offer));
  const mention = mentionOf(offers, packages);
  const whole = new RegExp(`^(?:.*\\b(?:before|after)\\s+)?${mention}$`, "su");
  const longer = longerNames(x, offers);
  const every = new RegExp(longer.length === 0 ? mention : `(?:${anyOf(longer)})${END}|${mention}`, "gsu");
  eachText(x.root, "", (text, key) => {
    if (prose.includes(key)) return;
    if (occurrences.includes(key) && whole.test(text.trim())) return;
    for (const part of key === "ask" ? conditionsAsked(text) : [text]) {
      for (const found of part.matchAll(every)) note(traces, found);
    }
  });
  return traces;
}

function note(traces: Map<string, Trace>, [, offer, end, named]: RegExpMatchArray): void {
  if (offer === undefined) return;
  const name = offer.replace(/\s+/g, " ");
  const trace = traces.get(name) ?? { accepted: false, packages: new Set(), refused: false, lapsed: false };
  traces.set(name, trace);
  if (end === "refused") trace.refused = true;
  else if (end !== "accepted") trace.lapsed = true;
  else if (named === undefined) trace.accepted = true;
  else for (const one of named.split(/\s+or\s+/)) trace.packages.add(one.replace(/\s+/g, " "));
}

/** The end of a word. */
const END = "(?![\\p{L}\\p{N}_])";

/** Any of some names, the longest first, so that none is found inside another. */
function anyOf(names: readonly string[]): string {
  return [...new Set(names)]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/ /g, "\\s+"))
    .join("|");
}

/** A pattern with the groups offer, end, packages. */
function mentionOf(offers: readonly string[], packages: readonly string[]): string {
  const named = `(?:${anyOf(packages)})${END}`;
  const verb = "(?:(?:is|was|has\\s+been|has)\\s+)?(?:not\\s+)?";
  const as = `(?:\\s+as\\s+(${named}(?:\\s+or\\s+${named})*))?`;
  return `(?<![\\p{L}\\p{N}_'’-])(${anyOf(offers)})\\s+${verb}(accepted|refused|lapsed|lapses)${END}${as}`;
}

/** Names of other things that hold an offer's: `answer to the paper lapses` speaks of the clock. */
function longerNames(x: Expansion, offers: readonly string[]): string[] {
  const { state, define, clocks, desks } = x.document;
  const own = [state, define, clocks].flatMap((section) => Object.keys(section ?? {}));
  const made = offers.flatMap((offer) => [
    answerClock(offer),
    ...Object.keys(desks ?? {}).map((desk) => answerClock(offer, desk)),
  ]);
  return [...own, ...made].filter((name) => offers.some((offer) => name.length > offer.length && name.includes(offer)));
}

/** The conditions in a question: what `holds`, or all of an expectation. */
function conditionsAsked(text: string): string[] {
  if (/^\s*E\s*\(/.test(text)) return [text];
  return [...text.matchAll(/\bholds\s*\(([^|]*)/g)].map(([, condition]) => condition);
}

function eachText(part: Located, key: string, visit: (text: string, key: string) => void): void {
  if (part.kind === "text") visit(part.text, key);
  if (part.kind === "list") for (const item of part.items) eachText(item, key, visit);
  if (part.kind === "map") for (const [name, { value }] of part.entries) eachText(value, name, visit);
}

/** The levels of the variable that remembers what was accepted; none where nothing asks. */
export function agreedLevels(trace: Trace | undefined, packages: readonly string[]): string[] {
  const named = packages.filter((one) => trace?.packages.has(one));
  const other = trace?.accepted === true && named.length < packages.length ? [otherAgreed] : [];
  return named.length + other.length === 0 ? [] : [nothingAgreed, ...named, ...other];
}

/** What that variable becomes on acceptance, as an expression over what lies on the table. */
export function agreedValue(offer: string, levels: readonly string[], packages: readonly string[]): string {
  const rest = levels.includes(otherAgreed) ? otherAgreed : nothingAgreed;
  const named = packages.filter((one) => levels.includes(one));
  return [...named.map((one) => `if ${offer} is ${one} then ${one} else `), rest].join("");
}

/** The levels of the variable that remembers a refusal or a lapse; none where nothing asks. */
export function endedLevels(trace: Trace | undefined): string[] {
  const ends = (["refused", "lapsed"] as const).filter((end) => trace?.[end] === true);
  return ends.length === 0 ? [] : ["neither", ...ends];
}
