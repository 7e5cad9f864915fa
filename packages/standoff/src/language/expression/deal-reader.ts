/**
 * The reader of how a deal has ended: `the paper accepted`, `the paper accepted as interim text or full text`, `the
 * paper refused`, `the paper lapsed`, `wage talks settled`; also with `is`, `was`, `has been`, and `not` after these.
 * In a condition it reads the variables that remember it, in the place of an occurrence it is the thing itself
 * (`parse-expression.ts`).
 */
import { isFaulty, onTheTable } from "../deals.ts";
import type { Deal, DealEnd } from "../scenario.ts";
import type { Expression } from "./expression.ts";
import { typeOfVariable } from "./scope.ts";
import { ValueReader } from "./value-reader.ts";
import { truth } from "./value-types.ts";

/** What is said of a deal; `packages`: places among its own, empty where none is named. */
export interface SaidOfDeal {
  readonly index: number;
  readonly deal: Deal;
  readonly end: DealEnd;
  readonly negated: boolean;
  readonly packages: readonly number[];
}

const ends: Readonly<Record<string, DealEnd>> = {
  accepted: "accepted",
  refused: "refused",
  lapsed: "lapsed",
  lapses: "lapsed",
  settled: "settled",
};

export abstract class DealReader extends ValueReader {
  /** What is said of a deal, if its name stands here with an end after it. */
  deal(): SaidOfDeal | undefined {
    this.skipSpace();
    const start = this.at;
    const found = this.scope.dealNames.match(this.text, start);
    const longer = this.scope.names.match(this.text, start);
    if (found === undefined || (longer !== undefined && longer.end > found.end)) return undefined;
    const deal = this.scope.deals![found.meaning];
    this.at = found.end;
    const said = this.#ending(deal);
    if (said === undefined) {
      this.at = start;
      return undefined;
    }
    this.note("deal", deal.name, start, found.end);
    const { end, negated } = said;
    if (isFaulty(deal)) {
      this.spoilt = true;
      const packages = end === "accepted" ? this.#packages(deal) : [];
      return { index: found.meaning, deal, end, negated, packages };
    }
    if (!canEnd(deal, end)) {
      const hint = deal.kind === "concessions" ? `write "${deal.name} settled"` : lapseHint(deal, end);
      this.stop("ends-otherwise", start, this.at, { name: deal.name, end }, { hint });
    }
    return { index: found.meaning, deal, end, negated, packages: end === "accepted" ? this.#packages(deal) : [] };
  }

  #ending(deal: Deal): { end: DealEnd; negated: boolean } | undefined {
    if (this.takeWords("is") || this.takeWords("was")) {
      this.skipSpace();
      if (deal.variable !== -1 && this.matchLevel(deal.variable) !== undefined) return undefined;
    } else if (this.takeWords("has")) this.takeWords("been");
    const negated = this.takeWords("not");
    const word = this.peekWord();
    const end = Object.hasOwn(ends, word) ? ends[word] : undefined;
    if (end === undefined) return undefined;
    this.takeWords(word);
    return { end, negated };
  }

  /** `as P`, `as P or Q`. */
  #packages(deal: Deal): number[] {
    if (!this.takeWords("as") || deal.variable === -1) return [];
    const places: number[] = [];
    for (let more = true; more; more = this.#orPackage(deal)) {
      this.skipSpace();
      const start = this.at;
      const level = this.matchLevel(deal.variable);
      if (level === undefined || level.meaning === 0) {
        this.unknownLevel(start, deal.variable);
        return places;
      }
      this.at = level.end;
      this.noteLevel(deal.variable, level.meaning, start);
      places.push(level.meaning - 1);
    }
    return places;
  }

  /** Takes `or` if another package follows it. */
  #orPackage(deal: Deal): boolean {
    const before = this.at;
    if (this.takeWords("or")) {
      this.skipSpace();
      if ((this.matchLevel(deal.variable)?.meaning ?? 0) > 0) return true;
    }
    this.at = before;
    return false;
  }

  protected dealt(start: number): Expression | undefined {
    const said = this.deal();
    if (said === undefined) return undefined;
    if (this.spoilt) return this.standIn(start);
    const condition = said.end === "settled" ? this.#settled(said.deal, start) : this.#remembered(said, start);
    return said.negated
      ? this.node({ kind: "not", of: condition, type: truth, span: this.spanFrom(start) })
      : condition;
  }

  /** Positions that have met on every issue. */
  #settled(deal: Deal, start: number): Expression {
    const met = deal.positions.map(([one, other]) =>
      this.binary("is", this.#variable(one, start), this.#variable(other, start), truth, start),
    );
    return met.reduce((all, one) => this.binary("and", all, one, truth, start));
  }

  #remembered({ deal, end, packages }: SaidOfDeal, start: number): Expression {
    const memory = end === "accepted" ? deal.agreed : deal.ended;
    const levels = this.scope.variables[memory]?.levels ?? [];
    const wanted = end === "accepted" ? packages.map((place) => deal.packages[place]) : [end];
    const values = wanted.map((level) => levels.indexOf(level));
    if (memory === -1 || values.includes(-1)) {
      const as = packages.length > 0 ? ` as ${wanted.join(" or ")}` : "";
      this.report("trace-not-kept", this.spanFrom(start), { what: `${deal.name} ${end}${as}` });
      return this.standIn(start);
    }
    const left = this.#variable(memory, start);
    if (values.length === 0) return this.binary("is not", left, this.constant(0, left.type, start), truth, start);
    if (values.length === 1) return this.binary("is", left, this.constant(values[0], left.type, start), truth, start);
    return this.node({ kind: "one of", of: left, values, type: truth, span: this.spanFrom(start) });
  }

  #variable(variable: number, start: number): Expression {
    const type = typeOfVariable(this.scope, variable);
    return this.node({ kind: "variable", variable, type, span: this.spanFrom(start) });
  }

  /** What an occurrence demands of the table just before it. */
  given({ deal, packages }: SaidOfDeal): Expression | null {
    return packages.length === 0 ? null : onTheTable(deal, packages, this.spanFrom(0));
  }
}

function canEnd(deal: Deal, end: DealEnd): boolean {
  if (deal.kind === "concessions" || end === "settled") return deal.kind === "concessions" && end === "settled";
  return end !== "lapsed" || deal.clocks.length > 0;
}

function lapseHint(deal: Deal, end: DealEnd): string {
  if (end === "lapsed") return `give "${deal.name}" a time under "answer within"`;
  return `an offer is accepted or refused: "${deal.name} accepted"`;
}
