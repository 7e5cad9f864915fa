/** The evidence behind an outcome, once a study has told its shares. */
import type { Reply } from "../engine/engine.ts";
import type { Shown } from "../state/studio.ts";
import { useTold } from "../state/told.ts";

export type Ledger = Reply<"ledger">["ledgers"][number];

export function useLedger(shown: Shown, name: string): Ledger | null {
  const studied = shown.study?.study.outcomes.find((one) => one.name === name);
  const order = studied === undefined ? null : { answers: [{ name, shares: studied.shares, linear: studied.linear }] };
  const told = useTold(shown, "ledger", order);
  return "reply" in told ? (told.reply.ledgers[0] ?? null) : null;
}
