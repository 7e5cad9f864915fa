/**
 * A scenario that was rolled on (`rolled`): up to a day play is that of the game as it was foreseen, filtered by what
 * has happened since; from the period after it everyone plays a new game that starts from what the history leaves
 * (`restart.ts`). Answers go by both, as of that day or a later one.
 */
import type { Scenario } from "../../language/scenario.ts";
import type { SolveOptions, SolveResult } from "../../solve/solution.ts";
import type { World } from "../../world/world.ts";
import { knownAsOf } from "./history.ts";
import { restartSolution } from "./restart.ts";

/**
 * A result with the new game's decisions in place of the old one's from the day on. As it was where the scenario is not
 * rolled, where play has ended by then, and where the history cannot be, which answers then say.
 */
export function rolledOn(
  scenario: Scenario,
  world: World,
  result: SolveResult,
  options: Pick<SolveOptions, "maxBytes" | "cancelled"> = {},
): SolveResult {
  const { rolled } = scenario;
  if (rolled === null) return result;
  return [...rolled.through, rolled.to].reduce(
    (sofar, day) => restartedOn({ scenario, world, day }, sofar, options),
    result,
  );
}

/** From one day on. */
function restartedOn(
  { scenario, world, day }: { readonly scenario: Scenario; readonly world: World; readonly day: number },
  result: SolveResult,
  options: Pick<SolveOptions, "maxBytes" | "cancelled">,
): SolveResult {
  if (result.status !== "solved") return result;
  const known = knownAsOf(scenario, day);
  const found = restartSolution({ scenario, world, solved: result }, known, options);
  switch (found.status) {
    case "restarted":
      return { status: "solved", ...found.solution };
    case "not converged":
      return { ...result, status: found.status, certificate: found.certificate };
    case "cancelled":
      return found;
    case "too large":
      return "needsBytes" in found ? found : result;
    default:
      return result;
  }
}
