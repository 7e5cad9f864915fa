/**
 * Confidence in an answer, kept apart from its likelihood: low, moderate or high by a written rule (docs/report.md has
 * it as a table). Each ground is looked at by itself and says how much it allows; the least that any allows is the
 * verdict.
 */
import { assumptionsIn } from "../language/expression/reads.ts";
import type { Scenario } from "../language/scenario.ts";
import { type CheckResult, outsideChecks } from "../query/checks.ts";
import { listed, percent } from "../query/words.ts";
import type { Certificate } from "../solve/solution.ts";
import { printDay } from "../text/dates.ts";
import { type Ground, groundsOf } from "./grounds.ts";
import type { OutcomeStudy, QuestionStudy, Study } from "./study.ts";

export type Confidence = "low" | "moderate" | "high";

export type Concern =
  | "evidence"
  | "review dates"
  | "payoffs"
  | "equilibria"
  | "steadiness"
  | "mistakes"
  | "habit"
  | "checks"
  | "draws"
  | "arithmetic";

/** One ground: the most confidence that it allows, and why. */
export interface Finding {
  readonly concern: Concern;
  readonly allows: Confidence;
  readonly says: string;
}

export interface Verdict {
  /** The analyst's own where the file states one, else the rule's. */
  readonly confidence: Confidence;
  readonly byRule: Confidence;
  /** Why the analyst departs from the rule; null where the file states nothing. */
  readonly because: string | null;
  /** In the rule's order; those that allow the least are what the verdict rests on. */
  readonly findings: readonly Finding[];
}

/** An answer that is a probability, with all that is known of how it was found. */
export interface Judged {
  readonly scenario: Scenario;
  readonly study: Pick<Study, "draws" | "effective" | "fromBase">;
  readonly answer: Pick<
    OutcomeStudy | QuestionStudy,
    "name" | "mean" | "error" | "habit" | "shares" | "linear" | "errorShare"
  >;
  /** Lowest and highest from half to twice the stated steadiness. */
  readonly ribbon: readonly [number, number];
  readonly certificate: Certificate;
  readonly checks: readonly CheckResult[];
  /** The day from which the answer speaks, as days since 1970-01-01: that of the scenario, or of the news. */
  readonly on: number;
}

const levels: readonly Confidence[] = ["low", "moderate", "high"];

/**
 * The verdict on one answer, with what it rests on.
 *
 * @example
 * ```ts
 * const answer = { name: "settled", mean: 0.1, error: 0.01, habit: 0.3, shares: [["uncertainty", 0.9]], linear: 0.9, errorShare: 0.1 };
 * const study = { draws: { asked: 64, solved: 64, lost: 0, refused: 0 }, effective: 64, fromBase: { tried: 0, elsewhere: 0, most: 0, unsettled: 0 } };
 * const { scenario, base: { certificate } } = solved;
 * const verdict = confidenceIn({ scenario, study, answer, ribbon: [0.08, 0.12], certificate, checks: [], on: scenario.asOf.day });
 * verdict.confidence // => "moderate"
 * verdict.findings.filter(({ allows }) => allows === "moderate").map(({ says }) => says) // => ["5 of 6 lines of points rest on judgement."]
 * ```
 */
export function confidenceIn(judged: Judged): Verdict {
  const grounds = groundsOf(judged.scenario, judged.answer);
  const findings = [
    onEvidence(grounds),
    onReviews(grounds, judged.on),
    onPayoffs(judged.scenario),
    onEquilibria(judged),
    onSteadiness(judged),
    onMistakes(judged),
    onHabit(judged),
    onChecks(judged),
    onDraws(judged),
    onArithmetic(judged),
  ];
  const least = Math.min(...findings.map(({ allows }) => levels.indexOf(allows)));
  const byRule = levels[least];
  const stated = judged.scenario.confidence.find(({ of }) => of === judged.answer.name);
  return { confidence: stated?.confidence ?? byRule, byRule, because: stated?.because ?? null, findings };
}

/** High up to `moderate`, moderate up to `low`, low beyond. */
function allowedBy(figure: number, { moderate, low }: { readonly moderate: number; readonly low: number }): Confidence {
  if (figure > low) return "low";
  return figure > moderate ? "moderate" : "high";
}

const points = (part: number) => {
  const rounded = Math.round(100 * part);
  return `${rounded} point${rounded === 1 ? "" : "s"}`;
};

// ---- What is assumed ----

/** Of what the draws tell apart: resting on weak evidence, or on none. */
const WEAK = { moderate: 0.25, low: 0.5 };
const STALE = { moderate: 0.1, low: 0.5 };
const MOST_NAMED = 3;

function onEvidence(grounds: readonly Ground[]): Finding {
  const told = grounds.reduce((sum, { share }) => sum + share, 0);
  if (told === 0) {
    return { concern: "evidence", allows: "moderate", says: "The draws do not tell what the answer rests on." };
  }
  const weak = grounds.filter(({ strength, share }) => (strength === "weak" || strength === "none") && share > 0);
  const part = weak.reduce((sum, { share }) => sum + share, 0) / told;
  const named = weak.slice(0, MOST_NAMED).map(({ quantity }) => quantity);
  const says =
    weak.length === 0
      ? "All of the variance that the draws tell apart rests on graded evidence."
      : `${percent(part)} of the variance that the draws tell apart rests on weak evidence or none: ${named.length < weak.length ? `${named.join(", ")} and others` : listed(named)}.`;
  return { concern: "evidence", allows: allowedBy(part, WEAK), says };
}

