/** Catalogue, world: what only the built world shows, such as unreachable moves and chances that fail in some state. */
import type { Family } from "./catalogue-entry.ts";

export const worldEntries = {
  "steep-stakes": {
    severity: "warning",
    title: "Steep stakes: steadiness times points is large",
    message:
      "{actor}'s steadiness times the widest difference in its points is {steep}: choices are all but sure, and some can tip at a hair",
    hint: "better by {mild} points, chosen 9 in 10, would give {limit}",
    explains:
      "What counts for a choice is lambda times a difference in points: 2.2 makes the better of two moves chosen 9 times in 10, 40 leaves the worse one a chance of 4e-18. Where what is at stake is much more than that, every belief that is hard to tell apart by others turns whole plans over, several equilibria are the rule, and solving takes longer: a ribbon may be missing above the stated steadiness. Nothing is hidden in a game without beliefs, and then there is no warning.",
    wrong: "steadiness: { better by: 1 point, is chosen: 9 in 10 }   # payoffs of 100 points",
    right: "steadiness: { better by: 20 points, is chosen: 9 in 10 }",
  },
  "nothing-at-stake": {
    severity: "error",
    title: "Nothing is at stake for an actor whose steadiness is relative",
    message: "{actor} is paid the same whatever happens, or nothing: its steadiness cannot be measured by its stake",
    hint: "give it payoffs, or a steadiness of its own in points",
    explains:
      "A relative steadiness (`better by: half a stake`, and where nothing is said) is measured by what is at stake for an actor: the standard deviation of its whole payoff over plays in which everyone does what is usual. Where that is zero there is nothing to measure by. Give the actor payoffs that depend on what happens, or state its steadiness in points.",
    wrong: "actors: { port: { name: Port company } }   # and no payoffs of its own",
    right: "actors: { port: { name: Port company, steadiness: { better by: 10 points, is chosen: 9 in 10 } } }",
  },
  "points-beyond-arithmetic": {
    severity: "error",
    title: "Points too large to be told apart at this steadiness",
    message:
      "{actor}'s steadiness times its largest points is {largest}, above {limit}: rounding alone would move chances by more than the solver's tolerance",
    hint: "measure points on a scale of about 100, and steadiness in them",
    explains:
      "Numbers are kept to 16 digits. Lambda times points, times the last of these digits, is how far rounding moves the odds of a choice; above the limit that is more than the 1e-10 within which a solution must hold, so that nothing could be called solved.",
    wrong: "payoffs: { city: { loss: { on: attack, value: -1e20 } } }",
    right: "payoffs: { city: { loss: { on: attack, value: -80 } } }",
  },
  "chance-too-small": {
    severity: "warning",
    title: "A chance too small to be carried on",
    message:
      'the chance of "{name}" comes to {chance}: what follows on it with another such chance will count as impossible',
    hint: "write what is meant, or leave it out",
    explains:
      "Chances multiply along a way through the world, and the least number that can be kept is about 5e-324. A chance below 1e-150 can still be told, but not the product of two of them: it becomes 0, and what hangs on both is told as impossible.",
    wrong: "events: { nature: { comet: { rate: 1e-200 per year, does: { struck: yes } } } }",
    right: "events: { nature: { comet: { rate: 1e-8 per year, does: { struck: yes } } } }",
  },
  "unreachable-move": {
    severity: "warning",
    title: "A move that can never be made",
    message: 'the move "{name}" is available in no state that can be reached',
    explains:
      "The world holds every state that play can reach. If a move's guard holds in none of them, the move changes nothing: its guard contradicts itself, or what should make it possible never happens.",
    wrong: "call a strike: { when: strike and not strike, does: { strike: yes } }",
    right: "call a strike: { when: not strike, does: { strike: yes } }",
  },
  "unreachable-value": {
    severity: "warning",
    title: "A value that a variable never takes",
    message: '"{name}" is never {values}',
    explains:
      "No state that play can reach has this value: nothing sets it, or what would set it cannot happen. A value that is never taken makes states larger to read and hides mistakes.",
    wrong: "talks: { is: [none, open, broken off] }   # and no effect sets `broken off`",
    right: "talks: { is: [none, open] }",
  },
  "event-never-happens": {
    severity: "warning",
    title: "An event that can never happen",
    message: 'the event "{name}" happens in no state that can be reached',
    explains: "The event's guard holds nowhere, its chance is zero, or the clock on which it hangs never lapses.",
    wrong: "reserves gone: { on: reserve lapses, when: fund > 4 }   # fund is 0..4",
    right: "reserves gone: { on: reserve lapses, when: fund is 4 }",
  },
  "clock-never-runs": {
    severity: "warning",
    title: "A clock that never runs",
    message: 'nothing that can happen starts the clock "{name}"',
    explains:
      "A clock with `starts`, or an anchor counted from an occurrence, waits for something that happens in no state that can be reached.",
    wrong: "cooling off: { starts: call a strike, takes: 14 days }   # and no strike can be called",
    right: "cooling off: { starts: talks becomes open, takes: 14 days }",
  },
  "clock-held-at-start": {
    severity: "warning",
    title: "A clock whose condition holds from the start",
    message: 'what starts the clock "{name}" already holds on the first day in some state, and nothing then starts it',
    explains:
      "A clock starts when its condition becomes true. A state in which it holds on the first day has not become anything: there the clock never runs, unless the condition ends and comes back. Let an event of the first period bring the condition about, or give the clock a fixed date.",
    wrong: "reserve: { starts: fund is 2, takes: 30 days }   # and the fund may start at 2",
    right: "reserve: { starts: call a strike, takes: 30 days }",
  },
  "ending-never-reached": {
    severity: "warning",
    title: "An ending that is never reached",
    message: 'the ending "{name}" is never reached',
    explains:
      "Its condition holds in no state that can be reached, or an ending above it in the file always comes first.",
    wrong: "collapse: { when: fund is 0 }   # and nothing lowers the fund",
    right: "drain: { rate: 1 per month, does: { fund: down 1 } }",
  },
  "desk-never-decides": {
    severity: "warning",
    title: "A desk that never has a choice",
    message: 'the desk "{name}" never has a choice',
    explains:
      "In every state that can be reached its menu has at most one entry, or it never convenes. The desk can be left out, or a guard or tempo is wrong.",
    wrong: "tempo: never",
    right: "tempo: monthly",
  },
  "outcome-impossible": {
    severity: "warning",
    title: "An outcome that cannot happen",
    message: 'the outcome "{name}" happens on no path',
    explains: "Its condition holds in no state that can be reached, or its occurrence never occurs: its forecast is 0.",
    wrong: "peace: { when: talks is closed and talks is open }",
    right: "peace: { when: talks is closed and mood is calm }",
  },
  "outcome-at-start": {
    severity: "warning",
    title: "An outcome that has happened before the start",
    message: 'the outcome "{name}" holds on the first day in every state: its forecast is 1',
    explains: "An outcome is dated by the first time that it holds. One that holds from the start tells nothing.",
    wrong: "calm: { when: mood is calm }   # and mood starts calm",
    right: "calm at the end: { at end: mood is calm }",
  },
  "exclusive-co-occur": {
    severity: "error",
    title: "Outcomes declared exclusive that can both happen",
    message: 'in "{group}", "{second}" can happen after or with "{first}"',
    expected: "at most one of the group's outcomes on every path",
    explains:
      "An exclusive group is a promise that its chances add to at most one. An outcome counts once it has happened, even if its condition fails again later. On the path to the state shown both happen.",
    wrong: "exclusive: { how it stands: { of: [talks held, strike called] } }   # talks may be held, then fail",
    right: "talks only: { at end: talks is open and not strike }",
  },
  "chance-outside-0-to-1": {
    severity: "error",
    title: "A chance outside 0 to 1",
    message: 'the chance of "{name}" comes to {value}',
    expected: "a chance from 0 to 1 in every state that can be reached",
    explains:
      "A chance may depend on the state. In the state shown it is below 0 or above 1. Often two assumptions that are each possible alone add to more than one.",
    wrong: "accident: { chance: 0.3 * fund }   # where the fund can be 4",
    right: "accident: { chance: (0.3 * fund) at most 1 }",
  },
  "rate-below-0": {
    severity: "error",
    title: "A rate or tempo below zero",
    message: 'the rate of "{name}" comes to {value} per day',
    expected: "a rate of at least zero in every state that can be reached",
    explains: "A rate counts how often something happens in a time, so it is never negative, and it is a number.",
    wrong: "accident: { rate: $base rate - 1 per year * fund }",
    right: "accident: { rate: ($base rate - 1 per year * fund) at least 0 per year }",
  },
  "chances-do-not-sum-in-state": {
    severity: "error",
    title: "Chances that do not sum to one in some state",
    message: 'the chances of "{name}" sum to {value}',
    expected: "chances that sum to 1 in every state that can be reached",
    hint: "one of them may be written as `rest`",
    explains:
      "The branches of a move or an event, the values at the start, and the rules of a policy over the moves on the menu each share out one whole. In the state shown they do not.",
    wrong: "chance: { quiet: 0.8, loud: $loud }",
    right: "chance: { quiet: rest, loud: $loud }",
  },
  "value-outside-domain": {
    severity: "error",
    title: "A value outside its variable's domain",
    message: '"{name}" would become {value}, which is none of its values',
    explains:
      "`up` and `down` stop at the ends of a range. A number that is computed must be one of the variable's values in every state in which the effect happens.",
    wrong: "does: { fund: fund * 2 }   # 0..4, so 3 has no double",
    right: "does: { fund: (fund * 2) at most 4 }",
  },
  "value-not-finite": {
    severity: "error",
    title: "A payoff that is not a finite number",
    message: 'the value of "{name}" comes to {value}',
    explains:
      "In the state shown the value divides by zero, overflows, or counts from a clock that is not running (whose date is never).",
    wrong: "wait: { while: waiting, value: -1 / fund per month }",
    right: "wait: { while: waiting and fund > 0, value: -1 / fund per month }",
  },
  "written-twice-at-once": {
    severity: "error",
    title: "Two desks that move at once write the same variable",
    message: '"{name}" is written by two desks at once',
    expected: "a rule for the variable: `at once: in order`, `highest`, `lowest` or `sum`",
    explains:
      "Desks that move at once all read the state before the turn, so the scenario has to say which of two writings counts.",
    wrong: "mood: { is: [calm, angry] }",
    right: "mood: { is: [calm, angry], at once: highest }",
  },
  "menu-tells-secrets": {
    severity: "error",
    title: "A menu, weight or policy that depends on what the actor cannot see",
    message: 'what "{name}" may do or weighs depends on something that its actor does not see',
    explains:
      "An actor that finds a move on its menu in one state and not in another can tell the two apart. Here two states that look the same to it differ in the menu, the usual frequencies, the policy or the weights of factions. Numbers are looked at where they are stated, and with each assumption at both ends of its range: two rates that are equal only as stated tell the states apart in what-ifs and draws.",
    wrong: "seize: { when: cargo is hidden }   # seen by no one",
    right: "seize: { when: cargo is found }",
  },
  "usual-too-frequent": {
    severity: "error",
    title: "Usual frequencies that a desk's tempo cannot carry",
    message:
      'the moves on the menu of "{name}" are usually made {acts} times in {days} days, but it meets only {meets} times',
    expected: "frequencies that together stay below the desk's tempo",
    explains:
      "At steadiness 0 a move is made as often as its usual frequency says, and `hold` takes the rest of the occasions on which the desk convenes. So the frequencies of all that is on the menu at one time must together stay below the tempo.",
    wrong: "tempo: monthly, and a move with usual: 2 per month",
    right: "tempo: weekly # and for the move, usual: 2 per month",
  },
  "usual-too-frequent-in-draws": {
    severity: "info",
    title: "Usual frequencies that a desk's tempo cannot carry at an end of a range",
    message: 'the tempo of "{name}" does not carry the usual frequencies of its moves over all of their ranges',
    expected: "frequencies that together stay below the desk's tempo at their upper ends too",
    explains:
      "As stated, the frequencies of all that is on the menu stay below the tempo; with an assumption at an end of its range, or with all of them at their upper ends, they do not. A draw that lies there cannot be solved and is lost, so that means and bands leave such values out.",
    wrong: "tempo: weekly, and a move with usual: $offers of 0.6 to 1.2 per week",
    right: "tempo: 2 per week # and for the move, usual: $offers",
  },
  "called-without-tempo": {
    severity: "error",
    title: "A desk called where its tempo is zero",
    message: '"{name}" is called to meet where its tempo is zero',
    expected: "a tempo above zero wherever the desk may be called",
    explains:
      "At a meeting the usual frequencies of moves are shares of the tempo. So a desk that `meets also when` something happens needs a tempo wherever that can happen, even a low one.",
    wrong: "tempo: weekly while talks is open\nmeets also when: struck",
    right: "tempo: monthly, weekly while talks is open\nmeets also when: struck",
  },
  "duration-below-0": {
    severity: "error",
    title: "A duration below zero",
    message: 'the duration of "{name}" comes to {value} days',
    explains: "A clock runs forward: what it takes must be at least zero days, and a number.",
    wrong: "takes: $delay - 30 days",
    right: "takes: ($delay - 30 days) at least 1 day",
  },
} as const satisfies Family;
