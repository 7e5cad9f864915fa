/** Catalogue, checks: what is said of orders of preference, plausibility checks, and odds from evidence. */
import type { Family } from "./catalogue-entry.ts";

export const checkEntries = {
  "order-broken": {
    severity: "error",
    title: "An order of preference that the numbers contradict",
    message: 'the order "{name}" does not hold{eyes}: "{better}" is {first}, "{worse}" is {second}',
    expected: "each less than the one before it",
    explains:
      "An order says what is known better than any number: that one thing is liked more than another. The stated values must agree with it, also those given with `--set`; and so must the values in the eyes of its actor, or in all eyes where it is of no one. Equal is not an order.",
    wrong: "orders: { pride: { from best: [$free deal, $war, $forced deal] } }   # 40, -20, -10",
    right: "orders: { pride: { from best: [$free deal, $forced deal, $war] } }   # 40, -10, -20",
  },
  "order-breakable": {
    severity: "warning",
    title: "An order of preference that the ranges could break",
    message:
      'within the ranges "{better}" can be {first} and "{worse}" {second}{eyes}, against the order "{name}": such values are not meant',
    explains:
      "The stated values agree with the order, but not every choice within the ranges does. Whoever draws values from the ranges leaves such draws out, so that the order holds in all that are kept. Narrower ranges say the same more plainly.",
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
  "odds-not-above-zero": {
    severity: "error",
    title: "Odds of nothing",
    message: '"{text}" are no odds',
    expected: "two numbers above zero, such as 2 to 1",
    explains:
      "Odds say how much likelier the evidence is if the assumption's event holds than if it does not: `2 to 1` speaks for it, `1 to 3` against it, `1 to 1` says nothing. Evidence that rules something out for certain is not an item with odds.",
    wrong: "odds: { narrow aim: 0 to 1 }",
    right: "odds: { narrow aim: 1 to 20 }",
  },
  "odds-on-no-chance": {
    severity: "error",
    title: "Odds on something that is no chance",
    message: 'odds move chances, but "{name}" is {text}',
    expected: "an assumption with a prior between 0 and 1",
    explains:
      "Odds are on whether something is so. A cost, a rate or a date is not moved by them: there, say under `points` which way the evidence points, and choose the value by it.",
    wrong: "strike cost: { value: 6 }\n# in an evidence entry:\nodds: { strike cost: 2 to 1 }",
    right: "points: strike cost up",
  },
  "odds-without-prior": {
    severity: "warning",
    title: "Odds that move nothing",
    message: '"{name}" has a value and no prior: these odds do not count',
    explains:
      "Odds move a `prior`. An assumption with a `value` has that value, whatever the evidence's odds are: either write `prior` instead of `value`, or say only which way the evidence points.",
    wrong: "narrow aim: { value: 0.6 }",
    right: "narrow aim: { prior: 0.5 }",
  },
  "prior-no-chance": {
    severity: "error",
    title: "A prior that is no chance",
    message: 'the prior of "{name}", {text}, is no chance',
    expected: "a number between 0 and 1",
    explains:
      "A prior is how likely something was held to be before the evidence listed here; the odds of the evidence make the value of it.",
    wrong: "narrow aim: { prior: 60 }",
    right: "narrow aim: { prior: 0.6 }",
  },
  "view-out-of-place": {
    severity: "error",
    title: "A difference of view that would change what can happen",
    message: 'actors see "{name}" differently, so it may stand only in chances, rates, starts and payoffs',
    explains:
      "Different eyes are about how likely things are and what they are worth. Guards, tempos, usual frequencies, effects, durations, conditions of endings and the weights of factions are the same for all: what can be done and when is open to everyone who sees the state.",
    wrong: "in the eyes of: { israel: { setback: 3 years } }\n# in a guard:\nwhen: now > 2025-05-01 + $setback",
    right: "value: if $setback > 2 years then 40 else 10   # in a payoff",
  },
  "view-without-effect": {
    severity: "warning",
    title: "A difference of view that changes nothing",
    message: 'that {actor} sees "{name}" otherwise changes nothing: no chance and none of its own payoffs reads it',
    explains:
      "An actor's own values hold for the chances that it reckons with and for its own points. What others get is counted in their eyes, and outcomes, checks and history are the modeller's.",
    wrong: "in the eyes of: { israel: { pain in tehran: 30 } }   # read by Iran's payoffs alone",
    right: "in the eyes of: { iran: { pain in tehran: 30 } }",
  },
} as const satisfies Family;
