/**
 * The checked scenario: plain data with positions, everything resolved to indices, calendar and clocks worked out. The
 * first of the three joints: `language/` makes it, `world/` compiles it, `query/` reads names and questions from it.
 * All numbers in it are in the units of `expression.ts`. Lists are in file order; an index is a place in its list.
 */

import type { Distribution, Family } from "../math/distributions.ts";
import type { Span } from "../text/source.ts";
import type { Expression } from "./expression/expression.ts";

export interface Scenario {
  readonly title: string;
  readonly caveat: string;
  /** The day whose knowledge the scenario rests on (days since 1970-01-01), and the zone of its dates. */
  readonly asOf: { readonly day: number; readonly zone: string };
  readonly scale: readonly { readonly points: number; readonly means: string }[];
  readonly calendar: Calendar;
  readonly actors: readonly Actor[];
  /** Payoff streams ("columns"): one per actor without factions, one per faction otherwise. */
  readonly columns: readonly Column[];
  /** Declared variables first, then the hidden bookkeeping of clocks, then marks. */
  readonly variables: readonly Variable[];
  readonly assumptions: readonly Assumption[];
  /** Whose values some assumptions have, side by side: by role, with weights that sum to one. */
  readonly analysts: readonly Analyst[];
  /** Those whose values went into what stands fixed here: dates, starting values, the calendar. */
  readonly fixed: readonly number[];
  readonly definitions: readonly { readonly name: string; readonly body: Expression; readonly span: Span }[];
  readonly clocks: readonly Clock[];
  readonly desks: readonly Desk[];
  readonly eventGroups: readonly EventGroup[];
  readonly deals: readonly Deal[];
  readonly agreements: readonly Agreement[];
  readonly turns: readonly Turn[];
  /** yes: the turns run in the same order in every period; no: reversed in every other cell of the grid. */
  readonly fixedOrder: boolean;
  /** With alternating order: does the first period run reversed? Set by the option `reversed`. */
  readonly startReversed: boolean;
  readonly payoffs: readonly Payoff[];
  readonly endings: readonly Ending[];
  readonly outcomes: readonly Outcome[];
  readonly exclusive: readonly Exclusive[];
  readonly questions: readonly OwnQuestion[];
  /** Other forms that it may have; a rival form itself has none. */
  readonly rivals: readonly Rival[];
  readonly confidence: readonly StatedConfidence[];
  readonly evidence: readonly Evidence[];
  readonly history: readonly HistoryItem[];
  /** From what is known by a day on, a new game is played; null: there is one game. */
  readonly rolled: Rolled | null;
  /**
   * Orders of preference: they hold at the stated values, and draws from the ranges in which one does not are left out.
   */
  readonly orders: readonly Order[];
  readonly correlations: readonly Correlation[];
  /**
   * Other values of assumptions in some actors' eyes: for their beliefs and their points. Nature uses the stated ones.
   */
  readonly views: readonly View[];
  /** Plausibility checks, reported beside the forecast and never fitted. */
  readonly checks: readonly PlausibilityCheck[];
  /** An outcome's error share counts moves worse than the best by more than this many points. */
  readonly errorStake: number | null;
  /** SHA-256 of the canonical merged document, hex. */
  readonly hash: string;
}

export interface Calendar {
  readonly from: number;
  /** The last day: answers stop when it begins, so the lengths of `periods` sum to `to - from`. */
  readonly to: number;
  readonly step: { readonly count: number; readonly unit: "day" | "week" | "month" };
  /** Up to the last day: what is asked about. */
  readonly periods: readonly Period[];
  /** `periods`, and those in which play goes on unasked after the last day. */
  readonly played: readonly Period[];
  /** The day when play is over: `to`, where nothing follows it. */
  readonly end: number;
}

/**
 * One period: first day, true length in days, and its place in the regular grid: the number of its cell, and its length
 * in steps (1 for a whole cell, less where a date breaks it).
 */
export interface Period {
  readonly start: number;
  readonly days: number;
  readonly cell: number;
  readonly steps: number;
}

