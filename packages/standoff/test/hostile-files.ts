/**
 * A hundred malformed files, made in code: damage to a good scenario, and inputs written to break readers. Each is
 * named, and says which codes of the catalogue must be among its diagnostics (any error, where none is named).
 */

export interface HostileFile {
  readonly name: string;
  readonly text: string;
  readonly codes?: readonly string[];
}

const many = (count: number, make: (index: number) => string, between = "") =>
  Array.from({ length: count }, (_, index) => make(index)).join(between);

const bytes = (...codes: number[]) => Uint8Array.from(codes);

/** As a file system gives the text of a file in another encoding: decoded as UTF-8, each fault replaced. */
const misread = (data: Uint8Array) => new TextDecoder("utf-8").decode(data);

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const data = new DataView(new ArrayBuffer(2 * text.length + 2));
  [0xfeff, ...Array.from(text, (_, index) => text.charCodeAt(index))].forEach((unit, index) => {
    data.setUint16(2 * index, unit, littleEndian);
  });
  return new Uint8Array(data.buffer);
}

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0) & 255);

/** All hundred, from the text of a good scenario (the labour strike). */
export function hostileFiles(good: string): HostileFile[] {
  return [
    ...truncated(good),
    ...encodings(good),
    ...aliases(),
    ...nesting(),
    ...bulk(good),
    ...numbers(good),
    ...escapes(good),
    ...names(good),
    ...structure(good),
  ];
}

/** Cut off at fifteen places; and in the middle of a quote and of a brace. */
function truncated(good: string): HostileFile[] {
  const places = many(15, (index) => `${index + 1}`, " ").split(" ");
  return places.map((place) => ({
    name: `cut off after ${place} sixteenths`,
    text: good.slice(0, Math.floor((good.length * Number(place)) / 16)),
  }));
}

function encodings(good: string): HostileFile[] {
  const wrong = ["wrong-encoding"];
  return [
    { name: "UTF-16, little endian, with a mark", text: misread(utf16(good, true)), codes: wrong },
    { name: "UTF-16, big endian, with a mark", text: misread(utf16(good, false)), codes: wrong },
    {
      name: "UTF-16 without a mark",
      text: misread(utf16("standoff: 1\n", true).slice(2)),
      codes: ["control-character"],
    },
    { name: "Latin-1", text: misread(latin1(`${good}caveat: caf\u00e9\n`)), codes: wrong },
    { name: "a lone continuation byte", text: `${good}${misread(bytes(0x80))}`, codes: wrong },
    { name: "an overlong slash", text: `${good}${misread(bytes(0xc0, 0xaf))}`, codes: wrong },
    { name: "a surrogate in UTF-8", text: `${good}${misread(bytes(0xed, 0xa0, 0x80))}`, codes: wrong },
    { name: "a NUL in a text", text: good.replace("Bakers", "Ba\0kers"), codes: ["control-character"] },
    { name: "a NUL in a key", text: good.replace("union:", "uni\0on:"), codes: ["control-character"] },
    { name: "nothing but NULs", text: "\0".repeat(1000), codes: ["control-character"] },
    {
      name: "an escape sequence for terminals",
      text: good.replace("Bakers", "\u001b[2J"),
      codes: ["control-character"],
    },
    ...['"\\e[2J"', '"\\u202E"', '"\\x9b31m"', '"a\\rb"', '"\\u2066"', "\u202e", "\u2069", "\u200f"].map((sign) => ({
      name: `an acting character, ${JSON.stringify(sign)}`,
      text: good.replace("Bakers' union", sign),
      codes: ["control-character"],
    })),
    { name: "a mark in the middle", text: good.replace("Bakers", "\ufeffBakers"), codes: ["control-character"] },
    { name: "line ends of an old Macintosh", text: good.replaceAll("\n", "\r"), codes: ["lone-carriage-return"] },
    { name: "a picture", text: misread(bytes(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13)), codes: wrong },
  ];
}

