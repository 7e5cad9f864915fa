/** Catalogue, the file and its form: what the reading of YAML, of `extends` and of the shapes says. */
import { moreProblems } from "../../text/diagnostic.ts";
import type { Family } from "./catalogue-entry.ts";

const quoteIt = 'put the whole text between double quotes: "..."';

export const yamlEntries = {
  "file-not-found": {
    severity: "error",
    title: "A file that is not there",
    message: "there is no file {path}",
    explains:
      "A scenario is named by its file, or by its folder, which then holds scenario.standoff.yaml. The same goes for `extends`, whose path counts from the folder of the file that says it; where nothing lies there, `extends: labour-strike` is the scenario of that name that came with the command.",
    wrong: "extends: labor-strike",
    right: "extends: labour-strike",
  },
  "file-refused": {
    severity: "error",
    title: "A file that may not be read",
    message: "{path} is not read: {why}",
    explains:
      "A scenario may extend files of its own folder and below, of the folder of the scenario that it belongs to, and of the library `scenarios/`; `--allow-read FOLDER` allows another. Files of more than 16 MiB and other things than text are not read.",
    wrong: "extends: /etc/hostname",
    right: "extends: ../scenario.standoff.yaml",
  },
  "empty-file": {
    severity: "error",
    title: "A file without content",
    message: "the file holds nothing but spaces and comments",
    hint: "`standoff init` writes a small scenario to start from",
    explains: "A scenario needs at least its version, title, dates, scale, actors and state.",
    wrong: "# nothing yet",
    right: "standoff: 1\ntitle: A strike at the port",
  },
  [moreProblems.code]: {
    severity: "info",
    title: "More problems than a list can hold",
    message: moreProblems.message,
    explains:
      "At most 200 problems are listed, errors first. After the first ones are mended, the rest shows itself, if there still is one: one mistake often causes many messages.",
    wrong: "# a file with hundreds of problems",
    right: "# the same file with the first ones mended",
  },
  "file-too-large": {
    severity: "error",
    title: "A file larger than the limit",
    message: "the file is larger than {limit}",
    explains:
      "A scenario that a person can read and check has some hundreds of lines. The limits, a million characters and fifty thousand lines, only keep a damaged or hostile file from costing time and memory.",
    wrong: "# a file of five megabytes",
    right: "# share parts between scenarios with `extends` and `define`",
  },
  "too-many-parts": {
    severity: "error",
    title: "A file with more parts than the limit",
    message: "the file has more than {limit} keys and values",
    explains:
      "The limit is far above any scenario that a person writes. It keeps hostile input from costing time and memory.",
    wrong: "# a map of a hundred thousand keys",
    right: "# a map of the names that the scenario needs",
  },
  "nested-too-deeply": {
    severity: "error",
    title: "Nesting deeper than the limit",
    message: "maps and lists are nested more than {limit} deep here",
    explains:
      "The deepest place of the language is eight levels down. The limit keeps hostile input from costing time and memory.",
    wrong: "title: [[[[[[[[[[[[[[[[[[[[ # and so on",
    right: "title: A strike at the port",
  },
  "wrong-encoding": {
    severity: "error",
    title: "A file that is not UTF-8",
    message: "this is not UTF-8 text: a character could not be read",
    hint: "save the file as UTF-8",
    explains:
      "Scenario files are UTF-8, with or without a byte order mark. A file in UTF-16 or in an old Windows encoding shows itself by characters that cannot be decoded.",
    wrong: "# a file saved as UTF-16",
    right: "# the same file saved as UTF-8",
  },
  "control-character": {
    severity: "error",
    title: "An invisible character that acts",
    message: "the character {code} cannot stand in a scenario",
    hint: "delete it; a NUL character often means that the file is not UTF-8",
    explains:
      "Only tabs and line ends are allowed of the control characters, written as they are or as an escape. Others come from damaged files or from copying, or are there to deceive: marks that turn the direction of writing make a text read otherwise than it stands in the file.",
    wrong: 'title: "A strike\\0 at the port"',
    right: "title: A strike at the port",
  },
  "lone-carriage-return": {
    severity: "error",
    title: "Line ends of an old kind",
    message: "a carriage return stands here without a line feed",
    hint: "save the file with Unix (LF) or Windows (CR LF) line ends",
    explains: "YAML readers disagree about a carriage return on its own, so that the file could mean two things.",
    wrong: "standoff: 1\\rtitle: A strike",
    right: "standoff: 1\ntitle: A strike",
  },
  "not-yaml": {
    severity: "error",
    title: "The file is not valid YAML",
    message: "this is not valid YAML: {problem}",
    explains:
      "A scenario is one YAML 1.2 file. The place named is where the reader could not go on; the cause is often on the line before, such as a bracket or a quote that is not closed, or an indentation that does not match.",
    wrong: "calendar: { from: 2025-03-31, to: 2025-06-30",
    right: "calendar: { from: 2025-03-31, to: 2025-06-30, step: 1 week }",
  },
  "tab-indent": {
    severity: "error",
    title: "A tab at the start of a line",
    message: "YAML allows no tab in front of a key",
    hint: "indent with spaces",
    explains: "YAML tells what belongs to what by spaces at the start of lines, and forbids tabs there.",
    wrong: "actors:\n\tunion: { name: Dockers' union }",
    right: "actors:\n  union: { name: Dockers' union }",
  },
  "several-documents": {
    severity: "error",
    title: "More than one document in a file",
    message: "a second document starts here: a scenario is one document",
    hint: "remove the line of three hyphens, or put the second document into a file of its own",
    explains:
      "A line of three hyphens starts a new YAML document. A scenario is one; a variant is a file of its own with `extends`.",
    wrong: "standoff: 1\n---\nstandoff: 1",
    right: "extends: ../labour-strike",
  },
  "bad-escape": {
    severity: "error",
    title: "A backslash that means nothing",
    message: "{text} is no escape that YAML knows",
    hint: "write the text without double quotes or in single quotes, or double the backslash",
    explains:
      "Between double quotes a backslash starts an escape such as \\n or \\u00e9. Elsewhere it stands for itself.",
    wrong: 'says: "either\\or"',
    right: "says: either\\or",
  },
  "yaml-alias": {
    severity: "error",
    title: "A text that YAML takes for an alias",
    message: "YAML reads {text} as an alias of another part of the file",
    hint: `if it starts an expression, ${quoteIt}; to share an expression, use define`,
    explains:
      "A text that starts with * is an alias in YAML. Scenarios use no aliases: named expressions stand under `define`, named numbers under `assumptions`, and variants of a whole scenario use `extends`. No expression of the language starts with *.",
    wrong: "value: *pain",
    right: "value: pain",
  },
  "yaml-anchor": {
    severity: "error",
    title: "A text that YAML takes for an anchor",
    message: "YAML reads {text} as an anchor, a mark for other parts of the file",
    hint: `if it is part of a text, ${quoteIt}; to share an expression, use define`,
    explains:
      "A text that starts with & is an anchor in YAML. Scenarios use no anchors; `and` is a word here, not a sign.",
    wrong: "when: &strike",
    right: "when: strike",
  },
  "yaml-tag": {
    severity: "error",
    title: "A text that YAML takes for a tag",
    message: "YAML reads {text} as a tag, the name of a type",
    hint: `if it is part of a text, ${quoteIt}; "not" is written as a word`,
    explains: "A text that starts with ! is a tag in YAML. Scenarios use no tags; `not` is a word here, not a sign.",
    wrong: "when: !strike",
    right: "when: not strike",
  },
  "yaml-merge-key": {
    severity: "error",
    title: "A merge key",
    message: "the merge key << is not used in scenarios",
    hint: "share expressions with define, and whole scenarios with extends",
    explains:
      "The key << was an extension of YAML 1.1. Scenarios have `define` and `extends` instead, whose meaning is plain.",
    wrong: "iran: { <<: *defaults, name: Iran }",
    right: "iran: { name: Iran }",
  },
  "split-comma": {
    severity: "error",
    title: "A comma that ended a value",
    message: '"{text}" stands here as a key without a value: the comma before it ended the value of "{before}"',
    hint: `if it belongs to that value, ${quoteIt}`,
    explains:
      "Between braces, a comma separates entries. A text that holds a comma must stand between quotes there, or on a line of its own outside braces. Expressions never need a comma.",
    wrong: "union table: { of: union, tempo: fortnightly, daily while strike }",
    right: 'union table: { of: union, tempo: "fortnightly, daily while strike" }',
  },
  "split-colon": {
    severity: "error",
    title: "A colon that started a map",
    message: 'a colon followed by a space made a key of part of "{text}"',
    hint: quoteIt,
    explains:
      "In YAML a colon followed by a space ends a key. A text that holds one must stand between quotes. Expressions never need a colon.",
    wrong: "shows: the deal: nobody signed",
    right: 'shows: "the deal: nobody signed"',
  },
  "split-comment": {
    severity: "error",
    title: "A text that a comment cut off",
    message: 'a space and # start a comment: the text ends as "{text}"',
    hint: `if the rest belongs to the text, ${quoteIt}; a comment reads best with a space after the #`,
    explains:
      "In YAML a # after a space starts a comment. It is an error when the text before it is unfinished, and a warning when the comment looks as if it had been meant as text, such as #3.",
    wrong: "title: Round #3 of the talks",
    right: 'title: "Round #3 of the talks"',
  },
  "split-start": {
    severity: "error",
    title: "A text that starts with a sign of YAML's own",
    message: 'a text cannot start with {character} here: "{text}"',
    hint: quoteIt,
    explains:
      "YAML gives a meaning to some signs at the start of a value: > and | start a block of text, - a list, and @, % and the backtick are reserved. A text that starts with one must stand between quotes.",
    wrong: "seen by: @union",
    right: "seen by: union",
  },
  "split-after": {
    severity: "error",
    title: "A text that goes on after its quotes or brackets",
    message: 'the value ended before "{text}"',
    hint: "put quotes around all of it, or around nothing",
    explains:
      "A value that starts with a quote or a bracket ends where that closes. What follows on the line belongs to nothing.",
    wrong: 'when: "talks" is open',
    right: "when: talks is open",
  },
  "key-not-text": {
    severity: "error",
    title: "A key that is not a text",
    message: "a key must be a name: {text}",
    explains: "YAML allows lists and maps as keys. Scenarios do not use that.",
    wrong: "over: { [call a strike]: 1 }",
    right: "over: [call a strike]",
  },
  "duplicate-key": {
    severity: "error",
    title: "A key that stands twice",
    message: '"{name}" stands here for the second time',
    explains: "Every key stands once in its map; of two, one would be lost without a word.",
    wrong: "actors:\n  union: { name: Dockers }\n  union: { name: Crane drivers }",
    right: "actors:\n  dockers: { name: Dockers }\n  crane drivers: { name: Crane drivers }",
  },
  "dangerous-name": {
    severity: "error",
    title: "A name that programs use for themselves",
    message: '"{name}" cannot be a name: programs that read scenarios use it for themselves',
    explains:
      "Names such as __proto__, constructor and toString belong to every object of the language that Standoff is written in, and of many tools that read its output. They are refused so that none of them can be tricked.",
    wrong: "state: { constructor: yes or no }",
    right: "state: { builder: yes or no }",
  },
  "not-a-name": {
    severity: "error",
    title: "A name that expressions could not read",
    message: '"{name}" cannot be a name: {problem}',
    expected: "letters, digits, spaces, hyphens and apostrophes, starting with a letter",
    explains:
      "Names may have spaces where a person would write them so. They start with a letter, have no two spaces together and none at the ends, and at most 100 characters, so that expressions and outputs can show them as they are.",
    wrong: "define: { 2nd round: strike and talks is open }",
    right: "define: { second round: strike and talks is open }",
  },
  "unknown-key": {
    severity: "error",
    title: "A key that does not belong here",
    message: '"{key}" does not belong here',
    explains:
      "Maps of a fixed form have only the keys that the language gives them; a key with a typing error would otherwise be ignored.",
    wrong: "call a strike: { wen: not strike }",
    right: "call a strike: { when: not strike }",
  },
  "missing-key": {
    severity: "error",
    title: "A key that is missing",
    message: '"{key}" is missing{place}',
    explains: "The key is needed; docs/language.md says of every key that may be left out that it is optional.",
    wrong: "calendar: { from: 2025-03-31, to: 2025-06-30 }",
    right: "calendar: { from: 2025-03-31, to: 2025-06-30, step: 1 week }",
  },
  "empty-value": {
    severity: "error",
    title: "A key without a value",
    message: '"{key}" has no value',
    hint: "give it one, or remove the key",
    explains:
      "In YAML a key with nothing after its colon has no value, and neither has the word null. A name that is spelt null needs quotes.",
    wrong: "caveat:",
    right: "caveat: An invented dispute.",
  },
  "wrong-shape": {
    severity: "error",
    title: "A value of another kind",
    message: "expected {expected}, found {found}",
    explains:
      "The place takes values of another kind or form. Dates are written as 2025-05-01, durations as 2 weeks, yes and no as words.",
    wrong: "calendar: { from: 31 March 2025, to: 2025-06-30, step: 1 week }",
    right: "calendar: { from: 2025-03-31, to: 2025-06-30, step: 1 week }",
  },
  "one-key-needed": {
    severity: "error",
    title: "None of the keys that say what an entry is",
    message: "one of {keys} is needed here",
    explains:
      "Some entries are told apart by one key: a payoff is paid `on` something, `while` something holds, or `at end`.",
    wrong: "goodwill: { value: 5 }",
    right: "goodwill: { at end: mood is calm, value: 5 }",
  },
  "keys-exclude-each-other": {
    severity: "error",
    title: "Two keys that exclude each other",
    message: "only one of {keys} can stand here",
    explains: "The keys say of what kind the entry is, and it is of one kind. Two kinds are two entries.",
    wrong: "strike pay: { on: call a strike, while: strike, value: -1 }",
    right: "strike pay: { while: strike, value: -1 per month }",
  },
  "key-needs-key": {
    severity: "error",
    title: "A key that means nothing without another",
    message: '"{key}" needs "{need}" beside it',
    explains: "Some keys only add to another: a timer that starts must say how long it takes.",
    wrong: "cooling off: { owner: everyone, starts: call a strike }",
    right: "cooling off: { owner: everyone, starts: call a strike, takes: 14 days }",
  },
  "not-yet-read": {
    severity: "error",
    title: "A key that the language keeps for later",
    message: '"{key}" is kept for a later version of the language and not yet read',
    hint: "say it with the constructs that exist, or remove it",
    explains:
      "The language keeps a few keys for later: `stages` of evidence, `in the eyes of` inside an assumption or a clock. This version does not read them, and says so rather than leaving them out of the forecast in silence.",
    wrong: "assumptions: { setback: { value: 1 year, in the eyes of: { israel: 3 years } } }",
    right: "in the eyes of: { israel: { setback: 3 years } }   # a section of its own",
  },
  "unknown-version": {
    severity: "error",
    title: "A version of the language that this program does not know",
    message: 'this program reads version 1 of the language, not "{version}"',
    explains: "The first key of a scenario says which version of the language it is written in.",
    wrong: "standoff: 2",
    right: "standoff: 1",
  },
  "extends-cycle": {
    severity: "error",
    title: "Scenarios that extend each other in a circle",
    message: "{path} extends itself, by way of this line",
    explains:
      "A scenario that extends another starts from that one's text. In a circle there is nothing to start from.",
    wrong: "# a.standoff.yaml\nextends: a.standoff.yaml",
    right: "# b.standoff.yaml\nextends: a.standoff.yaml",
  },
  "extends-too-long": {
    severity: "error",
    title: "A chain of extensions longer than the limit",
    message: "more than {limit} scenarios extend each other in a chain",
    explains:
      "A reader must look into every file of the chain to know what holds. Start from a scenario nearer to the first.",
    wrong: "# the seventeenth file of a chain\nextends: ../sixteenth",
    right: "extends: ../first",
  },
  "removes-nothing": {
    severity: "error",
    title: "A removal of what is not there",
    message: 'there is no "{key}" to remove',
    explains:
      "In a scenario that extends another, the value `removed` takes a key away. If the key is not there, the name is misspelt or the other scenario has changed.",
    wrong: "moves: { call an strike: removed }",
    right: "moves: { call a strike: removed }",
  },
  "unknown-setting": {
    severity: "error",
    title: "A setting of an assumption that does not exist",
    message: 'there is no assumption called "{name}" to set',
    explains:
      "`--set name=value` puts another value in place of an assumption's own. The name is that under `assumptions`, without the dollar sign.",
    wrong: 'standoff forecast scenarios/labour-strike --set "lagre fund=0.9"',
    right: 'standoff forecast scenarios/labour-strike --set "large fund=0.9"',
  },
} as const satisfies Family;