export interface Actor {
  readonly id: string; // the key in the file
  readonly name: string;
  readonly span: Span;
  /** Yearly discount factor in (0, 1], over assumptions alone. */
  readonly patience: Expression;
  /**
   * Steadiness as lambda, per point: p is in proportion to exp(lambda x Q); per stake of the actor's where it is
   * relative.
   */
  readonly lambda: number;
  /** What lambda is worked out by where it rests on assumptions, and nothing else. */
  readonly lambdaBy?: Expression;
  readonly relative: boolean;
  /** Nine in ten lie within this factor of it either way. */
  readonly giveOrTake: number;
  /**
   * The actor's columns, and for each its weight (over what the actor sees); one column of weight 1 without factions.
   */
  readonly columns: readonly number[];
  readonly weights: readonly Expression[];
}

export interface Column {
  readonly id: string;
  readonly name: string;
  readonly actor: number;
  readonly faction: boolean;
}

export interface Variable {
  readonly name: string;
  readonly span: Span;
  /** "clock" and "mark" are bookkeeping: of clocks, and of what a desk or an actor has been told. */
  readonly kind: "levels" | "range" | "truth" | "clock" | "mark";
  /** Words for every value in order ("no", "yes" for truth; the numbers for ranges). */
  readonly levels: readonly string[];
  readonly size: number;
  /** Ranges: the number of index 0. Else 0. */
  readonly low: number;
  /**
   * Chance of each value on the first day: sums to one. A known start has a single 1. Correlated starts are not needed.
   */
  readonly starts: readonly Expression[];
  /** Who sees it: an actor mask (bit i = actor i), and the day from which all see it (+Infinity: never). */
  readonly seenBy: number;
  readonly announced: number;
  /** Two desks that write it at once: the rule, or "error". */
  readonly atOnce: "error" | "in order" | "highest" | "lowest" | "sum";
  /** Fully reported: silence of the history means no change. */
  readonly reported: boolean;
  /** When true the value is reset to its first level (what no longer matters is forgotten). */
  readonly forgetWhen: Expression | null;
  /** The clock that owns it, for kind "clock"; else -1. */
  readonly clock: number;
}

/** Somebody who states values, by role. */
export interface Analyst {
  readonly name: string;
  readonly weight: number;
}

/** What one analyst holds an assumption to be. */
export interface AnalystValue {
  readonly value: number;
  readonly text: string;
  readonly range: readonly [number, number] | null;
  readonly rangeText: string;
  readonly distribution: Family;
}

export interface Assumption {
  readonly name: string;
  readonly span: Span;
  readonly value: number; // in the units of expression.ts
  readonly type: "number" | "rate" | "duration" | "date";
  readonly text: string; // as written
  readonly unit: string;
  readonly range: readonly [number, number] | null;
  /** What draws are taken from; null where it stays: without a range, or where a setting gives its value. */
  readonly distribution: Distribution | null;
  readonly basis: string;
  readonly evidence: readonly number[];
  readonly reviewBy: number | null;
  readonly note: string;
  /**
   * By analyst, where several state it: the value is then their mean, the range holds all of theirs, and draws are
   * taken from the mixture.
   */
  readonly analysts?: readonly AnalystValue[];
  /** Where the value is a prior moved by the odds of evidence: the prior. */
  readonly prior?: number;
  /** The same: what draws of the prior are taken from; null where it stays. */
  readonly priorDistribution?: Distribution | null;
}

/**
 * A clock. `fixed`: a date. `draw`: a hidden draw among anchors (`drawVariable` holds the anchor's index; anchors are
 * fixed dates, offsets from an occurrence, or never). `timer`: runs for `takes` days from `starts` (an occurrence), due
 * in the first period that starts on or after. `stages`: runs from `starts` through k stages of a random duration with
 * the given mean in all. `dueVariable` (offset anchors and timers) has the values 0 = not started, 1 + i = due in
 * period i, periods + 1 = due past the horizon, periods + 2 = lapsed. `stageVariable`: 0 = not started, 1..k = in that
 * stage, k + 1 = done. A fixed or drawn clock that falls due beyond the horizon never lapses.
 */
