/** Plausibility checks as lines of text: the forecast beside a base rate, an actor's belief beside the stated one. */
import { type CheckMean, type CheckResult, judgedAt, outsideChecks } from "standoff";
import { percent, percentBand } from "standoff/words";
import { errorCell, percentText } from "./averages.ts";
import { hanging } from "./layout.ts";
import type { Paint } from "./paint.ts";

/** What is said first where too many checks lie outside their intervals; null where they do not. */
export function failingChecks(checks: readonly CheckResult[]): string | null {
  const { judged, outside, contradicts } = outsideChecks(checks);
  if (!contradicts) return null;
  return `${outside} of ${judged} of the scenario's own checks lie outside their intervals: its structure contradicts its own evidence. No word of likelihood is given.`;
}

/** Judged at their means over draws, where there are any. */
export function judgedOver(
  checks: readonly CheckResult[],
  means: readonly (CheckMean & { readonly name: string })[] | undefined,
): readonly CheckResult[] {
  return checks.map((check) => {
    const mean = means?.find(({ name }) => name === check.name);
    return mean === undefined ? check : judgedAt(check, { value: mean.value, error: mean.error });
  });
}

/** Those outside first. */
export function checkLines(checks: readonly CheckResult[], width: number, paint: Paint): string[] {
  return [
    paint.heading("Checks") + paint.faint("  beside the forecast, never fitted"),
    ...[...checks]
      .sort((a, b) => rank(a) - rank(b))
      .flatMap((check) => [
        ...hanging("", `${check.name}: ${paint.figure(figureOf(check))}${verdictOf(check)}`, width),
        ...hanging("  ", besideOf(check), width).map(paint.faint),
      ]),
  ];
}

function rank(check: CheckResult): number {
  return check.kind !== "unanswered" && check.inside === false ? 0 : 1;
}

/** The mean with its error, the stated values' figure beside; that alone without draws. */
function figureOf(check: CheckResult): string {
  if (check.kind === "unanswered") return check.why;
  const stated = percent(check.kind === "base rate" ? check.forecast : check.believes);
  const { mean } = check;
  if (mean === undefined || mean.value === null) return stated;
  return `${percent(mean.value)} ${errorCell(mean.error, percentText)} (stated ${stated})`;
}

function verdictOf(check: CheckResult): string {
  if (check.kind === "unanswered" || check.inside === null) return "";
  return check.inside ? "" : ", outside";
}

/** What the figure stands beside. */
function besideOf(check: CheckResult): string {
  switch (check.kind) {
    case "base rate": {
      const rate = `${check.happened} of ${check.cases} ${check.class}: ${percent(check.baseRate)}`;
      const interval = `90 % interval ${percentBand(...check.interval)}`;
      const ratio = check.ratio === null ? "" : `; the forecast is ${times(check.ratio)} that`;
      return `${check.ask}; ${rate}, ${interval}${ratio}`;
    }
    case "belief": {
      const { actorName, on, range, covered, expect, forecast } = check;
      const spread = `${percentBand(...range)} across ${covered > 1 - 1e-9 ? "what" : `the likeliest ${percent(covered)} of what`} it may have seen`;
      const stated = expect === null ? "" : `; stated: ${percentBand(...expect)}`;
      return `${check.ask} as ${actorName} sees it on ${on}: ${spread}${stated}; the forecast is ${percent(forecast)}`;
    }
    case "unanswered":
      return check.ask;
  }
}

/** `0.43 times`, `2.1 times`. */
function times(ratio: number): string {
  return `${ratio >= 0.995 ? ratio.toPrecision(2) : ratio.toFixed(2)} times`;
}