function aliases(): HostileFile[] {
  const laughs = many(9, (index) => `l${index + 1}: &l${index + 1} [${many(9, () => `*l${index}`, ", ")}]\n`);
  const codes = ["yaml-alias"];
  return [
    { name: "a billion laughs", text: `l0: &l0 [lol, lol]\n${laughs}`, codes },
    {
      name: "a billion laughs in maps",
      text: laughs.replaceAll(
        /\[(.*)\]/g,
        (_, list: string) =>
          `{ ${list
            .split(", ")
            .map((each, index) => `k${index}: ${each}`)
            .join(", ")} }`,
      ),
      codes,
    },
    { name: "a list that holds itself", text: "state: &a [*a]\n", codes },
    { name: "a map that holds itself", text: "state: &a { b: *a }\n", codes },
    { name: "two that hold each other", text: "a: &a { b: *b }\nb: &b { a: *a }\n", codes },
    { name: "an alias as a key", text: "? *a\n: 1\n", codes },
    { name: "an alias without an anchor", text: "title: *nobody\n", codes },
    { name: "ten thousand aliases", text: `a: &a x\nb: [${many(10_000, () => "*a", ", ")}]\n`, codes },
    {
      name: "ten thousand anchors",
      text: many(10_000, (index) => `k${index}: &a${index} 1\n`),
      codes: ["yaml-anchor"],
    },
    {
      name: "merge keys",
      text: "a: &a { x: 1 }\nb: { <<: *a }\nc: { <<: [*a, *a] }\n",
      codes: ["yaml-merge-key", "yaml-alias"],
    },
  ];
}

function nesting(): HostileFile[] {
  const deep = 10_000;
  const codes = ["nested-too-deeply"];
  const stairs = many(900, (index) => `${" ".repeat(index)}a:\n`);
  return [
    { name: "ten thousand brackets", text: `title: ${"[".repeat(deep)}${"]".repeat(deep)}\n`, codes },
    { name: "ten thousand open brackets", text: `title: ${"[".repeat(deep)}` },
    { name: "ten thousand braces", text: `title: ${"{a: ".repeat(deep)}1${"}".repeat(deep)}\n`, codes },
    { name: "ten thousand lists on a line", text: `${"- ".repeat(deep)}x\n`, codes },
    { name: "ten thousand question marks", text: `${"? ".repeat(deep)}x\n`, codes },
    { name: "a stair of block maps", text: `${stairs}${" ".repeat(900)}b: 1\n`, codes },
    { name: "ten thousand closing brackets", text: `title: ${"]".repeat(deep)}\n` },
    {
      name: "ten thousand round brackets in an expression",
      text: `define: { a: ${"(".repeat(deep)}1${")".repeat(deep)} }\n`,
    },
  ];
}

function bulk(good: string): HostileFile[] {
  return [
    { name: "five megabytes of letters", text: `title: ${"x".repeat(5_000_000)}\n`, codes: ["file-too-large"] },
    {
      name: "five megabytes of a good file",
      text: good.repeat(Math.ceil(5_000_000 / good.length)),
      codes: ["file-too-large"],
    },
    { name: "five megabytes of line ends", text: "\n".repeat(5_000_000), codes: ["file-too-large"] },
    { name: "ninety thousand line ends", text: "\n".repeat(90_000), codes: ["file-too-large"] },
    {
      name: "a map of a hundred thousand keys",
      text: `{ ${many(100_000, (index) => `a${index}: 1`, ", ")} }`,
      codes: ["file-too-large"],
    },
    {
      name: "a map of eighty thousand keys",
      text: `{ ${many(80_000, (index) => `${index}: 1`, ", ")} }`,
      codes: ["too-many-parts"],
    },
    {
      name: "forty thousand unknown sections",
      text: `${good}${many(40_000, (index) => `k${index}: 1\n`)}`,
      codes: ["unknown-key", "more-problems"],
    },
    {
      name: "forty thousand times one key",
      text: `${good}${"define: {}\n".repeat(40_000)}`,
      codes: ["duplicate-key", "more-problems"],
    },
    { name: "twenty thousand colons", text: `title: ${"a: ".repeat(20_000)}` },
    { name: "a hundred thousand quotes", text: `title: ${'"'.repeat(100_000)}` },
    { name: "fifty thousand commas", text: `turns: [${",".repeat(50_000)}]` },
    { name: "forty thousand documents", text: "---\n".repeat(40_000), codes: ["empty-file"] },
    {
      name: "an expression of a hundred thousand terms",
      text: good.replace("value: 8,", `value: ${many(100_000, () => "1", "+")},`),
    },
    {
      name: "an expression of ten thousand nots",
      text: good.replace("when: signed }", `when: ${"not ".repeat(10_000)}signed }`),
    },
    {
      name: "a hundred thousand accents on one letter",
      text: good.replace("out of contract:", `a${"\u0323\u0301".repeat(50_000)}:`),
      codes: [],
    },
    {
      name: "as many accents, by escapes",
      text: good.replace("Bakers' union", `"a${"\\u0323\\u0301".repeat(50_000)}`),
      codes: [],
    },
    {
      name: "a name of fifty thousand letters",
      text: good.replace("out of contract:", `${"x".repeat(50_000)}:`),
      codes: [],
    },
  ];
}

