/** Catalogue, checks: what is said of orders of preference, plausibility checks, and odds from evidence. */
import type { Family } from "./catalogue-entry.ts";

export const checkEntries = {
  "order-broken": {
    severity: "error",
    title: "An order of preference that the numbers contradict",
    message: 'the order "{name}" does not hold: "{better}" is {first}, "{worse}" is {second}',
    expected: "each less than the one before it",
    explains:
      "An order says what is known better than any number: that one thing is liked more than another. The stated values must agree with it, also those given with `--set`. Equal is not an order.",
    wrong: "orders: { pride: { from best: [$free deal, $war, $forced deal] } }   # 40, -20, -10",
    right: "orders: { pride: { from best: [$free deal, $forced deal, $war] } }   # 40, -10, -20",
  },
  "order-breakable": {
    severity: "warning",
    title: "An order of preference that the ranges could break",
    message:
      'within the ranges "{better}" can be {first} and "{worse}" {second}, against the order "{name}": such draws are refused',
    explains:
      "The stated values agree with the order, but not every choice within the ranges does. A study refuses such draws, so that the order holds in all of them. Where it refuses many, narrower ranges say the same more plainly.",
    wrong: "free deal: { value: 40, range: 0 to 60 }\nforced deal: { value: -10, range: -40 to 20 }",
    right: "free deal: { value: 40, range: 25 to 60 }\nforced deal: { value: -10, range: -40 to 20 }",
  },
  "more-than-all": {
    severity: "error",
    title: "A base rate above one",
    message: '"{text}": it cannot have happened more often than there are cases',
    explains: "A base rate is written as how often it happened, `of`, and the number of cases in the class.",
    wrong: "base rate: 43 of 16",
    right: "base rate: 16 of 43",
  },
  "belief-outside-calendar": {
    severity: "error",
    title: "A stated belief outside the calendar",
    message: "{date} is not a day of the calendar",
    explains:
      "A stated belief is held against the actor's belief in the model on one day, from the calendar's first day to the last.",
    wrong: "on: 2024-12-01   # before the first day",
    right: "on: 2025-03-31",
  },
  "expects-no-chance": {
    severity: "error",
    title: "An expectation that is no range of chances",
    message: '"{text}" is not a range of chances',
    expected: "LOW to HIGH, between 0 and 1",
    explains: "What an actor is held to believe is a range of chances, the lower one first.",
    wrong: "expect: 40 to 60",
    right: "expect: 40 % to 60 %",
  },
} as const satisfies Family;
