/**
 * The messages of a session: one scenario, opened from texts, asked at changing values. This map is the whole protocol;
 * docs/wire.md tells it with a worked exchange. Every message survives structured cloning and JSON (in which a
 * certificate's number that is not finite becomes null).
 */
import type { Deals } from "../judge/deal.ts";
import type { FindOut } from "../judge/find-out.ts";
import type { Watched } from "../judge/watch.ts";
import type { LoadOptions } from "../language/load.ts";
import type { Assumption, Scenario } from "../language/scenario.ts";
import type { CheckResult } from "../query/checks.ts";
import type { Choices } from "../query/choices.ts";
import type { ListedClock } from "../query/clock-list.ts";
import type { Flow } from "../query/flow.ts";
import type { Forecast } from "../query/forecast.ts";
import type { NamedCondition } from "../query/gathering.ts";
import type { NewsTaken } from "../query/history/news.ts";
import type { Observed } from "../query/history/observed.ts";
import type { Update } from "../query/history/update.ts";
import type { Glance } from "../query/inquiry.ts";
import type { Completion } from "../query/questions/complete-question.ts";
import type { Answer } from "../query/questions/question.ts";
import type { GroupStanding } from "../query/standing.ts";
import type { Manifest } from "../query/tables.ts";
import type { ExplainOptions, Explanation } from "../query/told/explain.ts";
import type { Asked, NotUnderstood } from "../query/told/tell-answers.ts";
import type { Derivatives } from "../query/told/tell-derivatives.ts";
import type { ChoiceWish } from "../query/told/tell-flow.ts";
import type { Effort } from "../solve/effort.ts";
import type { Certificate } from "../solve/solution.ts";
import type { Form } from "../study/forms.ts";
import type { EvidenceLedger } from "../study/ledger.ts";
import type { Pooled } from "../study/pool.ts";
import type { Averaged, Study } from "../study/study.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { SourceFile } from "../text/source.ts";
import type { VariableShare, WorldSize } from "../world/size.ts";
import type { Board } from "./caller.ts";
import type { Texts } from "./texts.ts";

export interface SessionKinds {
  /**
   * Reads and builds. Supersedes all that was asked before; what was opened before is gone, also where this one fails.
   */
  readonly open: { readonly order: OpenOrder; readonly news: Stage; readonly reply: Opened };
  /** Other values of assumptions, in place of the file's. Supersedes all that was asked of older values. */
  readonly set: { readonly order: SetOrder; readonly news: Stage; readonly reply: Opened };
  readonly forecast: {
    readonly order: ForecastOrder;
    readonly news: Sofar<ForecastReply>;
    readonly reply: ForecastReply;
  };
  readonly ask: { readonly order: AskOrder; readonly news: Sofar<AskReply>; readonly reply: AskReply };
  readonly explain: { readonly order: ExplainOrder; readonly news: Sofar<ExplainReply>; readonly reply: ExplainReply };
  /** What moves an answer: derivatives, and the ends of ranges. Not interrupted while an answer is differentiated. */
  readonly why: { readonly order: WhyOrder; readonly news: Sofar<WhyReply>; readonly reply: WhyReply };
  /** Where it stands and where it goes, gathered into situations. */
  readonly flow: { readonly order: FlowOrder; readonly news: Sofar<FlowReply>; readonly reply: FlowReply };
  /** What a desk would do on a date, where it sees what is picked. */
  readonly choices: { readonly order: ChoicesOrder; readonly news: Sofar<ChoicesReply>; readonly reply: ChoicesReply };
  /** What news does to the forecast, item by item: the file's, or what is observed in its place. */
  readonly update: { readonly order: UpdateOrder; readonly news: Sofar<UpdateReply>; readonly reply: UpdateReply };
  /** The evidence behind answers, and how much of each it carries. Told between the steps of whatever is under way. */
  readonly ledger: { readonly order: LedgerOrder; readonly news: Stage; readonly reply: LedgerReply };
  /** What may stand next in a question. Told between the steps of whatever is under way. */
  readonly complete: { readonly order: CompleteOrder; readonly news: Stage; readonly reply: CompleteReply };
  /**
   * What stands behind what is open, for a report: the checked scenario, where its answers come from, its checks beside
   * reality.
   */
  readonly account: { readonly order: AccountOrder; readonly news: Sofar<AccountReply>; readonly reply: AccountReply };
  /**
   * Means and bands over draws of all that is not known. What stands is told as it comes, and kept where it is
   * cancelled.
   */
  readonly study: { readonly order: StudyOrder; readonly news: StudyNews; readonly reply: StudyReply };
  /**
   * What the file's rival forms say beside its own: each built, solved and drawn, and pooled where they have weights.
   * The form that is open goes by its own draws, which may stand already.
   */
  readonly forms: { readonly order: FormsOrder; readonly news: Stage; readonly reply: FormsReply };
  /** The problems of texts that need not be open, told between the steps of whatever is under way. Changes nothing. */
  readonly check: { readonly order: CheckOrder; readonly news: Stage; readonly reply: Checked };
}

