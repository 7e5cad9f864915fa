/** Catalogue, draws: what is said of assumptions' distributions and correlations. */
import type { Family } from "./catalogue-entry.ts";

export const drawEntries = {
  "analyst-weight": {
    severity: "error",
    title: "A weight of an analyst that is none",
    message: "the weight of {name}, {text}, is no number above zero",
    explains: "Weights of analysts count beside each other: 2 and 1 are two thirds and one third.",
    wrong: "analysts: { analyst A: 2, analyst B: 0 }",
    right: "analysts: { analyst A: 2, analyst B: 1 }",
  },
  "analyst-missing": {
    severity: "error",
    title: "An analyst without a value",
    message: '"{name}" has no value of {analyst}',
    expected: "a value of each analyst that the file names",
    explains:
      "Where an assumption has values by analyst, each analyst has one: a draw goes by the values of one of them throughout. Whoever has no view of it takes another's.",
    wrong: "clash: { analysts: { analyst A: { value: 0.1 } }, ... }   # and analyst B elsewhere",
    right: "clash: { analysts: { analyst A: { value: 0.1 }, analyst B: { value: 0.1 } }, ... }",
  },
  "analysts-have-ranges": {
    severity: "error",
    title: "A range beside those of analysts",
    message: '"{key}" of "{name}" has no place beside values by analyst',
    expected: "a range for each analyst",
    explains: "With values by analyst each has a range of its own, and draws are taken from their mixture.",
    wrong: "clash: { range: 0 to 0.4, analysts: { analyst A: { value: 0.1 }, analyst B: { value: 0.3 } }, ... }",
    right:
      "clash: { analysts: { analyst A: { value: 0.1, range: 0 to 0.2 }, analyst B: { value: 0.3, range: 0.2 to 0.4 } }, ... }",
  },
  "rival-weights": {
    severity: "error",
    title: "Weights of rival forms that are no chances",
    message: "the weights of the rival forms come to {sum}",
    expected: "weights from 0 up that together leave something to the file's own form, or nothing",
    explains:
      "The weight of a rival form says how likely it is the right one; what all of them leave to one is the weight of the file as it stands. A form without a weight is listed beside the others and has no part in the mean.",
    wrong: "rivals: { no mediator: { weight: 0.7, ... }, early strike: { weight: 0.6, ... } }",
    right: "rivals: { no mediator: { weight: 0.3, ... }, early strike: { weight: 0.2, ... } }",
  },
  "rolled-without-news": {
    severity: "error",
    title: "A new first day without news",
    message: "the history has no item by {date}, from which a new game could start",
    explains:
      "`rolled: { to: DAY }` starts a new game from what the history up to that day leaves. Without an item by then there is nothing that it could start from: leave `rolled` out, or add what was observed.",
    wrong: "rolled: { to: 2025-04-12 }",
    right: "history: [{ on: 2025-04-10, did not happen: call a strike }]\nrolled: { to: 2025-04-12 }",
  },
  "distribution-not-understood": {
    severity: "error",
    title: "A distribution that cannot be read",
    message: '"{text}" is not a distribution that the language knows',
    expected: "uniform, triangular 1 2 4, pert 1 2 4, beta 2 5, gamma 3.5 40, normal 0.2 0.05 or lognormal 1 0.3",
    explains:
      "`uniform`, `triangular` and `pert` stand alone, over the range, or with numbers in ascending order: the ends, and for the last two the likeliest value between them. `beta A B` (of a plain number) and `gamma SHAPE RATE` have both above zero, `normal MEAN SD` and `lognormal MU SIGMA` a positive second number. The numbers are in the unit of the value, or in one written behind them. A value of another kind than a date has no dates among its numbers.",
    wrong: "distribution: normal 0.2",
    right: "distribution: normal 0.2 0.05",
  },
  "distribution-needs-range": {
    severity: "error",
    title: "A distribution without a range",
    message: '"{kind}" without numbers needs a range to lie over',
    explains:
      "`uniform` alone spreads evenly over the assumption's `range`; `triangular` and `pert` rise to the value and fall from there.",
    wrong: "clash: { value: 0.2, distribution: uniform }",
    right: "clash: { value: 0.2, range: 0 to 0.4, distribution: uniform }",
  },
  "distribution-outside-range": {
    severity: "error",
    title: "A distribution that has nothing in its range",
    message: 'nothing of "{text}" lies within the range {range}',
    explains: "The range cuts a normal or log-normal distribution: values outside it are never drawn.",
    wrong: "clash: { value: 0.2, range: 0.1 to 0.4, distribution: normal 20 0.05 }",
    right: "clash: { value: 0.2, range: 0.1 to 0.4, distribution: normal 0.2 0.05 }",
  },
  "distribution-chances": {
    severity: "error",
    title: "Chances of values that do not sum to one",
    message: "each value needs a chance, and together these must be one, not {sum}",
    explains: "A discrete distribution names plain values with their chances; one of them may be `rest`.",
    wrong: "distribution: { 1: 0.2, 2: 0.5 }",
    right: "distribution: { 1: 0.2, 2: 0.5, 4: rest }",
  },
  "correlation-of-nothing": {
    severity: "error",
    title: "A correlation of an assumption that is not drawn",
    message: '"{name}" has neither a range nor a distribution: it is the same in every draw',
    explains: "Only what changes from draw to draw can go together with something else. Give it a `range`.",
    wrong: "wages: { value: 8 }\ncorrelations: [{ between: [wages, orders], rank: 0.6 }]",
    right: "wages: { value: 8, range: 4 to 14 }",
  },
  "correlation-twice": {
    severity: "error",
    title: "A correlation that is said already",
    message: 'the correlation of "{a}" and "{b}" is said already',
    explains: "A pair of different assumptions stands once, in either order; one with itself is always one.",
    wrong: "correlations: [{ between: [wages, wages], rank: 0.6 }]",
    right: "correlations: [{ between: [wages, orders], rank: 0.6 }]",
  },
  "correlation-outside": {
    severity: "error",
    title: "A rank correlation that cannot be",
    message: "{rank} is not between -1 and 1",
    explains:
      "A rank correlation lies between -1 and 1. Where two assumptions always move together, make one of them an expression of the other.",
    wrong: "rank: 1",
    right: "rank: 0.9",
  },
  "correlation-impossible": {
    severity: "error",
    title: "Correlations that cannot be together",
    message: "these correlations cannot hold all at once: their matrix is not positive definite",
    explains:
      "If one thing goes with a second and the second with a third, the first and the third cannot go against each other just as much. Pairs that are not named count as uncorrelated.",
    wrong: "correlations: [{ between: [a, b], rank: 0.9 }, { between: [b, c], rank: 0.9 }]",
    right:
      "correlations: [{ between: [a, b], rank: 0.9 }, { between: [b, c], rank: 0.9 }, { between: [a, c], rank: 0.8 }]",
  },
} as const satisfies Family;
