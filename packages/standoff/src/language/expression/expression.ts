/**
 * The typed expression tree: what the parser of `language/expression/parse-expression.ts` makes after checking, and
 * what `language/expression/evaluate.ts` turns into fast code. It carries no text, only resolved indices, so that
 * nothing a user wrote reaches code that runs except through this tree.
 *
 * Units inside: truth is 0 or 1; a level is its index in the variable's domain; dates are whole days since 1970-01-01;
 * durations are days; rates are per day; points and chances are plain numbers. A month counts 30.4375 days and a year
 * 365.25 in durations and rates.
 */
import type { Span } from "../../text/source.ts";

/** What a value means. `level` carries the variable whose domain it indexes. `number` has a dimension in time. */
export type ValueType =
  | { readonly kind: "truth" }
  | { readonly kind: "number" } // points, chances, counts, plain factors
  | { readonly kind: "rate" } // number per time, stored per day
  | { readonly kind: "duration" } // stored in days
  | { readonly kind: "date" } // stored in days since 1970-01-01; +Infinity is "never"
  | { readonly kind: "level"; readonly variable: number };

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "<"
  | "<="
  | ">"
  | ">="
  | "is" // equality of any one type
  | "is not"
  | "and"
  | "or"
  | "at least" // the larger of both
  | "at most"; // the smaller of both

export type Expression = { readonly span: Span; readonly type: ValueType } & (
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "variable"; readonly variable: number } // the domain index for levels and truth; the number itself (low + index) for ranges
  | { readonly kind: "assumption"; readonly assumption: number }
  | { readonly kind: "now" } // first day of the period
  | { readonly kind: "clock"; readonly clock: number } // the date at which the clock falls due, +Infinity while not running or never
  | { readonly kind: "lapsed"; readonly clock: number } // truth: has fallen due, now or before
  | { readonly kind: "definition"; readonly definition: number; readonly body: Expression } // a named expression, inlined
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "negative"; readonly of: Expression }
  | { readonly kind: "call"; readonly name: "exp" | "log" | "sqrt" | "abs"; readonly of: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "one of"; readonly of: Expression; readonly values: readonly number[] } // x is a or b
  | { readonly kind: "if"; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression }
);

/** Calls `visit` on the expression and all below it, parents first. */
export function walk(expression: Expression, visit: (node: Expression) => void): void {
  visit(expression);
  for (const child of children(expression)) walk(child, visit);
}

/** The direct parts of an expression. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "not":
    case "negative":
    case "call":
    case "one of":
      return [expression.of];
    case "binary":
      return [expression.left, expression.right];
    case "if":
      return [expression.test, expression.then, expression.otherwise];
    case "definition":
      return [expression.body];
    default:
      return [];
  }
}
