/**
 * What views ask of what stands: each reply once, kept with what it is of, so that what is pinned keeps its own. A
 * reply that comes for texts or values that stand no longer is dropped by the session already.
 */
import { useEffect } from "react";
import type { Failure } from "standoff/wire";
import type { Reply } from "../engine/engine.ts";
import { useSolver } from "../engine/solver.ts";
import { type Shown, useStudio } from "./studio.ts";

type Viewed = "flow" | "choices" | "update" | "ledger" | "forms";
type Order<K extends Viewed> = Parameters<ReturnType<typeof useSolver>[K]>[0];

export type Answered<K extends Viewed> =
  | { readonly reply: Reply<K> }
  | { readonly failure: Failure }
  | { readonly waiting: true };

const keyOf = (kind: Viewed, order: unknown) => `${kind} ${JSON.stringify(order)}`;

/** What is told of what stands; null as an order asks nothing. */
export function useTold<K extends Viewed>(shown: Shown, kind: K, order: Order<K> | null): Answered<K> {
  const solver = useSolver();
  const key = keyOf(kind, order);
  const known = shown.told[key] as Answered<K> | undefined;
  useEffect(() => {
    if (order === null || known !== undefined) return;
    const ask = solver[kind] as (order: Order<K>) => ReturnType<(typeof solver)[K]>;
    const { result, id } = ask(order);
    let wanted = true;
    void result.then((found) => {
      const { shown: present } = useStudio.getState();
      const cancelled = "failure" in found && found.failure.kind === "cancelled";
      if (wanted && !cancelled && present?.opened === shown.opened) keep(present, key, found);
    });
    return () => {
      wanted = false;
      solver.cancel(id);
    };
    // The key says which order it is.
  }, [solver, kind, key, known, shown.opened, order]);
  return known ?? { waiting: true };
}

/** The same of what is pinned, where it was asked while that stood. */
export function pinnedTold<K extends Viewed>(pinned: Shown | null, kind: K, order: Order<K>): Reply<K> | null {
  const known = pinned?.told[keyOf(kind, order)] as Answered<K> | undefined;
  return known !== undefined && "reply" in known ? known.reply : null;
}

function keep(shown: Shown, key: string, found: unknown): void {
  const { pinned, change } = useStudio.getState();
  const grown = { ...shown, told: { ...shown.told, [key]: found } };
  change({ shown: grown, pinned: pinned === shown ? grown : pinned });
}
