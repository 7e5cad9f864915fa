/**
 * A family of scenarios for the benches of building: counters that two actors turn up and down in turns, and a type
 * that only the first actor sees. Levels, counters, types and periods set the size; `build.cpp` is the same model by
 * hand.
 */
import type { Scenario } from "../packages/standoff/src/language/scenario.ts";
import {
  desk,
  move,
  num,
  op,
  payoff,
  read,
  smallScenario,
  step,
  variable,
} from "../packages/standoff/test/reference/small-scenario.ts";

export interface FamilySize {
  readonly counters: number;
  readonly levels: number;
  readonly types: number;
  readonly periods: number;
}

export const TEMPO = 0.05; // convenings a day

export function countersScenario({ counters, levels, types, periods }: FamilySize): Scenario {
  const starts = Array.from({ length: types }, () => num(1 / types));
  const places = Array.from({ length: counters }, (_, place) => place);
  return smallScenario({
    variables: [
      ...places.map((place) => variable(`counter ${place}`, levels)),
      variable("type", types, { starts, seenBy: 1 }),
    ],
    desks: places.map((place) =>
      desk(
        `desk ${place}`,
        place % 2,
        [
          move("up", { guard: op(read(place), "<", num(levels - 1)), effects: [step(place, 1)] }),
          move("down", { guard: op(read(place), ">", num(0)), effects: [step(place, -1)] }),
        ],
        { tempo: num(TEMPO) },
      ),
    ),
    payoffs: [
      payoff(0, "while", op(read(0), "*", op(read(counters), "+", num(1)))),
      payoff(1, "while", op(num(0), "-", read(0))),
    ],
    actors: 2,
    periods,
  });
}
