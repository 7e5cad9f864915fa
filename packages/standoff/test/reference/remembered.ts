/**
 * What the plain way asks again and again, worked out once: every path of a small world passes the same few nodes, and
 * reads the same few conditions in them.
 */
import { compileExpression, type Evaluator, type Moment } from "../../src/language/expression/evaluate.ts";
import type { Expression } from "../../src/language/expression/expression.ts";
import type { Scenario } from "../../src/language/scenario.ts";
import { stateValue, type World } from "../../src/world/world.ts";

/** What belongs to an object, by a key; made when it is first asked for. */
export class Remembered<Owner extends object, Key, Value> {
  private readonly known = new WeakMap<Owner, Map<Key, Value>>();

  of(owner: Owner, key: Key, make: () => Value): Value {
    const own = this.known.get(owner) ?? new Map<Key, Value>();
    this.known.set(owner, own);
    const value = own.get(key) ?? make();
    own.set(key, value);
    return value;
  }
}

const states = new Remembered<World, number, Int32Array>();

/** The values of a node's variables; not to be written to. */
export function stateAt(world: World, node: number): Int32Array {
  const { variables } = world.header.description;
  return states.of(world, node, () => Int32Array.from(variables, (_, variable) => stateValue(world, node, variable)));
}

const evaluators = new Remembered<Scenario, Expression, Evaluator>();

/** What an expression is worth. */
export function evaluatorOf(scenario: Scenario, e: Expression): Evaluator {
  return evaluators.of(scenario, e, () => compileExpression(scenario, e));
}

type At = (now: number, ...given: Parameters<Evaluator>) => number;
const atMoments = new Remembered<Scenario, Expression, At>();

/** The same where `now` is a given day. */
export function evaluatorAt(scenario: Scenario, e: Expression): At {
  return atMoments.of(scenario, e, () => {
    const moment: Moment = { at: 0 };
    const value = compileExpression(scenario, e, { moment });
    return (now, state, period) => {
      moment.at = now;
      return value(state, period);
    };
  });
}
