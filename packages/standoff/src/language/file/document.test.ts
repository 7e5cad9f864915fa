/** Reading: which problems are found, where, and that nothing else is said. Codes and positions, not wordings. */
import { describe, expect, test } from "vitest";
import { position } from "../../text/source.ts";
import { yamlEntries } from "../catalogue/catalogue-yaml.ts";
import { canonicalJson, readDocument } from "./document.ts";
import { joinPath } from "./extend.ts";
import { readYaml } from "./read-yaml.ts";

const base = `standoff: 1
title: A strike at the port
as of: { day: 2025-03-31 }
calendar: { from: 2025-03-31, to: 2025-06-30, step: 1 week }
scale: { 0: as they were, 100: the best }
steadiness: { better by: 10 points, is chosen: 9 in 10 }
actors: { union: { name: Dockers' union } }
state:
  talks: { is: [none, open], starts: none }
`;
const baseLines = base.split("\n").length - 1;

/** Reads files given as an object; the first is the scenario. */
function read(files: Record<string, string>, set: Record<string, string> = {}) {
  const table = new Map(Object.entries(files));
  return readDocument([...table.keys()][0], (path) => table.get(path), { set });
}

/** `code line:column` of every diagnostic of base + text, the line counted from the base's end. */
function found(text: string, before = base): string[] {
  const { diagnostics, sources } = read({ "a.yaml": before + text });
  return diagnostics.map(({ code, span }) => {
    const { line, column } = position(sources[span.file].text, span.start);
    return `${code} ${before === base ? line - baseLines : line}:${column}`;
  });
}

test("a right file gives a document and nothing to say", () => {
  const { document, diagnostics } = read({ "a.yaml": base });
  expect(diagnostics).toEqual([]);
  expect(document?.value.title).toBe("A strike at the port");
  expect(document?.value.scale["100"]).toBe("the best");
});

test("every scalar is its text as written", () => {
  const { document } = read({ "a.yaml": `${base}define: { a: 0.10, b: yes, c: 1e3, d: "x y", e: 'it''s' }\n` });
  expect({ ...document?.value.define }).toEqual({ a: "0.10", b: "yes", c: "1e3", d: "x y", e: "it's" });
});

describe("scalars that YAML split by accident", () => {
  test.each([
    [
      "a comma in braces",
      "desks:\n  t: { of: union, tempo: monthly, weekly while x, moves: {} }\n",
      ["split-comma 2:35"],
    ],
    ["a comma before the last brace", "define: { a: b or c, d }\n", ["split-comma 1:22"]],
    ["a colon", "caveat: the deal: nobody signed\n", ["split-colon 1:9"]],
    ["a colon in braces", "define: { a: if b: c }\n", ["split-colon 1:14"]],
    ["a colon in a list", "turns: [a: b]\n", ["split-colon 1:9"]],
    ["a comment after an unfinished text", "define:\n  a: 1 + #2\n", ["split-comment 2:10"]],
    ["a comment that looks like text", "caveat: Round #3 of the talks\n", ["split-comment 1:15"]],
    ["an alias", "define:\n  a: *talks or b\n", ["yaml-alias 2:6"]],
    ["an anchor", "define:\n  a: &talks\n", ["yaml-anchor 2:6"]],
    ["a tag", "define:\n  a: !talks\n", ["yaml-tag 2:6"]],
    ["an at sign", "define:\n  a: @talks\n", ["split-start 2:6"]],
    ["a backtick", "define:\n  a: `talks`\n", ["split-start 2:6"]],
    ["a greater-than sign", "define:\n  a: > 3\n", ["split-start 2:8"]],
    ["a bar", "define:\n  a: | x\n", ["split-start 2:8"]],
    ["a minus and a space", "define:\n  a: - 3\n", ["split-start 2:6"]],
    ["a text after its quotes", 'define:\n  a: "b" or c\n', ["split-after 2:10"]],
    ["a text after brackets", "define:\n  a: [b] + c\n", ["split-after 2:10"]],
    ["an unknown escape", 'define:\n  a: "\\q"\n', ["bad-escape 2:7"]],
  ])("%s", (_, text, problems) => expect(found(text)).toEqual(problems));

  test.each([
    "define:\n  a: 1 # 2\n",
    "define: { a: 1 } # #3\n",
    "caveat: a#b\n",
    "define: { a: -$b, c: 1/2 }\n",
    "caveat: 'a, b: c #d'\n",
    'turns: [ "a: b" ]\n',
  ])("but not %j", (text) => expect(found(text)).toEqual([]));
});

