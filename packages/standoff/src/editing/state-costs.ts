/**
 * Which lines make a world large: by how much each variable and clock multiplies its states, at the line that declares
 * it.
 */
import type { VariableShare } from "../world/size.ts";
import type { NameKind } from "./places.ts";
import type { Reading } from "./reading.ts";

export interface StateCost {
  readonly name: string;
  readonly kind: NameKind;
  /** Offsets of what declares it. */
  readonly from: number;
  readonly to: number;
  /** States with it over states without it, at the widest layer; above 1. */
  readonly multiplies: number;
}

const kinds: readonly NameKind[] = ["variable", "clock", "offer", "concessions", "signal", "desk"];
/** Less is not worth a mark. */
const LEAST = 1.01;

/**
 * What each line of the file multiplies, the most first; several bookkeeping variables of one clock together. `shares`:
 * those of `sizeOf`, of a session's `Opened`, or of a world that became too large.
 *
 * @example
 * ```ts
 * const costs = stateCosts(readForEditing(strike, read), sizeOf(solved.world).variables);
 * costs[0].name // => "offer"
 * ```
 */
export function stateCosts({ names }: Reading, shares: readonly VariableShare[]): StateCost[] {
  const declared = names.filter(({ declares, kind, span }) => declares && span.file === 0 && kinds.includes(kind));
  const found = declared.flatMap(({ name, kind, span }): StateCost[] => {
    const own = shares.filter((share) => share.name === name || share.name.startsWith(`${name}: `));
    const multiplies = own.reduce((product, share) => product * share.multiplies, 1);
    return multiplies < LEAST ? [] : [{ name, kind, from: span.start, to: span.end, multiplies }];
  });
  return found.sort((a, b) => b.multiplies - a.multiplies);
}
