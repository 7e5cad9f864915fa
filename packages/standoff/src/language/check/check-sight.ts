/**
 * Checks that an actor's guards, tempos, usual frequencies, policies and weights read only what the actor sees.
 * Otherwise its menu or its pace would tell it what is hidden from it.
 */
import { printDay } from "../../text/dates.ts";
import type { Elaboration } from "../elaborate/elaboration.ts";
import type { Expression } from "../expression/expression.ts";
import { type Read, readsOf, sees } from "../expression/reads.ts";
import type { Desk, Effect, Move, NatureEvent, Scenario, Trigger } from "../scenario.ts";

export function checkSight(e: Elaboration, scenario: Scenario): void {
  for (const desk of scenario.desks) checkDesk(e, scenario, desk);
  for (const [index, actor] of scenario.actors.entries()) {
    for (const [place, weight] of actor.weights.entries()) {
      const faction = scenario.columns[actor.columns[place]].id;
      checkExpression(e, scenario, index, weight, `the weight of "${faction}"`);
    }
  }
}

function checkDesk(e: Elaboration, scenario: Scenario, desk: Desk): void {
  const check = (expression: Expression | null, what: string) => {
    if (expression !== null) checkExpression(e, scenario, desk.actor, expression, what);
  };
  for (const move of desk.moves) {
    check(move.guard, `the guard of "${move.name}"`);
    check(move.usual, `the usual frequency of "${move.name}"`);
  }
  for (const { family, usual } of desk.familyUsual) check(usual, `the usual frequency of the family "${family}"`);
  for (const rule of desk.policy ?? []) {
    for (const part of [rule.when, rule.hold, ...rule.chances]) check(part, `the policy of "${desk.name}"`);
  }
  for (const trigger of desk.meetsAlso?.triggers ?? []) checkCall(e, scenario, desk, trigger);
  for (const read of unseen(scenario, desk.actor, desk.tempo)) {
    const parameters = { desk: desk.name, thing: thingOf(scenario, read), actor: scenario.actors[desk.actor].name };
    e.report("tempo-leaks", read.span, parameters, helpOn(scenario, read));
  }
}

/** Does the actor see what calls its desk? */
function checkCall(e: Elaboration, scenario: Scenario, desk: Desk, trigger: Trigger): void {
  if (trigger.kind === "becomes") {
    checkExpression(e, scenario, desk.actor, trigger.condition, `what calls "${desk.name}"`);
    return;
  }
  if (happensInSight(scenario, desk.actor, trigger)) return;
  const actor = scenario.actors[desk.actor].name;
  e.report("call-unseen", desk.meetsAlso!.span, { actor, what: nameOf(scenario, trigger) });
}

/** Is it the actor's own, or does it change something that the actor sees, whatever its result? */
function happensInSight(scenario: Scenario, actor: number, trigger: Trigger): boolean {
  const seen = (effects: readonly Effect[]) => effects.some(({ variable }) => sees(scenario, actor, variable));
  const act = (of: Move | NatureEvent, branch: number) => {
    const branches = branch === -1 ? of.branches : [of.branches[branch]];
    return seen(of.effects) || (branches.length > 0 && branches.every(({ effects }) => seen(effects)));
  };
  switch (trigger.kind) {
    case "move": {
      const of = scenario.desks[trigger.desk];
      return of.actor === actor || act(of.moves[trigger.move], trigger.branch);
    }
    case "hold":
      return scenario.desks[trigger.desk].actor === actor;
    case "event":
      return act(scenario.eventGroups[trigger.group].events[trigger.event], trigger.branch);
    case "lapse": {
      const { drawVariable, dueVariable, stageVariable, effects } = scenario.clocks[trigger.clock];
      const books = [drawVariable, dueVariable, stageVariable].filter((variable) => variable >= 0);
      return books.every((variable) => sees(scenario, actor, variable)) || seen(effects);
    }
    default:
      return false;
  }
}

function nameOf(scenario: Scenario, trigger: Trigger): string {
  switch (trigger.kind) {
    case "move":
      return `"${scenario.desks[trigger.desk].moves[trigger.move].name}"`;
    case "hold":
      return `"${scenario.desks[trigger.desk].name} holds"`;
    case "event":
      return `"${scenario.eventGroups[trigger.group].events[trigger.event].name}"`;
    case "lapse":
      return `"${scenario.clocks[trigger.clock].name} lapses"`;
    case "ending":
      return `"${scenario.endings[trigger.ending].name}", after which nobody decides`;
    default:
      return "";
  }
}

function checkExpression(
  e: Elaboration,
  scenario: Scenario,
  actor: number,
  expression: Expression,
  what: string,
): void {
  for (const read of unseen(scenario, actor, expression)) {
    const { announced, name } = scenario.variables[read.variable];
    if (announced < scenario.calendar.to) {
      if (waitsUntil(expression, announced)) continue;
      e.report("seen-only-later", read.span, { what, name, day: printDay(announced) });
      continue;
    }
    const parameters = { what, thing: thingOf(scenario, read), actor: scenario.actors[actor].name };
    e.report("unseen", read.span, parameters, helpOn(scenario, read));
  }
}

function unseen(scenario: Scenario, actor: number, expression: Expression | null): Read[] {
  if (expression === null) return [];
  return readsOf(expression, scenario.clocks).filter(({ variable }) => !sees(scenario, actor, variable));
}

/** Does the condition hold only from a day on: is `now >= day`, or later, one of its joined parts? */
function waitsUntil(e: Expression, day: number): boolean {
  if (e.kind === "definition") return waitsUntil(e.body, day);
  if (e.kind !== "binary") return false;
  if (e.operator === "and") return waitsUntil(e.left, day) || waitsUntil(e.right, day);
  return e.operator === ">=" && e.left.kind === "now" && e.right.kind === "constant" && e.right.value >= day;
}

/** The variable or the clock in words, with the definitions on the way. */
function thingOf(scenario: Scenario, read: Read): string {
  const thing =
    read.clock === -1
      ? `"${scenario.variables[read.variable].name}"`
      : `the clock "${scenario.clocks[read.clock].name}"`;
  const way = read.through.map((index) => `"${scenario.definitions[index].name}"`).join(" and ");
  return way === "" ? thing : `${thing} (through ${way})`;
}

function helpOn(scenario: Scenario, read: Read) {
  const variable = scenario.variables[read.variable];
  const clock = scenario.clocks[read.clock];
  const viewers = scenario.actors.filter((_, index) => sees(scenario, index, read.variable)).map(({ name }) => name);
  const who = viewers.length === 0 ? "no one" : viewers.join(", ");
  const message = clock === undefined ? `seen by ${who}` : `${bookkeepingIn(clock.kind)} seen by ${who}`;
  return {
    related: [{ span: variable.span, message }],
    hint:
      clock === undefined
        ? "let the actor see it under `seen by`, or read something that it does see"
        : "let the actor see the clock under `seen by`, or let it read something that the clock changes when it lapses",
  };
}

function bookkeepingIn(kind: string): string {
  return kind === "draw" ? "drawn among its dates on the first day, the draw" : "its running is";
}
