/** Edits of single parts: each leaves every other letter of the text where it was. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { editText, type TextChange, type Written } from "./edit-text.ts";

const text = `# at the head
title: A strike   # its title
caveat: >-
  Written
  to teach.
actors:
  union: { name: Bakers' union, patience: 0.9 per year }   # the union
  # before the company
  company:
    name: "Harbour Bakery"   # quoted
    factions: &both { hard: 0.5, soft: 0.5 }
turns: [union table, company table]
history:
  - { on: 2026-04-01, happened: call a strike }
  # a later one
  - on: 2026-05-01
    happened: return to work   # at last
copy: *both
empty:
`;

function edited(change: TextChange, of = text): string {
  const result = editText(of, change);
  if (result.status !== "edited") throw new Error(result.why);
  return result.text;
}

describe("a part is set where it stands", () => {
  const cases: readonly (readonly [string, TextChange, from: string, to: string])[] = [
    ["in braces", { set: ["actors", "union", "patience"], to: "0.8 per year" }, "0.9 per year }", "0.8 per year }"],
    ["with a comment after it", { set: ["title"], to: "A lockout" }, "A strike   #", "A lockout   #"],
    ["in its quotes", { set: ["actors", "company", "name"], to: "The Bakery" }, '"Harbour Bakery"', '"The Bakery"'],
    [
      "what braces would break",
      { set: ["actors", "union", "name"], to: "Bakers, united" },
      "Bakers' union",
      '"Bakers, united"',
    ],
    ["over several lines", { set: ["caveat"], to: "Short." }, ">-\n  Written\n  to teach.", "Short."],
    ["behind an anchor", { set: ["actors", "company", "factions", "hard"], to: "0.7" }, "hard: 0.5", "hard: 0.7"],
    [
      "instead of all of a map in braces",
      { set: ["actors", "company", "factions"], to: "none" },
      "&both { hard: 0.5, soft: 0.5 }",
      "&both none",
    ],
    ["an item in brackets", { set: ["turns", 1], to: "other table" }, "company table]", "other table]"],
    ["an item's entry", { set: ["history", 1, "happened"], to: "end of it" }, "return to work   #", "end of it   #"],
    ["where nothing stands", { set: ["empty"], to: "full" }, "empty:\n", "empty: full\n"],
    ["an alias", { set: ["copy"], to: "own" }, "*both", "own"],
  ];
  test.each(cases)("%s", (_, change, from, to) => {
    expect(edited(change)).toBe(text.replace(from, to));
  });
});

describe("a part is added", () => {
  const cases: readonly (readonly [string, TextChange, from: string, to: string])[] = [
    ["in braces", { set: ["actors", "union", "noise"], to: "tastes" }, "year }", "year, noise: tastes }"],
    [
      "in a block, after its last entry",
      { set: ["actors", "company", "noise"], to: "tastes" },
      "soft: 0.5 }\n",
      "soft: 0.5 }\n    noise: tastes\n",
    ],
    [
      "with all that is above it",
      { set: ["evidence", "paper", "grade"], to: "B2" },
      "empty:\n",
      "empty:\nevidence: { paper: { grade: B2 } }\n",
    ],
    ["an item in brackets", { set: ["turns", 2], to: "events" }, "company table]", "company table, events]"],
    [
      "an item with a dash",
      { set: ["history", 2], to: { on: "2026-06-01", happened: "peace" } },
      "at last\n",
      "at last\n  - { on: 2026-06-01, happened: peace }\n",
    ],
    ["in a section without entries", { set: ["empty", "first"], to: "1" }, "empty:\n", "empty:\n  first: 1\n"],
  ];
  test.each(cases)("%s", (_, change, from, to) => {
    expect(edited(change)).toBe(text.replace(from, to));
  });

  test("at the end of a text without a line's end", () => {
    expect(edited({ set: ["b"], to: "2" }, "a: 1")).toBe("a: 1\nb: 2");
    expect(edited({ set: ["a"], to: "2" }, "")).toBe("a: 2\n");
  });
});

describe("a part is taken away", () => {
  const cases: readonly (readonly [string, TextChange, from: string, to: string])[] = [
    ["first in braces", { remove: ["actors", "union", "name"] }, "name: Bakers' union, ", ""],
    ["last in braces", { remove: ["actors", "union", "patience"] }, ", patience: 0.9 per year", ""],
    [
      "of a block, with its comment",
      { remove: ["actors", "union"] },
      "  union: { name: Bakers' union, patience: 0.9 per year }   # the union\n",
      "",
    ],
    [
      "over several lines",
      { remove: ["history", 1] },
      "  - on: 2026-05-01\n    happened: return to work   # at last\n",
      "",
    ],
    ["in brackets", { remove: ["turns", 0] }, "union table, ", ""],
  ];
  test.each(cases)("%s", (_, change, from, to) => {
    expect(edited(change)).toBe(text.replace(from, to));
  });

  test("the last of a block leaves it empty", () => {
    expect(edited({ remove: ["a", "b"] }, "a:\n  b: 1\nc: 2\n")).toBe("a: {}\nc: 2\n");
  });
});

test("a key is called otherwise", () => {
  expect(edited({ rename: ["actors", "union"], to: "bakers" })).toBe(text.replace("  union:", "  bakers:"));
  expect(edited({ rename: ["a"], to: "a" }, "a: 1\n")).toBe("a: 1\n");
});

test("a section is begun on a line of its own", () => {
  expect(edited({ set: ["title"], to: "A strike" }, "# to be written")).toBe("# to be written\ntitle: A strike\n");
  expect(edited({ set: ["title"], to: "A strike" }, "")).toBe("title: A strike\n");
});

test("what cannot be changed by itself is refused with a reason", () => {
  const why = (change: TextChange, of = text) => {
    const result = editText(of, change);
    return result.status === "refused" ? result.why : result.text;
  };
  expect(why({ remove: ["nothing"] })).toBe("nothing is written here");
  expect(why({ set: ["title", "more"], to: "1" })).toBe("what is above it is no map");
  expect(why({ set: ["a"], to: "1" }, "a: [\n")).toBe("mend the text's errors first");
  expect(why({ remove: ["actors", "company"] })).toContain("anchor");
  expect(why({ rename: ["actors", "union"], to: "company" })).toBe('there is a "company" beside it already');
  expect(why({ set: ["a"], to: "1" }, "a:\n  b: 1 # said\n  c: 2\n")).toContain("comments");
});

/** Texts that a table may hold, some of them hard to write in YAML. */
const word = fc.oneof(
  fc.constantFrom(
    "40",
    "1.50",
    "yes",
    "-3 per month",
    "a, b",
    "x: y",
    "# no",
    "it's",
    '"q"',
    "[a]",
    "{b}",
    "- c",
    "&d",
    "*e",
    "!f",
    "%g",
    "@h",
    "`i",
    "null",
    "~",
    "0x1f",
    "a #b",
    "a:",
    "?",
    "|",
    ">",
  ),
  fc
    .string({ minLength: 1, maxLength: 12 })
    .filter((one) => one.trim() === one && !/[\p{Cc}\p{Cs}\ufeff\ufffd]/u.test(one)),
);
const written: fc.Arbitrary<Written> = fc.oneof(
  word,
  fc.array(word, { minLength: 1, maxLength: 3 }),
  fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), word, { minKeys: 1, maxKeys: 3 }),
);
const paths = fc.constantFrom<(string | number)[][]>(
  ["title"],
  ["actors", "union", "name"],
  ["actors", "company", "name"],
  ["history", 0, "happened"],
  ["turns", 0],
  ["new"],
  ["actors", "new"],
);