describe("structure", () => {
  test.each([
    ["a duplicate key", "define:\n  a: 1\n  b: 2\n  a: 3\n", ["duplicate-key 4:3"]],
    ["two sections of one name", "define: {}\ndefine: {}\n", ["duplicate-key 2:1"]],
    ["a merge key", "define:\n  <<: { a: 1 }\n", ["yaml-merge-key 2:3"]],
    ["a list as a key", "define:\n  ? [a]\n  : b\n", ["key-not-text 2:5"]],
    ["an open brace", "define: { a: b\nturns: []\n", ["not-yaml 2:1"]],
    ["indentation", "define:\n  a: 1\n b: 2\n", ["not-yaml 3:1"]],
    ["a tab", "define:\n\ta: 1\n", ["tab-indent 2:1"]],
    ["a second document", "---\nstandoff: 1\n", ["several-documents 1:1"]],
    ["two problems far apart", "define:\n  a: @b\nturnz: []\n", ["split-start 2:6", "unknown-key 3:1"]],
  ])("%s", (_, text, problems) => expect(found(text)).toEqual(problems));
});

describe("form", () => {
  test.each([
    ["a missing section", base.replace(/^scale.*\n/m, ""), ["missing-key 1:1"]],
    ["a misspelt section counts once", base.replace("title:", "tittle:"), ["unknown-key 2:1"]],
    ["a date that does not exist", base.replace("2025-06-30", "2025-06-31"), ["wrong-shape 4:35"]],
    ["another version", base.replace("standoff: 1", "standoff: 2"), ["unknown-version 1:11"]],
    ["a key without a value", base.replace("A strike at the port", ""), ["empty-value 2:1"]],
    ["a map where words belong", base.replace("A strike at the port", "{ a: b }"), ["wrong-shape 2:8"]],
    ["a name that starts with a digit", base.replace("talks:", "2nd talks:"), ["not-a-name 9:3"]],
    ["a level that starts with a digit", base.replace("open]", "2nd]"), ["not-a-name 9:23"]],
    ["steadiness without its other half", base.replace(", is chosen: 9 in 10", ""), ["key-needs-key 6:15"]],
  ])("%s", (_, text, problems) => expect(found("", text)).toEqual(problems));

  test.each([
    ["a payoff of no kind", "payoffs: { union: { a: { value: 1 } } }\n", ["one-key-needed 1:21"]],
    ["of two kinds", "payoffs: { union: { a: { on: x, while: y, value: 1 } } }\n", ["keys-exclude-each-other 1:33"]],
    [
      "a key of evidence kept for later",
      "evidence: { e: { source: s, shows: t, grade: A1, stages: 2 } }\n",
      ["not-yet-read 1:50"],
    ],
    ["a grade", "evidence: { e: { source: s, shows: t, grade: A7 } }\n", ["wrong-shape 1:46"]],
    ["a list for a map", "define: []\n", ["wrong-shape 1:9"]],
    ["deep in a move", "desks: { t: { of: union, moves: { go: { wen: x } } } }\n", ["unknown-key 1:41"]],
    [
      "deep in an effect",
      "desks: { t: { of: union, moves: { go: { does: { talks: { becoms: {} } } } } } }\n",
      ["unknown-key 1:58"],
    ],
  ])("%s", (_, text, problems) => expect(found(text)).toEqual(problems));

  test("a misspelt choice gets a suggestion", () => {
    const { diagnostics } = read({ "a.yaml": `${base}assumptions: { a: { value: 1, basis: judgment } }\n` });
    expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([["wrong-shape", 'did you mean "judgement"?']]);
  });

  test("an unknown key in a section leaves a document to check further", () => {
    const { document, diagnostics } = read({ "a.yaml": base.replace("starts: none", "start: none") });
    expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([["unknown-key", 'did you mean "starts"?']]);
    expect(document).toBeDefined();
  });

  test("what is missing or of another kind leaves none", () => {
    expect(read({ "a.yaml": base.replace("title:", "tittle:") }).document).toBeUndefined();
    expect(read({ "a.yaml": base.replace("2025-06-30", "soon") }).document).toBeUndefined();
  });
});

