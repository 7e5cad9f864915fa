/**
 * One Newton step for the fixed points of the logit map: GMRES on (1 - map') step = map(x) - x. The derivative's products
 * are differences of the map along a direction; the map is smooth and evaluated to full precision, so that they hold
 * some eight digits, which is plenty for a step that is corrected again.
 */
import { type GmresScratch, gmres, gmresScratch } from "../math/gmres.ts";
import { largest } from "../math/vectors.ts";
import { answerPolicy, type LogitMap } from "./logit-map.ts";

/** Directions kept for GMRES: the feedback through beliefs has few. */
const DIRECTIONS = 40;
const FORCING = 1e-6;
const NUDGE = 1e-7;

export interface Newton {
  readonly map: LogitMap;
  readonly scratch: GmresScratch;
  readonly step: Float64Array;
  readonly nudged: Float64Array;
  readonly nudgedAnswer: Float64Array;
}

export function createNewton(map: LogitMap): Newton {
  const slots = map.world.header.slots;
  return {
    map,
    scratch: gmresScratch(slots, Math.min(DIRECTIONS, map.layout.logitSlots)),
    step: new Float64Array(slots),
    nudged: new Float64Array(slots),
    nudgedAnswer: new Float64Array(slots),
  };
}

/** Fills `newton.step`; `answer` = map(x) and `residual` = answer - x stay as they are. Returns the evaluations spent. */
export function newtonStep(
  newton: Newton,
  scale: number,
  x: Float64Array,
  answer: Float64Array,
  residual: Float64Array,
): number {
  const { map, nudged, nudgedAnswer } = newton;
  const product = (v: Float64Array, out: Float64Array): void => {
    const h = NUDGE / (largest(v) || 1);
    for (let i = 0; i < x.length; i++) nudged[i] = x[i]! + h * v[i]!;
    answerPolicy(map, nudged, scale, nudgedAnswer);
    for (let i = 0; i < x.length; i++) {
      out[i] = v[i]! - (nudgedAnswer[i] === answer[i] ? 0 : (nudgedAnswer[i]! - answer[i]!) / h);
    }
  };
  // Slots of fixed sets: the nudge of a logarithm comes back as itself, and the product is zero where v is.
  return gmres(product, residual, newton.step, FORCING, newton.scratch).products;
}
