/**
 * Expressions evaluated with state and period known and the assumptions unknown: what is left is a formula over them
 * (`math/formulas.ts`). Parts that read no assumption are evaluated by `evaluate.ts` and become constants; a choice by
 * a test that is known takes its branch; everything else becomes an operation of the list.
 */
import type { Formula, FormulaList } from "../../math/formulas.ts";
import { ZERO } from "../../math/formulas.ts";
import type { Scenario } from "../scenario.ts";
import {
  type CompileOptions,
  compilerOfFolded,
  foldExpression,
  isShared,
  type Keep,
  keepAll,
  remembering,
} from "./evaluate.ts";
import { type BinaryOperator, children, type Expression } from "./expression.ts";
import type { State } from "./state-reader.ts";

/** The number of a formula for what an expression is worth in a state and period. */
export type FormulaEvaluator = (state: State, period: number) => Formula;

/** `keep`: assumptions that stay unknown; all, unless said otherwise. */
export function compileFormula(
  scenario: Scenario,
  expression: Expression,
  list: FormulaList,
  options: CompileOptions = {},
  keep: Keep = keepAll,
): FormulaEvaluator {
  const folded = foldExpression(scenario, expression, keep);
  if (folded.kind === "constant") {
    const number = list.constant(folded.value);
    return () => number;
  }
  const numbers = compilerOfFolded(scenario, options);
  // With a moment that its owner moves, nothing is as it was.
  const reader = options.moment ? undefined : options.reader;
  return formulaOf(folded, { list, numbers, reader, known: new Map() });
}

interface Context {
  readonly list: FormulaList;
  readonly numbers: ReturnType<typeof compilerOfFolded>;
  readonly reader: CompileOptions["reader"];
  /** Of definitions. */
  readonly known: Map<Expression, FormulaEvaluator>;
}

const reading = new WeakMap<Expression, boolean>();

/** Does a folded expression read an assumption? */
function readsAssumption(e: Expression): boolean {
  if (e.kind === "assumption") return true;
  const known = reading.get(e);
  if (known !== undefined) return known;
  const reads = children(e).some(readsAssumption);
  reading.set(e, reads);
  return reads;
}

function formulaOf(e: Expression, context: Context): FormulaEvaluator {
  const { list, reader, known } = context;
  if (e.kind === "constant") {
    const number = list.constant(e.value);
    return () => number;
  }
  if (!readsAssumption(e)) {
    const value = context.numbers(e);
    return (state, period) => list.constant(value(state, period));
  }
  if (!isShared(e)) return makeFormula(e, context);
  const made = known.get(e);
  if (made) return made;
  const plain = makeFormula(e, context);
  const remembered = reader ? remembering(plain, reader) : plain;
  known.set(e, remembered);
  return remembered;
}

function makeFormula(e: Expression, context: Context): FormulaEvaluator {
  const { list } = context;
  switch (e.kind) {
    case "assumption": {
      const number = list.assumption(e.assumption);
      return () => number;
    }
    case "not":
    case "negative": {
      const of = formulaOf(e.of, context);
      const { kind } = e;
      return (s, p) => list.unary(kind, of(s, p));
    }
    case "call": {
      const of = formulaOf(e.of, context);
      const { name } = e;
      return (s, p) => list.unary(name, of(s, p));
    }
    case "one of": {
      const of = formulaOf(e.of, context);
      const values = e.values.map((value) => list.constant(value));
      return (s, p) => {
        const own = of(s, p);
        return values.map((value) => list.binary("is", own, value)).reduce((a, b) => list.binary("or", a, b), ZERO);
      };
    }
    case "if":
      return choice(list, formulaOf(e.test, context), formulaOf(e.then, context), formulaOf(e.otherwise, context));
    case "binary":
      return operation(list, e.operator, formulaOf(e.left, context), formulaOf(e.right, context));
    default:
      throw new Error(`a formula of an expression that reads no assumption: ${e.kind}`);
  }
}

function choice(
  list: FormulaList,
  test: FormulaEvaluator,
  then: FormulaEvaluator,
  otherwise: FormulaEvaluator,
): FormulaEvaluator {
  return (s, p) => {
    const known = test(s, p);
    if (list.isConstant(known)) return known !== ZERO ? then(s, p) : otherwise(s, p);
    return list.select(known, then(s, p), otherwise(s, p));
  };
}

const operations = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "<": "less",
  "<=": "lessOrEqual",
  is: "is",
  "is not": "isNot",
  and: "and",
  or: "or",
  "at least": "atLeast",
  "at most": "atMost",
} as const;

function operation(
  list: FormulaList,
  operator: BinaryOperator,
  left: FormulaEvaluator,
  right: FormulaEvaluator,
): FormulaEvaluator {
  if (operator === ">") return (s, p) => list.binary("less", right(s, p), left(s, p));
  if (operator === ">=") return (s, p) => list.binary("lessOrEqual", right(s, p), left(s, p));
  const name = operations[operator];
  if (operator === "and" || operator === "or") return connective(list, operator, left, right);
  return (s, p) => list.binary(name, left(s, p), right(s, p));
}

/** Looks at the second part only where the first leaves it open. */
function connective(
  list: FormulaList,
  operator: "and" | "or",
  left: FormulaEvaluator,
  right: FormulaEvaluator,
): FormulaEvaluator {
  return (s, p) => {
    const first = left(s, p);
    if (list.isConstant(first) && (first === ZERO) === (operator === "and"))
      return list.unary("not", list.unary("not", first));
    return list.binary(operator, first, right(s, p));
  };
}