describe("positions", () => {
  const text = `${base}define:\n  plain: talks is open\n  'quo ted': "talks is none"\n  block: >\n    talks is\n    open\n`;
  const { document, sources } = read({ "a.yaml": text });
  const cut = (path: (string | number)[], part?: "key" | "value") => {
    const { file, start, end } = document!.spanOf(path, part);
    return sources[file].text.slice(start, end);
  };

  test("a span holds the content of a scalar", () => {
    expect(cut(["define", "plain"])).toBe("talks is open");
    expect(cut(["define", "quo ted"])).toBe("talks is none");
    expect(cut(["define", "block"]).startsWith("talks is\n")).toBe(true);
    expect(cut(["state", "talks", "is", 1])).toBe("open");
  });

  test("or a key", () => {
    expect(cut(["define", "plain"], "key")).toBe("plain");
    expect(cut(["define", "quo ted"], "key")).toBe("quo ted");
  });

  test("a path that leads nowhere gives its nearest ancestor", () => {
    expect(cut(["state", "talks", "seen by"])).toBe("talks");
    expect(cut(["state", "talks", "is", 7])).toBe("is");
  });
});

describe("extends", () => {
  const child = (text: string, more: Record<string, string> = {}) =>
    read({ "b/what-if.yaml": text, "a/scenario.standoff.yaml": base, ...more });

  test("maps merge key by key, all else is replaced", () => {
    const { document, diagnostics } = child(
      "extends: ../a\ntitle: Another\nstate: { talks: { is: [none, open, shut] }, fund: { is: 0..4 } }\n",
    );
    expect(diagnostics).toEqual([]);
    const { value } = document!;
    expect([value.title, value.calendar.step]).toEqual(["Another", "1 week"]);
    expect(JSON.stringify(value.state)).toBe(
      '{"talks":{"is":["none","open","shut"],"starts":"none"},"fund":{"is":"0..4"}}',
    );
  });

  test("every part keeps the position of its own file", () => {
    const { document, sources } = child("extends: ../a\nstate: { talks: { starts: open } }\n");
    const path = (of: string) => sources[document!.spanOf(["state", "talks", of]).file].path;
    expect([path("starts"), path("is")]).toEqual(["b/what-if.yaml", "a/scenario.standoff.yaml"]);
  });

  test("removed takes a key away", () => {
    const { document } = child("extends: ../a\nstate: { talks: { starts: removed } }\n");
    expect(Object.keys(document!.value.state.talks)).toEqual(["is"]);
  });

  test("a what-if has the hash of the same scenario written out", () => {
    const written = read({ "a.yaml": base.replace("A strike at the port", "B") }).document!.hash;
    expect(child("extends: ../a\ntitle: B\n").document!.hash).toBe(written);
  });

  test.each([
    ["removing what is not there", "extends: ../a\nstate: { tallks: removed }\n", "removes-nothing"],
    ["removing inside what is new", "extends: ../a\nstate: { fund: { is: removed } }\n", "removes-nothing"],
    ["a file that is not there", "extends: ../c\n", "file-not-found"],
    ["itself", "extends: what-if.yaml\n", "extends-cycle"],
    ["a list", "extends: [../a]\n", "wrong-shape"],
    ["a file that is not a map", "extends: list.yaml\n", "wrong-shape"],
  ])("%s", (_, text, code) => {
    const { document, diagnostics } = child(text, { "b/list.yaml": "- a\n" });
    expect(diagnostics.map(({ code }) => code)).toContain(code);
    expect(document).toBeUndefined();
  });

  test("two files that extend each other", () => {
    const { diagnostics } = child("extends: ../c.yaml\n", { "c.yaml": "extends: b/what-if.yaml\n" });
    expect(diagnostics.map(({ code }) => code)).toEqual(["extends-cycle"]);
  });

  test("a chain that is too long", () => {
    const files: Record<string, string> = {};
    for (let index = 0; index < 40; index++) files[`${index}.yaml`] = `extends: ${index + 1}.yaml\n`;
    expect(read(files).diagnostics.map(({ code }) => code)).toEqual(["extends-too-long"]);
  });

  test("problems of every file of the chain are told", () => {
    const broken = `${base}caveat: Round #3\n`;
    const { diagnostics, sources } = child("extends: ../c.yaml\ntitel: x\n", { "c.yaml": broken });
    expect(diagnostics.map(({ code, span }) => `${sources[span.file].path} ${code}`)).toEqual([
      "b/what-if.yaml unknown-key",
      "c.yaml split-comment",
    ]);
  });
});

