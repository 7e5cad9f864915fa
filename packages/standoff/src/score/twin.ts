/**
 * The uninformed twin of a scenario: who can do what, when, and what follows stay; what anyone judged is taken out.
 * Every assumption stands at the middle of a wide default, and all moves are worth the same, so that everyone does what
 * is usual. What the twin foretells is what the structure gives; what a forecast does better is what judgement gives.
 *
 * The wide defaults: a number that stands in a chance lies between 0 and 1, its middle is one half; a rate is that at
 * which the event comes as likely as not within the calendar, ln 2 over its days; a duration is half the calendar.
 * Where chances then sum to more than one, or usual acts leave no room, the numbers in them are halved until they keep
 * to it (three chances of one whole: a quarter each). Points decide nothing where all is worth the same. Numbers that
 * count or multiply, dates, and what the calendar and the starts stand on stay: they are structure.
 */
import { buildWorld } from "../build/build.ts";
import { listedOutcomes } from "../language/deals.ts";
import { atValues } from "../language/expression/static-value.ts";
import type { Assumption, Scenario } from "../language/scenario.ts";
import type { NewsChoice } from "../query/history/news.ts";
import { usualPlay } from "../solve/usual-play.ts";
import { Asker, datesOf } from "../study/answers.ts";
import { CheckKind, checkedAssumptions, faultyAssumptions, priceWorld } from "../world/prices.ts";
import type { World } from "../world/world.ts";
import type { Twin } from "./items.ts";

export type UninformedTwin =
  | {
      readonly status: "made";
      /**
       * What the twin's assumptions are, by name, in the units in which expressions are evaluated; those that stay are
       * not among them.
       */
      readonly values: ReadonlyMap<string, number>;
      /** Probability of every outcome by the last day and of every question of the scenario about one, by name. */
      readonly chances: NonNullable<Twin>;
    }
  | { readonly status: "none"; readonly why: string };

/** How often numbers are halved to keep to what chances must. */
const MOST_HALVINGS = 12;

/**
 * Makes the twin and asks it what the scenario asks. `world` is the scenario's at its stated values; `maxBytes` bounds
 * a world that must be built anew.
 *
 * @example
 * ```ts
 * const twin = uninformedTwin(solved.scenario, solved.world);
 * twin.values.get("large fund") // => 0.5
 * twin.chances.has("settled") // => true
 * ```
 */
export function uninformedTwin(
  scenario: Scenario,
  world: World,
  { news = {}, maxBytes = Number.POSITIVE_INFINITY }: { readonly news?: NewsChoice; readonly maxBytes?: number } = {},
): UninformedTwin {
  const values = middles(scenario, world);
  let why = "";
  for (let halvings = 0; halvings <= MOST_HALVINGS; halvings++) {
    const made = worldAt(scenario, world, values, maxBytes);
    if (typeof made !== "string") return { status: "made", values, chances: chancesOf(scenario, made, news) };
    why = made;
    const named = [...faultyAssumptions(world, values)].filter((name) => values.has(name));
    for (const name of named.length > 0 ? named : values.keys()) values.set(name, values.get(name)! / 2);
  }
  return { status: "none", why };
}

/** The middle of the wide default of every assumption that has one. */
function middles(scenario: Scenario, world: World): Map<string, number> {
  const { assumptions, calendar, fixed } = scenario;
  const days = calendar.periods.reduce((sum, period) => sum + period.days, 0);
  const inChances = new Set(
    [CheckKind.chance, CheckKind.statedChance, CheckKind.one].flatMap((kind) => [...checkedAssumptions(world, kind)]),
  );
  const middle = (one: Assumption, i: number): number | null => {
    if (fixed.includes(i)) return null;
    if (one.type === "rate") return Math.LN2 / days;
    if (one.type === "duration") return days / 2;
    return one.type === "number" && inChances.has(i) && isChance(one) ? 0.5 : null;
  };
  return new Map(
    assumptions.flatMap((one, i) => {
      const value = middle(one, i);
      return value === null ? [] : [[one.name, value] as const];
    }),
  );
}

function isChance({ value, range }: Assumption): boolean {
  return [value, ...(range ?? [])].every((one) => one >= 0 && one <= 1);
}

/** The twin's world, or why there is none. */
function worldAt(
  scenario: Scenario,
  world: World,
  values: ReadonlyMap<string, number>,
  maxBytes: number,
): { readonly scenario: Scenario; readonly world: World } | string {
  const moved = atValues(
    scenario,
    scenario.assumptions.map(({ name, value }) => values.get(name) ?? value),
  );
  const priced = priceWorld(world, values);
  if (priced.status === "priced") return { scenario: moved, world: priced.world };
  const built = buildWorld(moved, { maxBytes });
  if (built.status === "built") return { scenario: moved, world: built.world };
  return built.status === "faulty" ? built.diagnostics[0].message : `its world needs more than ${maxBytes} bytes`;
}

function chancesOf(stated: Scenario, at: { scenario: Scenario; world: World }, news: NewsChoice): Map<string, number> {
  const asker = new Asker({ stated, news, dates: datesOf(stated) });
  const { outcomes, questions } = asker.ask({ ...at, played: usualPlay(at.world) });
  const found = new Map<string, number>();
  listedOutcomes(stated).forEach(({ name }, i) => {
    found.set(name, outcomes[i][outcomes[i].length - 1]);
  });
  stated.questions.forEach(({ name }, i) => {
    const value = questions[i]?.value ?? null;
    if (value !== null && !found.has(name)) found.set(name, value);
  });
  return found;
}