function onReviews(grounds: readonly Ground[], on: number): Finding {
  const stale = grounds.filter(({ reviewBy }) => reviewBy !== null && reviewBy < on);
  const told = grounds.reduce((sum, { share }) => sum + share, 0);
  const part = told === 0 ? 0 : stale.reduce((sum, { share }) => sum + share, 0) / told;
  const dated = grounds.filter(({ reviewBy }) => reviewBy !== null).length;
  const says =
    stale.length > 0
      ? `${stale.length} of ${dated} review dates lie before ${printDay(on)}; ${percent(part)} of the variance rests on them.`
      : dated === 0
        ? "No assumption names a day by which to look again."
        : `None of ${dated} review dates lies before ${printDay(on)}.`;
  return { concern: "review dates", allows: allowedBy(part, STALE), says };
}

/** A line of points is judgement where it reads no assumption, or one that is judged or a convention. */
function onPayoffs({ payoffs, endings, assumptions }: Scenario): Finding {
  const worths = endings.flatMap(({ worth }) => (worth ?? []).flatMap((one) => (one === null ? [] : [one])));
  const lines = [...payoffs.map(({ value }) => value), ...worths];
  const judged = lines.filter((line) => {
    const read = [...assumptionsIn([line])].map((index) => assumptions[index].basis);
    return read.length === 0 || read.some((basis) => basis === "judgement" || basis === "convention" || basis === "");
  });
  const says = `${judged.length} of ${lines.length} lines of points rest on judgement.`;
  return { concern: "payoffs", allows: 2 * judged.length > lines.length ? "moderate" : "high", says };
}

// ---- How actors decide ----

const ELSEWHERE_LOW = 0.1;

function onEquilibria({ certificate: { branch }, study: { fromBase } }: Judged): Finding {
  const concern = "equilibria";
  const { tried, elsewhere, most } = fromBase;
  if (elsewhere > 0) {
    const says = `${elsewhere} of ${tried} draws that were solved a second time, from other play, came elsewhere, by up to ${points(most)} of an outcome.`;
    return { concern, allows: most > ELSEWHERE_LOW ? "low" : "moderate", says };
  }
  if (branch === "exact") return { concern, allows: "high", says: "Nothing is hidden: there is one equilibrium." };
  const again = tried > 0 ? `; ${tried} draws solved a second time, from other play, came to the same` : "";
  if (branch === "traced") return { concern, allows: "high", says: `The principal branch was traced${again}.` };
  return { concern, allows: "moderate", says: `The branch was not traced to the stated steadiness${again}.` };
}

const RIBBON = { moderate: 0.1, low: 0.3 };

function onSteadiness({ ribbon: [lowest, highest] }: Judged): Finding {
  const says = `From half to twice the stated steadiness the answer moves by ${points(highest - lowest)}, from ${percent(lowest)} to ${percent(highest)}.`;
  return { concern: "steadiness", allows: allowedBy(highest - lowest, RIBBON), says };
}

const MISTAKES = { moderate: 0.25, low: 0.5 };

function onMistakes({ answer: { errorShare } }: Judged): Finding {
  const share = errorShare ?? 0;
  const says = `${percent(share)} of the probability passes through choices that are clearly worse than the best.`;
  return { concern: "mistakes", allows: allowedBy(share, MISTAKES), says };
}

const NEAR_HABIT = 0.02;

/** Where the usual rates alone say the same, the points that were written down add nothing that could be checked. */
function onHabit({ answer: { mean, habit } }: Judged): Finding {
  const concern = "habit";
  if (mean === null || habit === null) return { concern, allows: "moderate", says: "Habit is not known." };
  const apart = Math.abs(mean - habit);
  const says =
    apart < NEAR_HABIT
      ? `Usual frequencies alone say nearly the same, ${percent(habit)}: reasons hardly move it.`
      : `Usual frequencies alone say ${percent(habit)}: reasons move it by ${points(apart)}.`;
  return { concern, allows: apart < NEAR_HABIT ? "moderate" : "high", says };
}

// ---- How it was found ----

function onChecks({ checks }: Judged): Finding {
  const concern = "checks";
  const { judged, outside, contradicts } = outsideChecks(checks);
  if (judged === 0)
    return { concern, allows: "high", says: "The file holds the forecast against no base rate or stated belief." };
  const says = `${outside} of ${judged} checks of the file lie outside their intervals.`;
  return { concern, allows: contradicts ? "low" : outside > 0 ? "moderate" : "high", says };
}

const SAMPLING = { moderate: 0.02, low: 0.05 };
const LOST = { moderate: 0.05, low: 0.2 };
const FEW = { moderate: 30, low: 10 };

function onDraws({ answer: { error }, study: { draws, effective } }: Judged): Finding {
  const lost = draws.lost / Math.max(1, draws.solved + draws.lost);
  const enough = effective < FEW.low ? "low" : effective < FEW.moderate ? "moderate" : "high";
  const allowed = [allowedBy(error ?? 1, SAMPLING), allowedBy(lost, LOST), enough] as const;
  const allows = levels[Math.min(...allowed.map((one) => levels.indexOf(one)))];
  const sure = error === null ? "" : `, which leave ±${(100 * error).toFixed(1)} points`;
  const gone = draws.lost === 0 ? "" : `; ${draws.lost} were lost`;
  const weight = effective < draws.solved - 1e-9 ? ` (under the news as much as ${effective.toFixed(0)})` : "";
  return { concern: "draws", allows, says: `The mean is over ${draws.solved} draws${weight}${sure}${gone}.` };
}

const RESIDUAL = { moderate: 1e-9, low: 1e-6 };

function onArithmetic({ certificate: { residual, reachedResidual } }: Judged): Finding {
  const left = reachedResidual ?? residual;
  const says = `The residual is ${left.toPrecision(1)}: precision of the arithmetic, not of the forecast.`;
  return { concern: "arithmetic", allows: allowedBy(left, RESIDUAL), says };
}
