/** Catalogue, names and types: what the expression reader and the checks of names and visibility say. */
import type { Family } from "./catalogue-entry.ts";

export const nameEntries = {
  "unknown-name": {
    severity: "error",
    title: "A name that nothing in the scenario bears",
    message: 'nothing is called "{name}" here',
    explains:
      "Every name in an expression must be a variable, a definition, a clock or a level of the scenario. Names are matched longest first, and letter for letter.",
    wrong: "when: tallks is open",
    right: "when: talks is open",
  },
  "unknown-assumption": {
    severity: "error",
    title: "A number that is not among the assumptions",
    message: 'no assumption is called "{name}"',
    explains:
      "`$NAME` stands for an assumption: a named number under `assumptions`, with its value, range and evidence. What-if files, sensitivities and ranges all work on these names, so a number that matters is never written twice.",
    wrong: "value: -$cost of the strike",
    right: "value: -$cost of a strike   # with `assumptions: { cost of a strike: ... }`",
  },
  "unknown-level": {
    severity: "error",
    title: "A level that the variable does not have",
    message: '"{level}" is not a level of {variable}',
    expected: "one of {levels}",
    explains:
      "After `is`, `is not`, `<`, `>=` and in effects, a variable is compared with one of its own levels, as listed under `state`.",
    wrong: "when: talks is opened",
    right: "when: talks is open",
  },
  "unknown-occurrence": {
    severity: "error",
    title: "Something that cannot happen in this scenario",
    message: '"{name}" is not something that happens in this scenario',
    expected: "MOVE, MOVE -> BRANCH, EVENT, DESK holds, CLOCK lapses, ENDING, or VARIABLE becomes LEVEL",
    explains:
      "Payoffs, clocks, outcomes and history hang on occurrences: a move, one of its branches, an event, a desk that convened and held, a clock that lapses, an ending, or a variable that becomes a level.",
    wrong: "on: strike",
    right: "on: strike becomes yes",
  },
  "unknown-branch": {
    severity: "error",
    title: "A branch that the move or event does not have",
    message: '"{name}" has no branch "{branch}"',
    explains: "After `->` stands one of the results listed under the move's `chance` or the event's `chance of`.",
    wrong: "on: call a strike -> clashes",
    right: "on: call a strike -> clash",
  },
  "ambiguous-occurrence": {
    severity: "error",
    title: "A name that several moves or events bear",
    message: 'several moves or events are called "{name}"',
    explains:
      'Two desks may have moves of one name, but where something hangs on one of them the desk must be named too, in quotes: `"DESK: MOVE"`.',
    wrong: "on: wait and see",
    right: 'on: "union table: wait and see"',
  },
  "level-alone": {
    severity: "error",
    title: "A level without its variable",
    message: '"{level}" is a level of {variable}, and stands here alone',
    hint: "write the variable first: {variable} is {level}",
    explains:
      "A level means something only beside its variable. The variable comes first: `talks is open`, `talks >= open`, `talks is open or closed`.",
    wrong: "when: open",
    right: "when: talks is open",
  },
  "assumption-without-sign": {
    severity: "error",
    title: "An assumption without its dollar sign",
    message: '"{name}" is an assumption and needs a dollar sign',
    hint: "write ${name}",
    explains: "Assumptions are written `$NAME`, so that a reader sees at once which numbers can be changed.",
    wrong: "chance: clash",
    right: "chance: $clash",
  },
  "circular-definition": {
    severity: "error",
    title: "A definition that stands on itself",
    message: 'the definition "{name}" is defined by itself',
    explains:
      "A definition stands for its expression. It may use other definitions, but no chain of them may lead back to where it began.",
    wrong: "define: { stuck: not moving, moving: not stuck }",
    right: "define: { stuck: talks is closed, moving: not stuck }",
  },
  "not-a-clock": {
    severity: "error",
    title: "Only clocks lapse",
    message: "this is not a clock, so it cannot lapse",
    expected: "CLOCK has lapsed",
    explains: "`has lapsed` asks whether a clock has fallen due, now or before. Its left side is a clock's name.",
    wrong: "when: talks has lapsed",
    right: "when: contract ends has lapsed",
  },
  "reserved-word": {
    severity: "error",
    title: "A name that holds a word of the language",
    message: 'the name "{name}" holds the word "{word}" of the language',
    explains:
      "Names may have spaces, so expressions must be able to tell where a name ends. The words `and or not is if then else now has lapsed within while per becomes at least at most` may not stand in the name of a variable, level, definition, clock or assumption, and no name may be just a unit of time, a tempo word, `yes`, `no`, `hold` or `rest`.",
    wrong: "state: { open or closed: yes or no }",
    right: "state: { gate open: yes or no }",
  },
  "ambiguous-name": {
    severity: "error",
    title: "A name that can also be read as an expression",
    message: 'the name "{name}" can also be read as {reading}',
    explains:
      "Names may have spaces and hyphens, and are matched longest first. Where the same text is also a difference of two values, an occurrence, a date, or a question about other outcomes, a reader cannot tell which is meant, and the two may have very different answers: so such a name is refused.",
    wrong:
      "outcomes: { strike: { when: strike }, lockout: { when: lockout }, strike or lockout: { when: strike and lockout } }",
    right:
      "outcomes: { strike: { when: strike }, lockout: { when: lockout }, strike with lockout: { when: strike and lockout } }",
  },
  "duplicate-name": {
    severity: "error",
    title: "Two things of one name",
    message: '"{name}" is already the name of a {kind}',
    explains:
      "Variables, definitions and clocks share one space of names, because expressions use them alike. Moves, events and endings share another; actors and factions a third.",
    wrong: "state: { strike: yes or no }\ndefine: { strike: talks is closed }",
    right: "state: { strike: yes or no }\ndefine: { stuck: talks is closed }",
  },
  "unknown-reference": {
    severity: "error",
    title: "A key that points to nothing",
    message: 'no {kind} is called "{name}"',
    explains:
      "Some keys and values name other parts of the file: an actor under `seen by`, a faction under `payoffs`, an entry of evidence, a desk under `turns`, a variable under `does`. What they name must be there, letter for letter.",
    wrong: "seen by: uinon",
    right: "seen by: union",
  },
  "wrong-type": {
    severity: "error",
    title: "A value of the wrong kind",
    message: "expected {wanted}, found {found}",
    explains:
      "Expressions are typed: truth, number, rate (number per time), duration, date, and the levels of each variable. Nothing is converted silently, so that a flow without its `per month` or a truth used as a number is found here and not in a strange forecast. A plain 0 is also a rate and a duration.",
    wrong: "while: fund",
    right: "while: fund > 0",
  },
  "wrong-operands": {
    severity: "error",
    title: "Values that cannot be reckoned together",
    message: "{left} {operator} {right} has no meaning",
    explains:
      "Numbers combine with numbers. A rate times a duration is a number; two dates differ by a duration; a date and a duration give a date. Truth and levels are not numbers: use `if`.",
    wrong: "value: 10 + strike",
    right: "value: if strike then 11 else 10",
  },
  "sign-for-step": {
    severity: "error",
    title: "A number with a sign, where a step seems meant",
    message: '"{text}" would be the number itself, not a step',
    explains:
      "An effect gives the new value: `fund: 1` makes it 1. Steps are words: `up 1`, `down 2`, stopping at the ends.",
    wrong: "does: { fund: +1 }",
    right: "does: { fund: up 1 }",
  },
  "chained-comparison": {
    severity: "error",
    title: "Comparisons in a chain",
    message: "comparisons do not chain",
    hint: 'join two of them by "and": 0 < x and x < 5',
    explains: "`a < b < c` means different things in different languages; here it is two comparisons joined by `and`.",
    wrong: "when: 0 < fund < 3",
    right: "when: fund > 0 and fund < 3",
  },
  "use-comparison": {
    severity: "error",
    title: "A comparison in words",
    message: '"{wrong}" is written with a sign here',
    expected: "{right}",
    explains:
      "`at least` and `at most` give the larger or the smaller of two numbers: `fund at least 2` is a number. To compare, use `<`, `<=`, `>` and `>=`.",
    wrong: "when: fund is at least 2",
    right: "when: fund >= 2",
  },
  "foreign-operator": {
    severity: "error",
    title: "An operator of another language",
    message: 'the language has no "{symbol}"',
    hint: 'write "{word}"',
    explains:
      "Expressions use words where signs would clash with YAML: `and`, `or`, `not`, `is`, `is not`, and `if ... then ... else ...`.",
    wrong: 'when: "strike && talks != open"',
    right: "when: strike and talks is not open",
  },
  "expected-value": {
    severity: "error",
    title: "A value is missing",
    message: "a value is missing here",
    expected: "a name, a number, a date, $ASSUMPTION or a bracket",
    explains: "The expression ends, or goes on with an operator, where a value must stand.",
    wrong: "when: strike and",
    right: "when: strike and talks is open",
  },
  "unexpected-text": {
    severity: "error",
    title: "Something after the end of the expression",
    message: '"{text}" does not fit here',
    explains:
      "The expression was complete before this point. Often an operator is missing, or a name of several words is spelt differently from where it was declared.",
    wrong: "when: talks open",
    right: "when: talks is open",
  },
  "missing-word": {
    severity: "error",
    title: "A word of a fixed form is missing",
    message: 'the word "{word}" is missing here',
    explains: "`if` needs `then` and `else`; `within` needs a duration and then `of`, `before` or `after`.",
    wrong: "value: if strike then 5",
    right: "value: if strike then 5 else 0",
  },
  "missing-bracket": {
    severity: "error",
    title: "A bracket that is not closed",
    message: "this bracket has no partner",
    explains: "Every opening bracket needs a closing one, and functions need theirs: `exp(x)`.",
    wrong: "value: 2 * (1 + $cost",
    right: "value: 2 * (1 + $cost)",
  },
  "no-such-day": {
    severity: "error",
    title: "A day that the calendar does not have",
    message: "there is no day {date}",
    expected: "a date as year-month-day, such as 2025-05-11",
    explains:
      "Dates are written as in ISO 8601: four digits of year, two of month, two of day, in the Gregorian calendar.",
    wrong: "now >= 2025-02-30",
    right: "now >= 2025-02-28",
  },
  "unknown-unit": {
    severity: "error",
    title: "Not a unit of time",
    message: '"{unit}" is not a unit of time',
    expected: "day, week, fortnight, month, quarter or year",
    explains:
      "Durations and rates are written in days, weeks, fortnights, months (30.4375 days), quarters and years (365.25 days).",
    wrong: "rate: 2 per moon",
    right: "rate: 2 per month",
  },
  "division-by-zero": {
    severity: "error",
    title: "A division by zero",
    message: "this divides by zero",
    explains:
      "A literal zero stands under a fraction. Where a variable may be zero, guard it: `if fund > 0 then 1 / fund else 0`.",
    wrong: "value: 5 / 0",
    right: "value: 5 / 2",
  },
  "comma-in-number": {
    severity: "error",
    title: "A comma inside a number",
    message: "a number has a point for decimals and no comma",
    explains: "Numbers are written 1500 or 1_500 and 0.25. In YAML's short form a comma also begins the next entry.",
    wrong: 'value: "1,500"',
    right: "value: 1500",
  },
  "number-too-large": {
    severity: "error",
    title: "A number beyond all bounds",
    message: "this number is too large",
    explains: "Numbers are kept in 64 bits; the largest is about 1.8e308.",
    wrong: "value: 1e999",
    right: "value: 1000",
  },
  "expression-too-long": {
    severity: "error",
    title: "An expression of excessive length",
    message: "this expression is longer than {limit} characters",
    hint: "give its parts names under `define`",
    explains: "Texts of that length are not written by people, and would make every later step slow.",
    wrong: "when: a and a and a ... (thousands of times)",
    right: "define: { ready: fund > 0 and talks is open }",
  },
  "expression-too-deep": {
    severity: "error",
    title: "Too many brackets in brackets",
    message: "this is nested deeper than {limit} levels",
    hint: "give its parts names under `define`",
    explains: "Brackets, `if`s and signs may be nested to a fixed depth.",
    wrong: "when: ((((((((strike))))))))  # a hundred times more",
    right: "when: strike",
  },
  "expression-too-large": {
    severity: "error",
    title: "An expression that grows too large",
    message: "with its definitions written out, this expression has more than {limit} parts",
    explains:
      "Definitions stand for their expressions. A definition that uses another one twice, which uses a third one twice, and so on, doubles at each step.",
    wrong: "define: { b: a + a, c: b + b, d: c + c }  # thirty times more",
    right: "define: { d: 8 * a }",
  },
} as const satisfies Family;
