/** Desks that move at once: all read the state before the turn, and writes to one variable combine by its rule. */

import type { State } from "../../language/expression/state-reader.ts";
import type { Scenario } from "../../language/scenario.ts";
import type { FaultList } from "../faults.ts";
import { applyEffects, type CompiledEffect, saturated } from "./effects.ts";

export class Together {
  private readonly scenario: Scenario;
  private readonly faults: FaultList;
  private readonly own: State; // the state as one desk alone would leave it
  private readonly change: Int32Array; // sum of changes
  private readonly writer: Int32Array; // the last desk that wrote, from 1; 0: none
  private desks = 0;

  constructor(scenario: Scenario, faults: FaultList, width: number, newState: () => State) {
    this.scenario = scenario;
    this.faults = faults;
    this.own = newState();
    this.change = new Int32Array(width);
    this.writer = new Int32Array(width);
  }

  begin(): void {
    this.desks = 0;
    this.writer.fill(0);
  }

  /** One desk's effects, on top of those of the desks before it. */
  apply(effects: readonly CompiledEffect[], before: State, after: State, period: number): void {
    const desk = ++this.desks;
    this.own.set(before);
    for (const { variable, inOrder } of effects) if (inOrder) this.own[variable] = after[variable];
    applyEffects(effects, { before, after: this.own, period, faults: this.faults });
    for (const { variable, span } of effects) {
      if (this.writer[variable] === desk) continue;
      this.combine(variable, before, after, () => {
        const { name } = this.scenario.variables[variable];
        this.faults.add("written-twice-at-once", span, { name }, { state: before, period });
      });
      this.writer[variable] = desk;
    }
  }

  private combine(variable: number, before: State, after: State, conflict: () => void): void {
    const { atOnce, size } = this.scenario.variables[variable];
    const value = this.own[variable];
    const first = this.writer[variable] === 0;
    if (atOnce === "sum") this.change[variable] = (first ? 0 : this.change[variable]) + value - before[variable];
    if (first) after[variable] = value;
    else if (atOnce === "error") conflict();
    else if (atOnce === "in order") after[variable] = value;
    else if (atOnce === "highest") after[variable] = Math.max(after[variable], value);
    else if (atOnce === "lowest") after[variable] = Math.min(after[variable], value);
    else after[variable] = saturated(before[variable] + this.change[variable], size);
  }
}