export interface Clock {
  readonly name: string;
  readonly span: Span;
  readonly owner: string;
  readonly kind: "fixed" | "draw" | "timer" | "stages";
  readonly date: number; // fixed: the date
  readonly anchors: readonly ClockAnchor[]; // draw
  readonly drawVariable: number; // draw, else -1
  readonly dueVariable: number; // -1 where not needed
  readonly starts: Trigger | null; // what starts a timer, stages, or the offset anchors
  readonly takes: Expression | null; // timer, stages: duration
  readonly stages: number;
  readonly stageVariable: number;
  /** Stops (back to not started) when this holds. */
  readonly stopWhen: Expression | null;
  /** Effects when it lapses, applied at the start of the period in which it falls due. */
  readonly effects: readonly Effect[];
  readonly lapses: string; // in words, what lapses
  /** A timer that goes back to not started when it lapses, so that no state remembers that it has. */
  readonly again?: boolean;
}

export interface ClockAnchor {
  readonly date: number; // fixed anchors: the date; +Infinity for never; NaN for an offset anchor
  readonly offset: number; // days after `starts`, for offset anchors
  readonly label: string;
}

/** What a payoff, a clock or a history item hangs on. */
export type Trigger =
  | { readonly kind: "move"; readonly desk: number; readonly move: number; readonly branch: number } // branch -1: any
  | { readonly kind: "hold"; readonly desk: number } // convened and held
  | { readonly kind: "event"; readonly group: number; readonly event: number; readonly branch: number }
  | { readonly kind: "lapse"; readonly clock: number }
  | { readonly kind: "becomes"; readonly condition: Expression } // false before the edge, true after it
  | { readonly kind: "ending"; readonly ending: number }
  /** A deal ends so: by one of these moves, or as one of these clocks lapses, where `given` holds just before. */
  | {
      readonly kind: "deal";
      readonly deal: number;
      readonly end: DealEnd;
      readonly moves: readonly MovePlace[];
      readonly clocks: readonly number[];
      readonly given: Expression | null;
    };

/** How what is dealt over ends; concessions are settled. */
export type DealEnd = "accepted" | "refused" | "lapsed" | "settled";

export interface MovePlace {
  readonly desk: number;
  readonly move: number;
}

/** An offer, or concessions over issues, as the plain constructs that it stands for. */
export interface Deal {
  readonly name: string;
  readonly kind: "offer" | "concessions";
  /** The package on the table: 0 for none, then `packages`. -1 for concessions. */
  readonly variable: number;
  readonly packages: readonly string[];
  /** The moves that end it. */
  readonly accepted: readonly MovePlace[];
  readonly refused: readonly MovePlace[];
  readonly settled: readonly MovePlace[];
  /** The clocks whose lapse takes it from the table. */
  readonly clocks: readonly number[];
  /** Variables that remember what was accepted, and a refusal or a lapse; -1 where nothing asks. */
  readonly agreed: number;
  readonly ended: number;
  /** Concessions: for each issue, where the two sides stand. */
  readonly positions: readonly (readonly number[])[];
}

/** Something that could be agreed: terms, and the move that signs it. What is weighed, and no part of the game. */
export interface Agreement {
  readonly name: string;
  readonly span: Span;
  /** Any of these signs it, with the same effects and points; the first is weighed. */
  readonly by: readonly MovePlace[];
  /** What is set just before. */
  readonly terms: readonly Effect[];
  readonly when: Expression;
  /** The actors whose consent it needs. */
  readonly between: readonly number[];
  /** Columns of factions that can stop it: by a veto over the move, or because the desk that signs decides for one. */
  readonly vetoing: readonly number[];
}

export interface Desk {
  readonly name: string;
  readonly span: Span;
  readonly actor: number;
  /** A ratification desk decides by one faction's column; -1: by the actor's weights. */
  readonly column: number;
  /** Convening rate per day over what the actor sees; null: every period. */
  readonly tempo: Expression | null;
  /** It also meets at its next turn once one of these has happened; meanwhile its mark, which it alone sees, is set. */
  readonly meetsAlso: { readonly triggers: readonly Trigger[]; readonly mark: number; readonly span: Span } | null;
  readonly mustMove: boolean;
  readonly plain: boolean; // ordinary logit: all weights one
  /**
   * Is the noise of its choices the actor's private tastes, which count in what decisions are worth to it, or mistakes?
   */
  readonly noise: "tastes" | "mistakes";
  readonly moves: readonly Move[];
  /** Rates per day at steadiness 0 of whole families, shared by their variants on the menu. */
  readonly familyUsual: readonly { readonly family: string; readonly span: Span; readonly usual: Expression }[];
  /**
   * Stated policy (first rule whose condition holds); null: logit. chances: hold first, then one per move; must sum to
   * one over the available.
   */
  readonly policy: readonly PolicyRule[] | null;
}