// ---- Orders ----

/** Assumptions' values by name, as text, as they would stand in the file. */
export type Values = Readonly<Record<string, string>>;

/**
 * How texts are read, besides values: step, order of turns, length; and how much memory world and solving may take, in
 * bytes.
 */
export type Settings = Omit<LoadOptions, "set" | "setBy"> & { readonly maxBytes?: number };

export interface OpenOrder {
  readonly texts: Texts;
  readonly settings?: Settings;
  readonly set?: Values;
}

export interface SetOrder {
  /** All that differ from the file: a value that is not named is the file's again. */
  readonly set: Values;
}

/**
 * Which of the file's news is known: all (the default), that up to a day in any spelling that questions know, or none.
 */
export interface NewsWish {
  readonly asOf?: string;
  readonly before?: boolean;
}

/** What is asked of solutions. */
export interface Wish {
  readonly news?: NewsWish;
  /** Multiples of the stated steadiness, ascending, 1 among them. Default: `RIBBON_SCALES`. */
  readonly scales?: readonly number[];
}

export type ForecastOrder = Wish;

export interface AskOrder extends Wish {
  /** Questions, or names of the file's own. */
  readonly questions: readonly string[];
}

/** Of the solution at the stated steadiness. */
export interface ExplainOrder extends Omit<ExplainOptions, "news"> {
  readonly news?: NewsWish;
}

/** Of the solution at the stated steadiness. */
export interface WhyOrder {
  /** An outcome, a question or its name, or `points of ACTOR`. */
  readonly answer: string;
  /** The answer at both ends of so many ranges, at two solves each. Default 0. */
  readonly ranges?: number;
  readonly news?: NewsWish;
}

export interface FlowOrder {
  /** Situations to tell apart, the first that holds counting; by default those that the scenario names. */
  readonly by?: readonly NamedCondition[];
  /** Stretches of the river, at most. Default 7. */
  readonly stretches?: number;
  readonly news?: NewsWish;
}

export interface ChoicesOrder extends Omit<ChoiceWish, "news" | "on"> {
  /** A day in any spelling that questions know. */
  readonly on?: string;
  readonly news?: NewsWish;
}

export interface UpdateOrder {
  /** By default the file's news. */
  readonly observed?: readonly Observed[];
}

export interface LedgerOrder {
  /** Answers with their shares of variance, as a study tells them. */
  readonly answers: readonly (Pick<Averaged, "shares" | "linear"> & { readonly name: string })[];
}

export interface CompleteOrder {
  readonly text: string;
  /** The place in it, in characters. */
  readonly at: number;
}

/** Of the solution at the stated steadiness. */
export interface AccountOrder {
  /** Of the program that asks, for the manifest. */
  readonly engineVersion: string;
  /** A probability by its name or as a question: then indicators of it, and deals, are told too. */
  readonly lead?: string;
}

export interface StudyOrder {
  /** By default as many as the world's size allows, 32 to 256. */
  readonly draws?: number;
  /** Three words; by default always the same. */
  readonly seed?: string;
  readonly news?: NewsWish;
}

/** Of every form as many draws. */
export type FormsOrder = StudyOrder;

export interface CheckOrder {
  readonly texts: Texts;
  readonly settings?: Settings;
  readonly set?: Values;
  /** All of the world, and what makes it large? Else its first 100,000 edges: well under a second. */
  readonly whole?: boolean;
}

// ---- What is told meanwhile ----

/** What is being done, in words, and how far it is, from 0 to 1 where that is known. */
export interface Stage {
  readonly kind: "progress";
  readonly stage: string;
  readonly part: number | null;
}

/** Partial results of what is solved for `R`. In a large world the stated steadiness stands first, then the others. */
export type Sofar<R> =
  | Stage
  /** Where play stands after a few sweeps, not yet solved: good for whole per cents. */
  | { readonly kind: "first figures"; readonly glance: Glance | null; readonly certificate: Certificate }
  /** A scale stands; `sofar` is the reply from all that stand, once the stated steadiness is among them. */
  | {
      readonly kind: "stands";
      readonly scale: number;
      readonly certificate: Certificate;
      readonly sofar: R | null;
    }
  /** What has been found out since of how a scale stands. */
  | { readonly kind: "certificate"; readonly scale: number; readonly certificate: Certificate };

export type StudyNews =
  | Stage
  /** The averages of the draws that stand. */
  | { readonly kind: "so far"; readonly study: Study };

// ---- Replies ----