describe("settings", () => {
  const text = `${base}assumptions: { clash: { value: 0.1, basis: judgement } }\n`;

  test("a setting replaces an assumption's value and has a place of its own", () => {
    const { document, sources } = read({ "a.yaml": text }, { clash: "0.4" });
    expect(document!.value.assumptions!.clash.value).toBe("0.4");
    const { file, start, end } = document!.spanOf(["assumptions", "clash", "value"]);
    expect([sources[file].path, sources[file].text.slice(start, end)]).toEqual(["--set", "0.4"]);
    expect(document!.hash).not.toBe(read({ "a.yaml": text }).document!.hash);
  });

  test("a setting like no assumption is told which there are", () => {
    expect(read({ "a.yaml": text }, { nosuch: "1" }).diagnostics[0].hint).toMatch(/^the assumptions are .*clash/);
    expect(read({ "a.yaml": text }, { clahs: "1" }).diagnostics[0].hint).toBe('did you mean "clash"?');
  });

  test.each(["clahs", "__proto__", "constructor", ""])("a setting of %j, which is no assumption", (name) => {
    const set = JSON.parse(`{${JSON.stringify(name)}: "1"}`) as Record<string, string>;
    const { diagnostics } = read({ "a.yaml": text }, set);
    expect(diagnostics.map(({ code }) => code)).toEqual(["unknown-setting"]);
  });
});

describe("the hash", () => {
  test("is SHA-256 of the canonical JSON, here of a known text", () => {
    expect(canonicalJson({ b: [1, null, "x"], a: { d: "é", c: true } })).toBe(
      '{"a":{"c":true,"d":"é"},"b":[1,null,"x"]}',
    );
  });

  test("does not depend on the order of keys, on spaces or on comments", () => {
    const { hash } = read({ "a.yaml": base }).document!;
    const lines = base.split("\n");
    const other = [...lines.slice(2, 7), ...lines.slice(0, 2), ...lines.slice(7)].join("\r\n# a comment\r\n");
    expect(read({ "a.yaml": other }).document!.hash).toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

test.each([
  ["a/b", "../c", "a/c"],
  ["", "c.yaml", "c.yaml"],
  ["..", "../c", "../../c"],
  ["/x", "../../c", "/c"],
  ["a\\b", "..\\c", "a/c"],
  ["a", "/c", "/c"],
  ["a", "C:\\c", "C:/c"],
  [".", ".", "."],
])("in %j, %j is %j", (folder, path, whole) => expect(joinPath(folder, path)).toBe(whole));

describe("the catalogue's wrong examples show their own code", () => {
  const inTheText = Object.entries(yamlEntries).filter(([code]) =>
    /^(split|yaml|tab|bad|key-not|duplicate|dangerous)-/.test(code),
  );
  test.each(inTheText)("%s", (code, { wrong }) => {
    expect(readYaml(`${wrong}\n`, 0).diagnostics.map(({ code }) => code)).toContain(code);
  });
});
