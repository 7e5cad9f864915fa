/** The derivative of `dates/days.ts`'s figures by the masses of slices: of the mean day, and of quantiles. */
import type { Scenario } from "../../language/scenario.ts";
import { meanShare, type Stretch, stretchesOf } from "../dates/days.ts";
import type { Timed } from "../dates/slices.ts";

/**
 * By the mass of every slice, and in the last place by that of never. Figures do not hang on what all masses sum to.
 */
export function daysSlope(scenario: Scenario, timed: Timed, figure: "all" | "mean" | number): Float64Array {
  const stretches = stretchesOf(scenario, timed);
  const happens = stretches.reduce((sum, { mass }) => sum + mass, 0);
  const slopes =
    figure === "mean"
      ? meanSlopes(stretches, happens)
      : quantileSlopes(stretches, figure === "all" ? 0.5 : figure, happens);
  return throughHazards(timed.mass, slopes);
}

/** By the masses with hazards held, and by the hazards. */
interface Slopes {
  readonly mass: Float64Array;
  readonly hazard: Float64Array;
}

function meanSlopes(stretches: readonly Stretch[], happens: number): Slopes {
  const means = stretches.map(({ begin, end, hazard }) => begin + (end - begin) * meanShare(hazard));
  const mean = stretches.reduce((sum, { mass }, i) => sum + (mass / happens) * (mass > 0 ? means[i] : 0), 0);
  return {
    mass: Float64Array.from(means, (own) => (own - mean) / happens),
    hazard: Float64Array.from(
      stretches,
      ({ begin, end, mass, hazard }) => (mass / happens) * (end - begin) * meanShareSlope(hazard),
    ),
  };
}

/** d (1 / h - 1 / (exp(h) - 1)) / dh. */
function meanShareSlope(hazard: number): number {
  if (hazard === Number.POSITIVE_INFINITY) return 0;
  if (hazard > 0.1) {
    const grown = Math.expm1(hazard);
    return (grown + 1) / (grown * grown) - 1 / (hazard * hazard);
  }
  const square = hazard * hazard;
  return -1 / 12 + square * (1 / 240 - square * (1 / 6048 - square / 172800));
}

/**
 * The time by which a share of what happens has come: within its slice, where the mass before it and its own meet the
 * share.
 */
function quantileSlopes(stretches: readonly Stretch[], wanted: number, happens: number): Slopes {
  const slopes = { mass: new Float64Array(stretches.length), hazard: new Float64Array(stretches.length) };
  let gone = 0;
  for (const [place, { begin, end, mass, hazard }] of stretches.entries()) {
    if (!(mass > 0 && gone + mass >= wanted * happens)) {
      gone += mass;
      continue;
    }
    const share = Math.min(1, Math.max(0, (wanted * happens - gone) / mass));
    const even = hazard === Number.POSITIVE_INFINITY || hazard === 0;
    const lost = even ? 0 : Math.expm1(-hazard);
    const left = 1 + share * lost;
    const byShare = (end - begin) * (even ? 1 : -lost / (left * hazard));
    const bent = even ? 0 : Math.log1p(share * lost) / (hazard * hazard) + (share * (lost + 1)) / (left * hazard);
    slopes.hazard[place] = (end - begin) * bent;
    for (let slice = 0; slice < stretches.length; slice++)
      slopes.mass[slice] += (byShare * (wanted - (slice < place ? 1 : 0))) / mass;
    slopes.mass[place] -= (byShare * share) / mass;
    break;
  }
  return slopes;
}

/** h = -log(1 - mass / what is left from the slice on), of masses with never behind them. */
function throughHazards(masses: Float64Array, { mass, hazard }: Slopes): Float64Array {
  const slopes = new Float64Array(masses.length);
  slopes.set(mass);
  const later = masses.slice();
  for (let place = later.length - 2; place >= 0; place--) later[place] += later[place + 1];
  let fromBefore = 0; // what every later mass is due, through the hazards of slices before it
  for (let place = 0; place < masses.length; place++) {
    if (place < hazard.length && later[place] > 0 && later[place + 1] > 0) {
      const byShare = (hazard[place] * later[place]) / later[place + 1]; // d h / d share = 1 / (1 - share)
      slopes[place] += byShare / later[place];
      fromBefore -= (byShare * masses[place]) / (later[place] * later[place]);
    }
    slopes[place] += fromBefore;
  }
  return slopes;
}