/** What an answer is of: the SHA-256 of the merged document at its values, and the values set. */
export interface Stamp {
  readonly main: string;
  readonly hash: string;
  readonly set: Values;
}

export interface Opened {
  readonly of: Stamp;
  /** How the world came about: anew, or with other numbers in the one that was there. */
  readonly how: "built" | "priced";
  readonly title: string;
  readonly caveat: string;
  /** ISO dates. */
  readonly asOf: string;
  readonly from: string;
  readonly to: string;
  readonly actors: readonly { readonly id: string; readonly name: string }[];
  /** At their present values, in the units of expressions and as text; what moves them is in the order of the file. */
  readonly assumptions: readonly Pick<Assumption, "name" | "value" | "type" | "text" | "unit" | "range">[];
  readonly outcomes: readonly string[];
  readonly questions: readonly { readonly name: string; readonly ask: string }[];
  readonly clocks: readonly ListedClock[];
  readonly desks: readonly { readonly name: string; readonly actor: string }[];
  /** Moves and events by name: what may be observed. */
  readonly happenings: readonly string[];
  /** Names of the file's rival forms. */
  readonly rivals: readonly string[];
  /** The file's news, in the order of its days. */
  readonly history: readonly Observed[];
  readonly world: {
    readonly states: number;
    readonly edges: number;
    readonly informationSets: number;
    readonly layers: number;
    /** By how much each variable multiplies the states of the widest layer, the largest first. */
    readonly variables: readonly VariableShare[];
    readonly bytes: number;
  };
  /** What solving will take, on a machine of the year 2025. */
  readonly effort: Effort;
  /** Warnings: an error among them would have been the failure "faulty". */
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly SourceFile[];
}

/** How a solution at a scale stands. */
export interface Standing {
  readonly scale: number;
  readonly certificate: Certificate;
}

interface Replied {
  readonly of: Stamp;
  readonly news: NewsTaken;
}

export interface ForecastReply extends Replied {
  readonly forecast: Forecast;
  /** The file's own questions. */
  readonly questions: readonly Asked[];
  /** How it stands by date, at the stated steadiness. */
  readonly standing: readonly GroupStanding[];
  /** Scales that the ribbon lacks: not converged. */
  readonly unsolved: readonly number[];
}

export interface AskReply extends Replied {
  /** In the order of the questions. */
  readonly answers: readonly (Answer | NotUnderstood)[];
  readonly solutions: readonly Standing[];
  readonly unsolved: readonly number[];
}

export interface ExplainReply extends Replied, Explanation {
  readonly certificate: Certificate;
}

export interface WhyReply {
  readonly of: Stamp;
  readonly derivatives: Derivatives;
}

export interface FlowReply extends Flow {
  readonly of: Stamp;
  readonly news: NewsTaken;
}

export interface ChoicesReply extends Choices {
  readonly of: Stamp;
  readonly news: NewsTaken;
}

export interface UpdateReply {
  readonly of: Stamp;
  readonly update: Update;
}

export interface LedgerReply {
  readonly of: Stamp;
  readonly ledgers: readonly (EvidenceLedger & { readonly name: string })[];
}

export type CompleteReply = Completion;

export interface AccountReply {
  readonly of: Stamp;
  /** Plain data with places; its days are numbers. */
  readonly scenario: Scenario;
  readonly manifest: Manifest;
  readonly checks: readonly CheckResult[];
  /** Null where no answer was to lead. */
  readonly judged: JudgedReply | null;
}

export interface JudgedReply {
  readonly watched: Watched;
  readonly findOut: FindOut;
  /** Null where there is nothing to agree on. */
  readonly deals: Deals | null;
}

export interface StudyReply {
  readonly of: Stamp;
  readonly seed: string;
  /** Its `stated` figures are null: a forecast has them. */
  readonly study: Study;
}

export interface FormsReply {
  readonly of: Stamp;
  /** The file's own first, its name null. */
  readonly forms: readonly Form[];
  /** Null where no form has a weight. */
  readonly pool: Pooled | null;
}

export interface Checked {
  readonly status: "sound" | "faulty";
  /** Was all of the world built and examined? Else it is larger than was to be looked at. */
  readonly worldExamined: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly SourceFile[];
  /** What makes the world large; null where it was not asked for. */
  readonly size: WorldSize | null;
}

export const nothingAsked = (): Board<SessionKinds> => ({
  open: new Map(),
  set: new Map(),
  forecast: new Map(),
  ask: new Map(),
  explain: new Map(),
  why: new Map(),
  flow: new Map(),
  choices: new Map(),
  update: new Map(),
  ledger: new Map(),
  complete: new Map(),
  account: new Map(),
  study: new Map(),
  forms: new Map(),
  check: new Map(),
});
