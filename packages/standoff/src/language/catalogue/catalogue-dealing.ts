/**
 * Catalogue, dealing: what is said of issues, packages, offers and signals, and of values copied from one variable to
 * another.
 */
import type { Family } from "./catalogue-entry.ts";

export const dealingEntries = {
  "worth-not-per-level": {
    severity: "error",
    title: "A worth that does not fit the levels",
    message: '"{issue}" has {levels} levels, but {owner} is given {points} numbers of points',
    expected: "one number of points for each level, in the order of the levels",
    explains:
      "The worth of an issue is a list: the points of the first level, of the second, and so on. A level that is worth nothing has a 0.",
    wrong: "enrichment: { levels: [dismantled, capped, as now], worth: { us: [30, 20] } }",
    right: "enrichment: { levels: [dismantled, capped, as now], worth: { us: [30, 20, 0] } }",
  },
  "package-incomplete": {
    severity: "error",
    title: "A package that leaves an issue open",
    message: 'the package "{name}" says nothing of "{issue}"',
    expected: "one level of each issue",
    explains:
      "A package settles every issue: it takes one level of each. Where a matter can stay as it is, or be left out, that is a level of its own.",
    wrong: "packages: { narrow paper: { enrichment: capped } }   # and an issue `missiles`",
    right: "packages: { narrow paper: { enrichment: capped, missiles: excluded } }",
  },
  "package-never-offered": {
    severity: "warning",
    title: "A package that no offer holds",
    message: 'no offer holds the package "{name}"',
    explains: "A package counts only where an offer lists it under `packages`. This one can go, or it was forgotten.",
    wrong:
      "packages: { narrow paper: { ... }, wide paper: { ... } }\noffers: { us paper: { packages: [narrow paper] } }",
    right: "offers: { us paper: { packages: [narrow paper, wide paper] } }",
  },
  "offer-to-itself": {
    severity: "error",
    title: "An offer to oneself",
    message: 'the two desks of "{name}" belong to one actor, {actor}',
    explains:
      "An offer goes from a desk of one actor to a desk of another. What two desks of one actor settle between them is made of moves, guards and vetoes.",
    wrong: "us paper: { from: us diplomacy, to: us force }",
    right: "us paper: { from: us diplomacy, to: iran diplomacy }",
  },
  "nobody-answers": {
    severity: "error",
    title: "An offer to nobody",
    message: 'nobody answers "{name}"',
    expected: "a desk, or a list of desks",
    explains: "An offer is put `to` a desk that answers, or to several that must all accept.",
    wrong: "the paper: { from: us diplomacy, to: [] }",
    right: "the paper: { from: us diplomacy, to: [iran diplomacy, israel diplomacy] }",
  },
  "packages-by-desk": {
    severity: "error",
    title: "Packages by desk that do not fit",
    message: 'the packages of "{name}" are a list, or a list for each of the two desks that it is `between`',
    explains:
      "With `between` each of the two desks may have packages of its own to table and to counter with; one list serves both. An offer `from` one desk has one list.",
    wrong: "the paper: { between: [us diplomacy, iran diplomacy], packages: { us diplomacy: [wide paper] } }",
    right:
      "the paper: { between: [us diplomacy, iran diplomacy], packages: { us diplomacy: [wide paper], iran diplomacy: [narrow paper] } }",
  },
  "answered-at-once": {
    severity: "error",
    title: "Desks that answer each other and move at once",
    message: '{desks} move at once, but each must know what the other has said of "{name}"',
    hint: "give them turns of their own under `turns`",
    explains:
      "Desks in a nested list of `turns` all read the state before the turn. Two that must both accept would each take the other's yes to be still wanted, and two that concede would pass each other.",
    wrong: "turns: [[north table, south table]]",
    right: "turns: [north table, south table]",
  },
  "starts-incomplete": {
    severity: "error",
    title: "Concessions without a start",
    message: '"{name}" does not say where "{desk}" starts on "{issue}"',
    expected: "a level for each desk; over several issues, a level of each issue for each desk",
    explains: "Each side of concessions starts from a level of every issue that they are over, and moves from there.",
    wrong: "wage talks: { over: wages, between: [union table, port table], starts: { union table: doubled } }",
    right:
      "wage talks: { over: wages, between: [union table, port table], starts: { union table: doubled, port table: frozen } }",
  },
  "nothing-to-concede": {
    severity: "error",
    title: "Concessions that begin where they end",
    message: 'the two sides of "{name}" stand at the same levels from the first day',
    explains:
      "Concessions go from different levels to a common one. Where the sides agree from the start there is nothing to concede.",
    wrong: "starts: { union table: raised, port table: raised }",
    right: "starts: { union table: doubled, port table: frozen }",
  },
  "accepted-again": {
    severity: "warning",
    title: "An offer that is accepted again and again",
    message: 'nothing keeps "{name}" from being tabled again once it was accepted, and its worth from being paid again',
    hint: 'give it "when: not {name} accepted"',
    explains:
      "Acceptance takes an offer from the table; unless something stands in the way, it can be tabled, accepted and paid for anew, and actors would agree as often as they can. Let its `when` read what acceptance changes, or end the story there.",
    wrong: "the paper: { from: north table, to: south table, packages: [fair paper] }   # whose levels have a worth",
    right: "the paper: { from: north table, to: south table, packages: [fair paper], when: not the paper accepted }",
  },
  "trace-not-kept": {
    severity: "error",
    title: "An end that nobody remembers",
    message: 'nothing in this file remembers "{what}"',
    hint: "ask for the occurrence by itself, or let the file read it, for example under `define`",
    explains:
      "A condition over how an offer ended reads a variable that remembers it, and such a variable costs states: it is made only where something in the file reads it (a guard, a payoff's `when`, an outcome's `when`, a definition). The occurrence itself needs no memory: `P(the paper accepted as interim text by 1 May)`.",
    wrong: "P(holds(the paper accepted) at 2025-05-01)   # and no condition in the file reads it",
    right: "P(the paper accepted by 2025-05-01)",
  },
  "ends-otherwise": {
    severity: "error",
    title: "An end that this cannot have",
    message: '"{name}" is never {end}',
    explains:
      "An offer is `accepted`, `refused`, or has `lapsed` where it has a time to be answered (`answer within`). Concessions are `settled`.",
    wrong: "on: wage talks accepted",
    right: "on: wage talks settled",
  },
  "copy-unlike": {
    severity: "error",
    title: "A copy between unlike domains",
    message: '"{variable}" cannot become what "{other}" is: they have no value in common',
    expected: "a variable of the same kind with values of the same names",
    explains:
      "`becomes NAME` copies the value of another variable: levels by their names, numbers of ranges by their value, yes or no as it is. The two domains may differ, but must be of one kind and share at least one value.",
    wrong:
      "law: { is: [old, interim text, full text] }\nvotes: { is: 0..4 }\n# in a move:\ndoes: { law: becomes votes }",
    right:
      "law: { is: [old, interim text, full text] }\nin hand: { is: [none, interim text, full text] }\n# in a move:\ndoes: { law: becomes in hand }",
  },
  "copy-may-fall-outside": {
    severity: "warning",
    title: "A copy that may fall outside its domain",
    message: '"{variable}" has no value {words}, which "{other}" may have here',
    hint: 'add "{other} is not {some}" to its `when`',
    explains:
      "`becomes NAME` copies values by their names, or numbers by their value. A value of the other variable that this one lacks has nowhere to go: where play comes to it, that is an error when the world is built. Let the guard exclude it, or give the variable that value too.",
    wrong:
      "law: { is: [old, interim text] }\nin hand: { is: [none, interim text] }\n# in a move:\nenact: { does: { law: becomes in hand } }",
    right: "enact: { when: in hand is not none, does: { law: becomes in hand } }",
  },
  "signal-vanishes": {
    severity: "warning",
    title: "A signal that is stored nowhere",
    message: '"{name}" is kept by no one: it vanishes as soon as it is heard',
    expected: "kept as: last, or a tally",
    explains:
      "An actor remembers only what the variables that it sees hold. A signal without `kept as`, or one that no one hears, teaches nobody anything: it is left out of the world.",
    wrong: "tone: { says: { mild: $mild, harsh: rest }, rate: 2 per month }",
    right: "tone: { says: { mild: $mild, harsh: rest }, rate: 2 per month, kept as: last }",
  },
  "tally-of-two": {
    severity: "error",
    title: "A tally of more or fewer than two things",
    message: 'a tally weighs the first thing said against the second, but "{name}" says {things}',
    expected: "two things under `says`, or `kept as: last`",
    explains:
      "`kept as: tally up to 3` is a number from -3 to 3: the first thing said counts up, the second down. With more things the last one can be kept, or the signal can be split into two.",
    wrong: "says: { mild: 0.3, harsh: 0.3, nothing new: rest }\nkept as: tally up to 3",
    right: "says: { mild: 0.3, harsh: 0.3, nothing new: rest }\nkept as: last",
  },
  "signal-without-source": {
    severity: "error",
    title: "A signal that hangs on nothing",
    message: '"{text}" is no clock that lapses, and no single move or event',
    expected: "CLOCK lapses, a move, or an event",
    explains:
      "A signal is heard at a `rate`, with a `chance` per period, or `on` something that happens: a clock that lapses, a move, or an event. Where several desks have moves of one name, write `DESK: MOVE`.",
    wrong: "on: talks becomes open",
    right: "on: offer talks",
  },
  "signal-on-branches": {
    severity: "error",
    title: "A signal on something with branches",
    message: 'what "{name}" hangs on has branches of its own',
    explains:
      "A signal on a move or an event becomes its branches. Where there are branches already, write the effect on a variable into them by hand, or let the signal hang on something else.",
    wrong: "on: call a strike   # which has branches under `chance`",
    right: "on: offer talks     # which has none",
  },
  "signal-goes-along": {
    severity: "error",
    title: "A condition on a signal that goes along with a move",
    message: '"{name}" is heard whenever the move or event happens: "{key}" has no place here',
    explains:
      "A signal on a move or an event is heard each time that this happens, at its turn. A condition can stand in the chances under `says`.",
    wrong: "on: offer talks\nwhen: fund > 2",
    right: "on: offer talks\nsays: { firm: if fund > 2 then 0.7 else 0.3, weak: rest }",
  },
} as const satisfies Family;
