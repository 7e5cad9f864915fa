/** Random scenarios by hand for the tests of building; `random-scenario.ts` makes richer ones, in YAML. */
import fc from "fast-check";
import type { Expression } from "../../src/language/expression/expression.ts";
import type { Scenario, Trigger } from "../../src/language/scenario.ts";
import {
  and,
  branch,
  clock,
  dateOf,
  desk,
  ending,
  event,
  is,
  lapsed,
  move,
  not,
  now,
  num,
  onMove,
  op,
  payoff,
  read,
  set,
  smallScenario,
  step,
  variable,
} from "../reference/small-scenario.ts";

const SIZE = 3;
const cell = fc.nat(SIZE - 1);
const anyVariable = fc.nat(2);
const anyGuard = fc.tuple(anyVariable, cell).map(([v, c]) => op(read(v), "<=", num(c)));
const anyEffect = fc.oneof(
  fc.tuple(anyVariable, cell).map(([v, c]) => set(v, c)),
  fc.tuple(anyVariable, fc.constantFrom(-1, 1)).map(([v, by]) => step(v, by)),
);
const anyBranches = fc
  .tuple(fc.constantFrom(1 / 4, 1 / 2, 1), anyEffect)
  .map(([p, effect]) => [branch("a", p, [effect]), branch("b", 1 - p)]);
const anyMove = fc
  .tuple(anyGuard, anyEffect, anyBranches)
  .map(([guard, effect, branches]) => ({ guard, effects: [effect], branches }));
const anyDesk = fc.tuple(fc.array(anyMove, { minLength: 1, maxLength: 2 }), fc.constantFrom(null, 0.05, 0.3));
export const anySmall = fc.record({
  desks: fc.array(anyDesk, { minLength: 1, maxLength: 3 }),
  events: fc.array(fc.tuple(fc.constantFrom("chance", "rate"), fc.constantFrom(0.05, 0.3), anyGuard, anyEffect), {
    maxLength: 2,
  }),
  pays: fc.array(fc.tuple(anyGuard, fc.integer({ min: -9, max: 9 })), { maxLength: 3 }),
  forget: fc.option(anyGuard, { nil: null }),
  end: fc.option(fc.tuple(cell, cell), { nil: null }),
  together: fc.boolean(),
  alternating: fc.boolean(),
  periods: fc.integer({ min: 1, max: 2 }),
});

export function scenarioOf(random: typeof anySmall extends fc.Arbitrary<infer T> ? T : never): Scenario {
  const everyone = [0, 1, 2].map((i) =>
    variable(`v${i}`, SIZE, { atOnce: "sum", ...(i === 2 ? { forgetWhen: random.forget } : {}) }),
  );
  const hidden = variable("type", 2, { starts: [num(0.3), num(0.7)], seenBy: 1 });
  const desks = random.desks.map(([moves, tempo], d) =>
    desk(
      `d${d}`,
      d % 2,
      moves.map((m, i) => move(`m${d}${i}`, m)),
      { tempo: tempo === null ? null : num(tempo) },
    ),
  );
  const triggers = random.pays.map(([when, points], i) => [
    payoff(i % 2, "while", points, { when }),
    payoff(i % 2, "on", points, { trigger: onMove(0, 0), when, readAfter: i === 1 }),
    payoff(i % 2, "on", points, { trigger: { kind: "becomes", condition: when } }),
    payoff(i % 2, "at end", op(read(i), "*", num(points))),
  ]);
  return smallScenario({
    variables: [...everyone, hidden],
    desks,
    events:
      random.events.length === 0
        ? []
        : [
            random.events.map(([how, amount, guard, effect], i) =>
              event(`e${i}`, how, amount, { guard, effects: [effect] }),
            ),
          ],
    payoffs: triggers.flat(),
    endings: random.end === null ? [] : [ending("end", and(is(0, random.end[0]), is(1, random.end[1])))],
    ...(random.together ? { turns: [{ kind: "desks", desks: desks.map((_, i) => i) }] } : {}),
    actors: 2,
    periods: random.periods,
    patience: 0.8,
    alternating: random.alternating,
  });
}

// ---- Conditions that follow from each other and from time ----

const PERIODS = 4;
const DUE = 4; // variable of the timer, behind three of three values and the hidden type
const STAGE = 5;

