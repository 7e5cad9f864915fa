/** Numbers that do not keep to a check, in the words of building. */
import type { State } from "../language/expression/state-reader.ts";
import type { Scenario } from "../language/scenario.ts";
import type { Span } from "../text/source.ts";
import { CheckKind } from "../world/prices.ts";
import type { FaultList } from "./faults.ts";

export interface ToldFault {
  readonly kind: number;
  readonly name: string;
  readonly span: Span;
  readonly left: number;
  readonly right: number;
  readonly frame: number;
  readonly state: State;
  readonly period: number;
}

/** Frames up to the number of views are views; in further ones actors see points, which is not told. */
export function tellPriceFault(scenario: Scenario, fault: ToldFault, faults: FaultList): void {
  const { kind, name, span, left: value, state, period, frame } = fault;
  const { days } = scenario.calendar.played[Math.min(period, scenario.calendar.played.length - 1)];
  switch (kind) {
    case CheckKind.chance:
    case CheckKind.statedChance:
      faults.add("chance-outside-0-to-1", span, { name, value }, { state, period, view: frame });
      return;
    case CheckKind.one:
      faults.add("chances-do-not-sum-in-state", span, { name, value }, { state, period, view: frame });
      return;
    case CheckKind.rate:
    case CheckKind.finiteRate:
      faults.add("rate-below-0", span, { name, value: value / days }, { state, period, view: frame });
      return;
    case CheckKind.duration:
      faults.add("duration-below-0", span, { name, value }, { state, period });
      return;
    case CheckKind.finite:
      faults.add("value-not-finite", span, { name, value }, { state, period });
      return;
    case CheckKind.room: {
      const [acts, meets] = [round(value), round(fault.right)];
      faults.add("usual-too-frequent", span, { name, acts, meets, days }, { state, period });
      return;
    }
    case CheckKind.patience:
      faults.add("bad-patience", span, { text: `${round(value)} per year` }, { state, period });
      return;
    case CheckKind.steadiness:
      faults.add("bad-steadiness", span, {}, { state, period });
      return;
    case CheckKind.nonzero:
      faults.add("called-without-tempo", span, { name }, { state, period });
      return;
    default:
      faults.add("menu-tells-secrets", span, { name }, { state, period });
  }
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
