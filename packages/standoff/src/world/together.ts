/** Desks that move at once: all read the state before the turn, and writes to one variable combine by its rule. */
import type { Scenario } from "../language/scenario.ts";
import { applyEffects, type CompiledEffect, saturated } from "./effects.ts";
import type { FaultList } from "./faults.ts";

export class Together {
  private readonly scenario: Scenario;
  private readonly faults: FaultList;
  private readonly own: Int32Array; // the state as one desk alone would leave it
  private readonly change: Int32Array; // sum of changes
  private readonly writer: Int32Array; // the last desk that wrote, from 1; 0: none
  private desks = 0;

  constructor(scenario: Scenario, faults: FaultList, width: number) {
    this.scenario = scenario;
    this.faults = faults;
    this.own = new Int32Array(width);
    this.change = new Int32Array(width);
    this.writer = new Int32Array(width);
  }

  begin(): void {
    this.desks = 0;
    this.writer.fill(0);
  }

  /** One desk's effects, on top of those of the desks before it. */
  apply(effects: readonly CompiledEffect[], before: Int32Array, after: Int32Array, period: number): void {
    const desk = ++this.desks;
    this.own.set(before);
    for (const { variable, inOrder } of effects) if (inOrder) this.own[variable] = after[variable]!;
    applyEffects(effects, before, this.own, period, this.faults);
    for (const { variable, span } of effects) {
      if (this.writer[variable] === desk) continue;
      this.combine(variable, before, after, () => {
        const { name } = this.scenario.variables[variable]!;
        this.faults.add("written-twice-at-once", span, { name }, before, period);
      });
      this.writer[variable] = desk;
    }
  }

  private combine(variable: number, before: Int32Array, after: Int32Array, conflict: () => void): void {
    const { atOnce, size } = this.scenario.variables[variable]!;
    const value = this.own[variable]!;
    const change = value - before[variable]!;
    if (this.writer[variable] === 0) {
      after[variable] = value;
      this.change[variable] = change;
      return;
    }
    this.change[variable]! += change;
    if (atOnce === "error") conflict();
    else if (atOnce === "in order") after[variable] = value;
    else if (atOnce === "highest") after[variable] = Math.max(after[variable]!, value);
    else if (atOnce === "lowest") after[variable] = Math.min(after[variable]!, value);
    else after[variable] = saturated(before[variable]! + this.change[variable]!, size);
  }
}
