/**
 * Checks of what a scenario means, as far as it shows without building the world: each with its place and a way out.
 */

import { printDay } from "../../text/dates.ts";
import type { Span } from "../../text/source.ts";
import { turningDays } from "../elaborate/calendar-breaks.ts";
import type { Elaboration } from "../elaborate/elaboration.ts";
import type { Expression } from "../expression/expression.ts";
import { sees } from "../expression/reads.ts";
import { staticValue } from "../expression/static-value.ts";
import type { Desk, Effect, Move, NatureEvent, Period, Scenario } from "../scenario.ts";

/** From so many periods on, a desk without a pace makes the forecast depend on the step. */
const manyPeriods = 10;

export function checkMeaning(e: Elaboration, scenario: Scenario): void {
  checkDayOfKnowledge(e, scenario);
  checkClocks(e, scenario);
  checkAssumptions(e, scenario);
  checkConstants(e, scenario);
  checkWeights(e, scenario);
  checkTogether(e, scenario);
  for (const { events } of scenario.eventGroups) for (const event of events) checkChance(e, scenario, event);
  for (const [index, desk] of scenario.desks.entries()) {
    checkPace(e, scenario, desk, index);
    tellCalls(e, scenario, desk);
    for (const move of desk.moves) checkMemory(e, scenario, desk, move);
  }
}

function checkDayOfKnowledge(e: Elaboration, { asOf, calendar }: Scenario): void {
  if (asOf.day <= calendar.to) return;
  e.report("as-of-after-end", e.value(["as of", "day"]), { day: printDay(asOf.day), to: printDay(calendar.to) });
}

/** Dates of fixed clocks and of drawn ones that lie outside the calendar. */
function checkClocks(e: Elaboration, scenario: Scenario): void {
  const { from, end } = scenario.calendar;
  const check = (name: string, date: number, span: Span) => {
    if (!Number.isFinite(date) || (date >= from && date <= end)) return;
    const when = date < from ? "before the first day" : "after all play";
    e.report("clock-outside-calendar", span, { name, date: printDay(date), when });
  };
  for (const { kind, name, date, span, anchors } of scenario.clocks) {
    if (kind === "fixed") check(name, date, span);
    for (const anchor of anchors) check(name, anchor.date, e.key(["clocks", name, "at", anchor.label]));
  }
}

function checkAssumptions(e: Elaboration, scenario: Scenario): void {
  for (const { name, value, range, reviewBy, text } of scenario.assumptions) {
    const path = ["assumptions", name];
    const faulty = e.faultAt(e.value([...path, "value"]));
    if (!faulty && range !== null && (value < range[0] || value > range[1])) {
      e.report("value-outside-range", e.value([...path, "value"]), {
        name,
        value: text,
        range: e.text([...path, "range"]),
      });
    }
    if (reviewBy !== null && reviewBy <= scenario.asOf.day) {
      e.report("review-passed", e.value([...path, "review by"]), { name, date: printDay(reviewBy) });
    }
  }
}

const nothingKnown = { assumption: () => undefined, clock: () => undefined };

/** Conditions that are the same in every state. */
function checkConstants(e: Elaboration, scenario: Scenario): void {
  const check = (condition: Expression | null, what: string) => {
    const value = condition === null || e.standIns.has(condition) ? undefined : staticValue(condition, nothingKnown);
    if (value === undefined) return;
    e.report("constant-condition", condition!.span, { what, always: value === 0 ? "never" : "always" });
  };
  for (const ending of scenario.endings) check(ending.when, `the ending "${ending.name}"`);
  for (const outcome of scenario.outcomes) check(outcome.condition, `the outcome "${outcome.name}"`);
  for (const desk of scenario.desks) {
    for (const move of desk.moves) {
      if (e.text(["desks", desk.name, "moves", move.name, "when"]) !== "yes" && !isPlainYes(move.guard)) {
        check(move.guard, `the guard of "${move.name}"`);
      }
    }
  }
}

function isPlainYes(condition: Expression): boolean {
  return condition.kind === "constant" && condition.value === 1;
}

/** The weights of an actor's factions must sum to one; here where that can be told without a state. */
function checkWeights(e: Elaboration, scenario: Scenario): void {
  const known = { assumption: (index: number) => scenario.assumptions[index]?.value, clock: () => undefined };
  for (const actor of scenario.actors) {
    const weights = actor.weights.map((weight) => staticValue(weight, known));
    if (weights.some((weight) => weight === undefined)) continue;
    const sum = (weights as number[]).reduce((total, weight) => total + weight, 0);
    const outside = (weights as number[]).some((weight) => weight < 0 || weight > 1);
    if (outside || Math.abs(sum - 1) > 1e-9) {
      const shown = Number(sum.toPrecision(6));
      e.report("weights-not-one", e.value(["actors", actor.id, "factions"]), { actor: actor.name, sum: shown });
    }
  }
}

/** A chance per step beside a comparison with a day inside a step, which cuts that step and so the chance. */
function checkChance(e: Elaboration, scenario: Scenario, { name, how, guard, amount }: NatureEvent): void {
  const { clocks, assumptions, calendar } = scenario;
  if (how !== "chance" || amount === null) return;
  const known = { assumption: (index: number) => assumptions[index]?.value, clock: () => undefined };
  const chance = staticValue(amount, known);
  if (chance === 0 || chance === 1) return;
  const { played } = calendar;
  for (const read of [guard, amount]) {
    const days = turningDays(clocks, assumptions, [read]);
    const cut = played.findIndex(({ start, cell }, i) => days.includes(start) && played[i - 1]?.cell === cell);
    if (cut === -1) continue;
    const parts = played.filter(({ cell }) => cell === played[cut].cell);
    const day = printDay(played[cut].start);
    e.report("chance-cut-short", read.span, {
      name,
      day,
      from: printDay(parts[0].start),
      parts: partsOf(parts, chance),
    });
    return;
  }
}