/** About variables, clocks, and the day: true by an edge, by what an edge sets off, or as time passes. */
const anyCondition: fc.Arbitrary<Expression> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.nat(2), cell).map(([v, c]) => is(v, c)) },
  fc.nat(2).map((index) => lapsed(index)),
  fc.nat(30).map((day) => op(now, ">=", num(day))),
  fc.nat(1).map((index) => op(now, ">", dateOf(index))),
  fc.tuple(fc.constantFrom("<", ">"), fc.nat(30)).map(([order, day]) => op(dateOf(1), order, num(day))),
  fc.nat(30).map((day) => op(num(day), ">=", now)),
  fc.nat(1).map((index) => not(lapsed(index))),
  fc.tuple(fc.nat(2), cell, fc.nat(30)).map(([v, c, day]) => and(is(v, c), op(now, "<", num(day)))),
);

const anyTrigger: fc.Arbitrary<Trigger> = fc.oneof(
  anyCondition.map((condition) => ({ kind: "becomes", condition }) as const),
  fc.nat(1).map((index) => onMove(index, 0)),
  fc.nat(2).map((index) => ({ kind: "lapse", clock: index }) as const),
);

export const anyTimed = fc.record({
  forgets: fc.array(fc.option(anyCondition, { nil: null }), { minLength: 3, maxLength: 3 }),
  endings: fc.array(fc.tuple(anyCondition, anyCondition), { maxLength: 2 }),
  stops: fc.array(fc.option(anyCondition, { nil: null }), { minLength: 2, maxLength: 2 }),
  starts: fc.array(anyTrigger, { minLength: 2, maxLength: 2 }),
  takes: fc.integer({ min: 1, max: 20 }),
  fixed: fc.nat(30),
  lumps: fc.array(fc.tuple(anyTrigger, anyCondition, fc.integer({ min: -9, max: 9 })), { maxLength: 3 }),
  flow: anyCondition,
  moves: fc.array(fc.tuple(anyCondition, anyEffect), { minLength: 2, maxLength: 2 }),
  event: fc.tuple(anyCondition, anyEffect),
  lapse: anyEffect,
  alternating: fc.boolean(),
});

export function timedScenario(random: typeof anyTimed extends fc.Arbitrary<infer T> ? T : never): Scenario {
  const [timer, stages] = random.starts;
  const scenario = smallScenario({
    variables: [
      ...random.forgets.map((forgetWhen, i) => variable(`v${i}`, SIZE, { forgetWhen })),
      variable("type", 2, { starts: [num(0.3), num(0.7)], seenBy: 1 }),
      variable("timer due", PERIODS + 3, { kind: "clock" }),
      variable("stage", 5, { kind: "clock" }),
    ],
    clocks: [
      clock("stages", "stages", {
        starts: stages,
        takes: num(random.takes),
        stages: 3,
        stageVariable: STAGE,
        stopWhen: random.stops[1]!,
        effects: [random.lapse],
      }),
      clock("timer", "timer", {
        starts: timer,
        takes: num(random.takes),
        dueVariable: DUE,
        stopWhen: random.stops[0]!,
      }),
      clock("fixed", "fixed", { date: random.fixed, effects: [random.lapse] }),
    ],
    desks: random.moves.map(([guard, effect], d) =>
      desk(`d${d}`, d, [move(`m${d}`, { guard, effects: [effect] })], { tempo: d === 0 ? null : num(0.1) }),
    ),
    events: [[event("e", "chance", 0.3, { guard: random.event[0], effects: [random.event[1]] })]],
    payoffs: [
      payoff(1, "while", read(0), { when: random.flow }),
      ...random.lumps.map(([trigger, when, points], i) =>
        payoff(i % 2, "on", points, { trigger, when, readAfter: i === 1 }),
      ),
    ],
    endings: random.endings.map(([one, other], i) =>
      ending(`end ${i}`, and(one, other), i === 0 ? [num(3), null] : null),
    ),
    actors: 2,
    periods: PERIODS,
    alternating: random.alternating,
  });
  // Periods of several lengths: a week, three days, a week, ten days; the second cell of the grid is broken in two.
  const days = [7, 3, 7, 10];
  const start = (period: number) => days.slice(0, period).reduce((sum, length) => sum + length, 0);
  const cells = [0, 1, 1, 2];
  const periods = days.map((length, period) => {
    const cell = cells[period];
    const whole = days.reduce((sum, other, place) => sum + (cells[place] === cell ? other : 0), 0);
    return { start: start(period), days: length, cell, steps: length / whole };
  });
  const to = start(PERIODS);
  return { ...scenario, calendar: { ...scenario.calendar, to, periods, played: periods, end: to } };
}