test("whatever is set is read back, and every comment stays", () => {
  fc.assert(
    fc.property(paths, written, (path, to) => {
      const result = edited({ set: path, to });
      const read = parseDocument(result).getIn(path, true) as {
        toJSON?: () => unknown;
        source?: string;
        type?: string;
        value?: unknown;
      };
      if (typeof to === "string") expect(read.type === "PLAIN" ? read.source : read.value).toBe(to);
      for (const comment of text.match(/#[^\n]*/g)!) expect(result).toContain(comment);
    }),
    { numRuns: 300 },
  );
});

describe("lines that end with a carriage return too", () => {
  const asCrlf = (of: string) => of.replaceAll("\n", "\r\n");
  const spread = `title: said
  over two lines
actors: {
  union: { name: Bakers' union },
  company: { name: The bakery,
    factions: { hard: 0.5 } }   # for now
}
turns: [
  union table,
  company table
]
history:
  - { on: 2026-04-01, happened: call a strike }
  -
    on: 2026-05-01
    happened: |
      return
      to work
new:`;
  const oneChange: fc.Arbitrary<TextChange> = fc.oneof(
    fc.record({ set: fc.oneof(paths, fc.constant(["history", 2])), to: written }),
    fc.record({
      remove: fc.oneof(paths, fc.constantFrom<(string | number)[][]>(["history", 1], ["actors", "company"])),
    }),
    fc.record({ rename: paths, to: fc.stringMatching(/^[a-z]{1,5}$/) }),
  );

  test("stay so: random changes, one after the other, come to the same text and the same refusals", () => {
    let made = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(text, spread, "# to be\n# written", "a: 1\nb: 2"),
        fc.array(oneChange, { minLength: 1, maxLength: 6 }),
        (of, changes) => {
          let plain: string = of;
          for (const change of changes) {
            const [result, other] = [editText(plain, change), editText(asCrlf(plain), change)];
            expect(other.status).toBe(result.status);
            if (result.status === "refused") expect(other).toEqual(result);
            if (result.status !== "edited" || other.status !== "edited") continue;
            expect(other.text).toBe(asCrlf(result.text));
            plain = result.text;
            made++;
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(made).toBeGreaterThan(100);
  });
});
