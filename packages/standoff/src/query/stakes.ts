/**
 * Diagnostics of how steep a scenario is: steadiness times points, which decides how sure choices are and whether
 * numbers can tell them apart.
 */
import { diagnostic } from "../language/catalogue/catalogue.ts";
import type { Scenario } from "../language/scenario.ts";
import { steepnessOf } from "../solve/effort.ts";
import { sweepLayout } from "../sweep/layout.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { SetKind, type World } from "../world/world.ts";

/** Lambda x points from which stakes are called steep, and from which rounding alone exceeds the tolerance of 1e-10. */
const STEEP = 40;
const BEYOND = 2e6;

function chooses({ setActor, setKind, setSlot }: World, actor: number): boolean {
  return setKind.some(
    (kind, set) => kind === SetKind.logit && setActor[set] === actor && setSlot[set + 1] - setSlot[set] > 1,
  );
}

export function examineStakes(scenario: Scenario, world: World): Diagnostic[] {
  const without = scenario.actors.flatMap(({ name, span, relative }, actor) =>
    relative && world.header.description.actors[actor].stake === 0 && chooses(world, actor)
      ? [diagnostic("nothing-at-stake", span, { actor: name })]
      : [],
  );
  if (without.length > 0) return without;
  const { actor, steep, largest } = steepnessOf(world);
  const { name, span } = scenario.actors[actor];
  const figure = (value: number) => (value < 1e4 ? `${Math.round(value)}` : value.toExponential(0).replace("e+", "e"));
  if (largest > BEYOND) {
    return [
      diagnostic("points-beyond-arithmetic", span, { actor: name, largest: figure(largest), limit: figure(BEYOND) }),
    ];
  }
  if (steep <= STEEP || sweepLayout(world).nothingHidden) return [];
  // The choice of 9 in 10 has ln 9 for what it is better by.
  const lambda = world.header.description.actors[actor].lambda;
  const mild = figure((Math.log(9) * steep) / lambda / STEEP);
  return [diagnostic("steep-stakes", span, { actor: name, steep: figure(steep), mild, limit: figure(STEEP) })];
}