export interface PolicyRule {
  readonly when: Expression;
  readonly hold: Expression;
  readonly chances: readonly (Expression | null)[]; // null: 0
}

export interface Move {
  readonly name: string;
  readonly span: Span;
  readonly family: string; // own name by default
  /** Over what the actor sees, vetoes included. */
  readonly guard: Expression;
  /** Rate per day at steadiness 0; null: by its family's, or else by the nest rule. */
  readonly usual: Expression | null;
  /**
   * Actors that do not know of it until they see it; each with the mark that says that it has, or -1 if it never does.
   */
  readonly unknownTo: readonly { readonly actor: number; readonly mark: number }[];
  readonly effects: readonly Effect[]; // of every branch, applied together with the branch's own
  readonly branches: readonly Branch[]; // at least one; chances sum to one
  readonly says: string; // how stories tell it
}

export interface Branch {
  readonly name: string; // "" when the move has a single sure result
  readonly span: Span;
  readonly chance: Expression;
  readonly effects: readonly Effect[];
}

/**
 * All effects of one edge read the state before it, unless the variable's rule is "in order". Values saturate at the
 * domain's ends.
 */
export interface Effect {
  readonly variable: number;
  readonly span: Span;
  readonly to:
    | { readonly kind: "value"; readonly value: Expression } // level index, truth, or number (rounded must be whole)
    | { readonly kind: "step"; readonly by: number } // up n, down n: saturating
    | { readonly kind: "map"; readonly values: readonly number[] } // index -> index
    /**
     * The value that another variable of a like domain has: its index -> index here, -1 where there is no such value.
     */
    | { readonly kind: "copy"; readonly from: number; readonly values: readonly number[] };
}

/**
 * One chance turn: `chance` events happen in file order, independently; `rate` events of one group compete: at most one
 * of them a period.
 */
export interface EventGroup {
  readonly name: string;
  readonly span: Span;
  readonly events: readonly NatureEvent[];
}

export interface NatureEvent {
  readonly name: string;
  readonly span: Span;
  readonly guard: Expression;
  readonly how: "chance" | "rate" | "lapse"; // lapse: surely, when `clock` lapses
  readonly amount: Expression | null; // chance per step of the calendar, or rate per day
  readonly clock: number; // for "lapse"; else -1
  readonly effects: readonly Effect[];
  readonly branches: readonly Branch[];
  readonly says: string;
  /** It counts as this move: what hangs on the move hangs on it. */
  readonly as?: MovePlace;
}

/**
 * One turn: a desk, several desks at once, or an event group. Clocks lapse in a turn of their own, first in each
 * period, in file order.
 */
export type Turn =
  | { readonly kind: "desks"; readonly desks: readonly number[] }
  | { readonly kind: "events"; readonly group: number };

export interface Payoff {
  readonly name: string;
  readonly span: Span;
  readonly column: number;
  readonly how: "on" | "while" | "at end";
  readonly trigger: Trigger | null; // on
  readonly when: Expression | null; // on: an extra condition, read as the value is; the condition itself for while and at end
  /** on, at end: points. while: points per day. Read in the state before the edge, or after it where `readAfter`. */
  readonly value: Expression;
  readonly readAfter: boolean;
}

export interface Ending {
  readonly name: string;
  readonly span: Span;
  readonly when: Expression; // the state freezes as soon as it holds
  /** Its own continuation value per column, instead of flows and final values; null: those go on. */
  readonly worth: readonly (Expression | null)[] | null;
}

/**
 * A named dated outcome: the first time that its condition holds (first day included) or its trigger happens. `at end`:
 * holds on the last day. With a trigger, the condition (where there is one) must hold just before it happens.
 */