function partsOf(parts: readonly Period[], chance: number | undefined): string {
  const days = parts.map((part) => part.days).join(" and ");
  if (chance === undefined) return `its parts of ${days} days`;
  const chances = parts.map(({ steps }) => Number((1 - (1 - chance) ** steps).toPrecision(3)));
  return `its parts of ${days} days as ${chances.join(" and ")}, not as ${Number(chance.toPrecision(3))}`;
}

/** Desks that move at once read the same state; if two may write one variable, a rule must say what becomes of it. */
function checkTogether(e: Elaboration, scenario: Scenario): void {
  for (const turn of scenario.turns) {
    if (turn.kind !== "desks") continue;
    const writers = new Map<number, { desk: number; effect: Effect }>();
    for (const desk of turn.desks) {
      for (const effect of effectsOfDesk(scenario.desks[desk])) {
        const first = writers.get(effect.variable);
        if (first === undefined) writers.set(effect.variable, { desk, effect });
        else if (first.desk !== desk) reportTwoWriters(e, scenario, first, desk, effect);
      }
    }
  }
}

function effectsOfDesk(desk: Desk): Effect[] {
  return desk.moves.flatMap(effectsOfMove);
}

function effectsOfMove(move: Move): Effect[] {
  return [...move.effects, ...move.branches.flatMap((branch) => branch.effects)];
}

function reportTwoWriters(
  e: Elaboration,
  scenario: Scenario,
  first: { desk: number; effect: Effect },
  desk: number,
  effect: Effect,
): void {
  const variable = scenario.variables[effect.variable];
  if (variable.atOnce !== "error") return;
  const parameters = {
    variable: variable.name,
    first: scenario.desks[first.desk].name,
    second: scenario.desks[desk].name,
  };
  e.report("two-writers", effect.span, parameters, {
    related: [{ span: first.effect.span, message: "the other one" }],
  });
}

/** Without a tempo and without usual frequencies, a desk gets a chance to act in every period, however short. */
function checkPace(e: Elaboration, scenario: Scenario, desk: Desk, index: number): void {
  checkUsual(e, scenario, desk);
  const stated = e.text(["desks", desk.name, "tempo"]) !== "" || e.document.desks?.[desk.name]?.tempo !== undefined;
  if (stated || desk.policy !== null || desk.moves.length === 0) return;
  if (
    desk.familyUsual.length > 0 ||
    desk.moves.some((move) => move.usual !== null) ||
    scenario.calendar.periods.length < manyPeriods
  )
    return;
  if (scenario.desks[index] !== undefined) e.report("no-pace", desk.span, { desk: desk.name });
}

/**
 * A move cannot usually be made more often than its desk convenes at its fastest; where it meets more slowly is judged
 * in the world.
 */
function checkUsual(e: Elaboration, scenario: Scenario, desk: Desk): void {
  if (desk.tempo === null) return;
  const known = { assumption: (index: number) => scenario.assumptions[index]?.value, clock: () => undefined };
  const fastest = Math.max(
    ...tempoLeaves(desk.tempo).map((leaf) => staticValue(leaf, known) || Number.POSITIVE_INFINITY),
  );
  for (const move of desk.moves) {
    const usual = move.usual === null ? undefined : staticValue(move.usual, known);
    if (usual !== undefined && usual > fastest) {
      e.report("usual-above-tempo", move.usual!.span, { move: move.name, desk: desk.name });
    }
  }
}

/** How likely a further meeting is to act by its usual frequencies, where that can be told without a state. */
function tellCalls(e: Elaboration, scenario: Scenario, { name, tempo, meetsAlso, moves, familyUsual }: Desk): void {
  if (meetsAlso === null || tempo === null) return;
  const known = { assumption: (index: number) => scenario.assumptions[index]?.value, clock: () => undefined };
  const stated = [...moves.flatMap(({ usual }) => usual ?? []), ...familyUsual.map(({ usual }) => usual)];
  const rates = stated.map((usual) => staticValue(usual, known) ?? Number.NaN);
  const paces = tempoLeaves(tempo).map((leaf) => staticValue(leaf, known) ?? Number.NaN);
  const all = rates.reduce((sum, rate) => sum + rate, 0);
  const chances = paces.filter((pace) => pace !== 0).map((pace) => all / pace);
  if (rates.length === 0 || chances.length === 0 || chances.some(Number.isNaN)) return;
  const [least, most] = [Math.min(...chances), Math.max(...chances)].map(
    (x) => `${Number((100 * x).toPrecision(3))} %`,
  );
  const chance = least === most ? `${least}` : `${least} to ${most}`;
  e.report("meets-also", meetsAlso.span, { desk: name, chance });
}

function tempoLeaves(tempo: Expression): Expression[] {
  return tempo.kind === "if" ? [...tempoLeaves(tempo.then), ...tempoLeaves(tempo.otherwise)] : [tempo];
}

/** An actor remembers only what its visible variables hold: a move that touches none of them is forgotten at once. */
function checkMemory(e: Elaboration, scenario: Scenario, desk: Desk, move: Move): void {
  const effects = effectsOfMove(move);
  if (effects.length === 0 || effects.some((effect) => sees(scenario, desk.actor, effect.variable))) return;
  const touched = [...new Set(effects.map((effect) => `"${scenario.variables[effect.variable].name}"`))].join(", ");
  const actor = scenario.actors[desk.actor].name;
  e.report("forgets-own-move", move.span, { move: move.name, actor, touched });
}
