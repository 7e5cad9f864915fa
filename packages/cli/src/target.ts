/** Numbers that an answer is held against: 0.5, 50 %, 30 (days, points). */
import { ExitCode, Stop } from "./exit-code.ts";

/** The number that is written, or a stop. */
export function numberOf(text: string, where: string): number {
  const found = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(%|days|points)?\s*$/i.exec(text);
  if (found === null)
    throw new Stop(ExitCode.usage, `${where}: a number as in 0.5, 50 % or 30 days, not "${text.trim()}"`);
  return Number(found[1]) / (found[2] === "%" ? 100 : 1);
}

/** `P(settled) = 70 %`: the answer and its target; no target where there is no "=". */
export function targetIn(text: string): { readonly answer: string; readonly target: number | null } {
  const found = /^(.*[^<>=!])=([^=]*)$/s.exec(text);
  if (found === null) return { answer: text.trim(), target: null };
  return { answer: found[1].trim(), target: numberOf(found[2], text) };
}