export interface Outcome {
  readonly name: string;
  readonly span: Span;
  readonly how: "when" | "on" | "at end" | "else"; // else: none of its exclusive group
  readonly condition: Expression | null;
  readonly trigger: Trigger | null;
  readonly resolvable: boolean;
  readonly resolves: string;
  /** Implied by a deal: may be asked about, and is not listed. Such outcomes come last. */
  readonly unlisted?: true;
}

export interface Exclusive {
  readonly name: string;
  readonly span: Span;
  readonly of: readonly number[]; // outcomes, the `else` one included
  /** Those that pictures let come down from the ceiling: the first half of them, where the file does not say. */
  readonly above: readonly number[];
}

export interface OwnQuestion {
  readonly name: string;
  readonly span: Span;
  readonly ask: string;
  readonly askSpan: Span;
  readonly resolves: string;
}

/** Another form of the whole scenario, by the name under which it is read (`LoadOptions.rival`). */
export interface Rival {
  readonly name: string;
  readonly span: Span;
  /**
   * How likely it is the right one; null: it is listed and no more. What the weights leave to one is the file's own
   * form's.
   */
  readonly weight: number | null;
  readonly because: string;
}

/** A scenario that was rolled on to a later first day. */
export interface Rolled {
  readonly to: number;
  /** Earlier days to which it was rolled on, ascending: from each on a new game was played up to the next. */
  readonly through: readonly number[];
  readonly span: Span;
  /** Made before, oldest first: the probability of each outcome by the last day. */
  readonly forecasts: readonly {
    readonly asOf: number;
    readonly made: number | null;
    readonly chances: ReadonlyMap<string, number>;
  }[];
}

/** The analyst's own confidence in an answer, in place of the rule's. */
export interface StatedConfidence {
  /** An outcome or a question of the scenario's own, by its name. */
  readonly of: string;
  readonly span: Span;
  readonly confidence: "low" | "moderate" | "high";
  readonly because: string;
}

export interface Evidence {
  readonly id: string;
  readonly span: Span;
  readonly source: string;
  readonly where: string;
  readonly shows: string;
  readonly points: readonly string[];
  readonly grade: string;
  readonly of: number | null; // the day of what it reports
  readonly mechanisms: readonly string[];
  readonly sameOriginAs: readonly string[];
  /** How much likelier it is if an assumption's event holds than if not. */
  readonly odds: readonly EvidenceOdds[];
}

export interface EvidenceOdds {
  readonly assumption: string;
  readonly odds: number;
  /** In draws they lie within this factor of the odds, either way, nine times in ten; 1: they stay. */
  readonly factor: number;
}

export interface HistoryItem {
  readonly span: Span;
  readonly on: number; // day
  readonly kind: "happened" | "did not happen" | "seen";
  readonly trigger: Trigger | null;
  readonly condition: Expression | null; // seen: holds at the end of the period that contains the day
  readonly text: string;
  readonly evidence: readonly number[];
}

/** How two assumptions go together in draws: Spearman's rank correlation. */
export interface Correlation {
  readonly of: readonly [number, number];
  readonly rank: number;
  readonly span: Span;
}

/** An order of preference: expressions over assumptions alone, each worth strictly less than the one before it. */
export interface Order {
  readonly name: string;
  readonly span: Span;
  readonly of: string; // an actor or a faction by its key; "" where none is named
  readonly terms: readonly Expression[];
  readonly texts: readonly string[];
  readonly evidence: readonly number[];
}

/** A probability of the model beside what is known of its like, or beside what an actor has said that it believes. */
export type PlausibilityCheck = {
  readonly name: string;
  readonly span: Span;
  readonly ask: string;
  readonly askSpan: Span;
  readonly source: string;
  readonly evidence: readonly number[];
} & (
  | { readonly kind: "base rate"; readonly happened: number; readonly cases: number; readonly class: string }
  | {
      readonly kind: "belief";
      readonly actor: number;
      readonly on: number;
      readonly expect: readonly [number, number] | null;
    }
);

/** What one actor holds some assumptions to be, in the units of `expression.ts`, and as written. */
export interface View {
  readonly actor: number;
  /** By assumption: what is held, over the stated values of the assumptions. */
  readonly values: readonly { readonly assumption: number; readonly value: Expression; readonly text: string }[];
}