function numbers(good: string): HostileFile[] {
  const value = (text: string) => good.replace("value: 8,", `value: ${text},`);
  const range = (text: string) => good.replace("[low, fair, high]", text);
  return [
    { name: "a number beyond all numbers", text: value("1e999") },
    { name: "a number of a thousand digits", text: value("9".repeat(1000)) },
    { name: "infinity", text: value(".inf") },
    { name: "not a number", text: value(".nan") },
    { name: "a hexadecimal number", text: value("0x7fffffff") },
    { name: "a range of a quadrillion", text: range("0..999999999999999") },
    { name: "a range upside down", text: range("4..0") },
    {
      name: "a calendar of eight thousand years",
      text: good.replace("to: 2026-07-31", "to: 9999-12-31").replace("1 week", "1 day"),
    },
    { name: "a calendar that ends before it starts", text: good.replace("to: 2026-07-31", "to: 2020-01-01") },
    { name: "a day that does not exist", text: good.replace("2026-04-30", "2026-02-30") },
    { name: "a step of no length", text: good.replace("step: 1 week", "step: 0 days") },
    { name: "a chance of two", text: good.replace("value: 0.5, range", "value: 2, range") },
  ];
}

/** Expressions that try to reach the language that runs them. */
function escapes(good: string): HostileFile[] {
  const attempts = [
    'constructor.constructor("return process")()',
    "this.constructor.constructor('return globalThis')()",
    "__proto__.polluted = 1",
    "process.exit(1)",
    "signed; globalThis.polluted = true",
    "`$" + "{globalThis.polluted = true}`",
    "signed) || (globalThis.polluted = true",
    'require("child_process")',
    "import('node:fs')",
    "signed /* */ // \\u0065val",
    "() => signed",
    "signed[0]",
  ];
  return attempts.map((attempt) => ({
    name: `the expression ${attempt}`,
    text: good.replace("when: signed }", `when: ${JSON.stringify(attempt)} }`),
  }));
}

/** Names that belong to every object of JavaScript, wherever a name can stand. */
function names(good: string): HostileFile[] {
  const codes = ["dangerous-name"];
  const places: [string, string, string][] = [
    ["a section", "define:", "__proto__:"],
    ["an actor", "  union:   {", "  __proto__:   {"],
    ["a variable", "  signed:", "  constructor:"],
    ["a definition", "out of contract:", "toString:"],
    ["a clock", "contract ends:", "valueOf:"],
    ["a desk", "union table:", "hasOwnProperty:"],
    ["a move", "call a strike:", "__defineGetter__:"],
    ["an event", "the mediator calls for a fair offer:", "isPrototypeOf:"],
    ["an assumption", "  mediator:  ", "  __proto__:  "],
    ["an outcome", "settled:          {", "prototype:          {"],
  ];
  return places.map(([place, from, to]) => ({ name: `${to.trim()} as ${place}`, text: good.replace(from, to), codes }));
}

function structure(good: string): HostileFile[] {
  return [
    { name: "nothing", text: "", codes: ["empty-file"] },
    { name: "a comment", text: "# nothing\n", codes: ["empty-file"] },
    { name: "tabs", text: good.replaceAll("\n  ", "\n\t"), codes: ["tab-indent"] },
    { name: "a second document", text: `${good}---\n${good}`, codes: ["several-documents"] },
    { name: "a directive", text: `%YAML 1.1\n---\n${good}---\n`, codes: ["several-documents"] },
    {
      name: "a JavaScript tag",
      text: good.replace("when: signed }", "when: !!js/function signed }"),
      codes: ["yaml-tag"],
    },
    { name: "a binary tag", text: good.replace("title: ", "title: !!binary "), codes: ["yaml-tag"] },
    { name: "lists for maps", text: good.replaceAll("{", "[").replaceAll("}", "]") },
    { name: "a map with a length as a title", text: good.replace(/^title: .*$/m, "title: { length: { a: 1 } }") },
    { name: "a list with a length as a name", text: good.replace("Bakers' union", "{ length: 5 }") },
    { name: "a web page", text: "<!DOCTYPE html><html><body>404</body></html>\n" },
  ];
}
