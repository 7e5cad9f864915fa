/**
 * A report as plain data: all that its page shows, so that a later report can say what has changed and a program can
 * read what people read. Probabilities run from 0 to 1, dates are ISO days.
 */
import type { BeliefPath, CheckResult, ListedClock, Manifest, NewsTaken, StandingPart, Stories } from "standoff";
import type { DealDay, FindOut, Watched } from "standoff/judge";
import type { Band, EvidenceWeights, Ground, Verdict } from "standoff/study";

export const FORMAT = "standoff report 1";

export interface Report {
  readonly format: typeof FORMAT;
  /** The day on which it was written. */
  readonly written: string;
  /** The scenario's file as it was named. */
  readonly file: string;
  readonly manifest: Manifest;
  readonly draws: ReportedDraws;
  readonly news: NewsTaken;
  /** The name of the answer that leads. */
  readonly lead: string;
  readonly outcomes: readonly ReportedOutcome[];
  readonly questions: readonly ReportedQuestion[];
  readonly endings: readonly Endings[];
  /** Of the answer that leads. */
  readonly confidence: Verdict;
  readonly leverage: Leverage;
  readonly assumptions: readonly ReportedAssumption[];
  readonly evidence: readonly ReportedEvidence[];
  readonly clocks: readonly ListedClock[];
  readonly stories: Stories;
  readonly beliefs: readonly BeliefPath[];
  readonly checks: readonly CheckResult[];
  /** Rival forms of the scenario beside its own; null where it names none. */
  readonly rivals: ReportedRivals | null;
  /** What several analysts hold, and the answers under the values of each; null where there are fewer than two. */
  readonly analysts: ReportedAnalysts | null;
  /** What could be agreed, by day, at the stated values; null where nothing can. */
  readonly deals: readonly DealDay[] | null;
  /** What, seen or not by a day, would move the answer that leads, and what is worth finding out. */
  readonly indicators: Indicators;
  /** Since an earlier report; null where none was given. */
  readonly changes: Changes | null;
  /** So many of the checks lie outside that no word of likelihood stands. */
  readonly contradicted: boolean;
}

export interface ReportedDraws {
  readonly seed: string;
  readonly asked: number;
  readonly solved: number;
  readonly lost: number;
  readonly refused: number;
  readonly effective: number;
}

/** What an answer says, however it was asked for. */
export interface Figures {
  readonly name: string;
  readonly mean: number | null;
  /** Half of the 95 per cent interval that the number of draws leaves. */
  readonly error: number | null;
  /** The 10, 50 and 90 per cent points of the draws. */
  readonly band: Band | null;
  readonly stated: number | null;
  readonly habit: number | null;
  /** In the words of ICD 203; null where the band touches too many of them. */
  readonly word: string | null;
  readonly errorShare: number | null;
  readonly resolves: string;
}

export interface ReportedOutcome extends Figures {
  /** Is it judged on the last day only? */
  readonly atEnd: boolean;
  readonly byDate: readonly {
    readonly date: string;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
  }[];
}

export interface ReportedQuestion extends Figures {
  readonly ask: string;
  readonly kind: "probability" | "expectation" | "days until";
}

export interface Endings {
  readonly name: string;
  readonly of: readonly Ending[];
}

export interface Ending {
  readonly name: string;
  readonly mean: number;
  readonly otherwise: boolean;
  /**
   * How it stands by date, means over the draws; null where a group is about what happens and not about how things
   * stand.
   */
  readonly standing: Omit<StandingPart, "outcome"> | null;
}

/** At the stated values. `says`: why there are none, else "". */
export interface Indicators {
  readonly says: string;
  readonly watch: Omit<Extract<Watched, { status: "told" }>, "status" | "answer" | "news"> | null;
  readonly findOut: Pick<Extract<FindOut, { status: "told" }>, "deviation" | "unknowns"> | null;
}

/** What moves the answer that leads. */
export interface Leverage {
  /** At the stated values. */
  readonly value: number;
  readonly says: string;
  readonly effects: readonly ReportedEffect[];
  readonly grounds: readonly Ground[];
  /** The share of the variance that is linear in what was drawn. */
  readonly linear: number;
  readonly weights: EvidenceWeights;
}

export interface ReportedEffect {
  readonly assumption: string;
  /** Of the answer by the assumption, in the units in which expressions are evaluated; null where it has none. */
  readonly derivative: number | null;
  /** The answer at the low and at the high end of the range. */
  readonly overRange: readonly [number, number] | null;
  readonly says: string;
}

export interface ReportedAssumption {
  readonly name: string;
  /** As written in the file, or as set. */
  readonly text: string;
  readonly value: number;
  readonly range: readonly [number, number] | null;
  /** The range in the assumption's own units, "" where there is none. */
  readonly rangeText: readonly [string, string] | null;
  readonly unit: string;
  readonly basis: string;
  readonly evidence: readonly string[];
  readonly reviewBy: string | null;
  readonly note: string;
}

export interface ReportedEvidence {
  readonly id: string;
  readonly source: string;
  readonly where: string;
  readonly shows: string;
  readonly points: readonly string[];
  readonly grade: string;
  readonly of: string | null;
}

/** Answers of each form of the scenario, its own first. */
export interface ReportedRivals {
  readonly forms: readonly {
    /** null: the file as it stands. */
    readonly name: string | null;
    readonly because: string;
    readonly weight: number | null;
    /** Why it has no answers; else "". */
    readonly says: string;
    readonly answers: readonly RivalFigures[];
  }[];
  /** Over the forms that have a weight; null where none has. */
  readonly pooled: readonly Pick<RivalFigures, "name" | "mean" | "band">[] | null;
}

export interface RivalFigures extends Pick<Figures, "name" | "mean" | "band" | "stated"> {
  readonly kind: "outcome" | ReportedQuestion["kind"];
}

export interface ReportedAnalysts {
  readonly of: readonly {
    readonly analyst: string;
    readonly weight: number;
    readonly weightGivenNews: number;
    readonly answers: readonly Pick<Figures, "name" | "mean" | "band">[];
  }[];
  readonly assumptions: readonly {
    readonly assumption: string;
    /** As written; the range "" where there is none. */
    readonly values: readonly { readonly analyst: string; readonly text: string; readonly range: string }[];
  }[];
}

/** What an earlier report said otherwise. */
export interface Changes {
  /** The day on which the earlier one was written, and the hash of its scenario. */
  readonly since: string;
  readonly hash: string;
  /** Probabilities by name, those in both. */
  readonly answers: readonly { readonly name: string; readonly before: number; readonly now: number }[];
  readonly confidence: { readonly before: string; readonly now: string };
  /** Each in words, in the order in which a page tells them. */
  readonly scenario: readonly string[];
}
