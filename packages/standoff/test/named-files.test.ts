/**
 * What documents and comments say of the repository is there: every file that they name, and every name in
 * ARCHITECTURE's table "Where does it happen?" in the file that the table sends its reader to.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const passedOver = ["node_modules", "dist", ".git", ".cache"];

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return passedOver.includes(entry.name) ? [] : filesUnder(path);
    return [relative(root, path).split(sep).join("/")];
  });
}

const files = filesUnder(root);
const read = (file: string) => readFileSync(join(root, file), "utf8");
/** Paths that are written in full from the root, or from any folder on the way: `turn/weights.ts` will do. */
const isThere = (name: string) => files.some((file) => file === name || file.endsWith(`/${name}`));

/** Names of files of the repository's own kinds in a text. Globs and files of others (`Node.js`) are none. */
function namedIn(text: string): string[] {
  const names = text.matchAll(/(?<![\w*./:}-])((?:\.\.?\/)*[\w-][\w./-]*\.(?:test\.ts|ts|js|md|cpp))(?![\w/*])/g);
  return [...names].map(([, name]) => name.replace(/^(\.\.?\/)+/, "")).filter((name) => name !== "Node.js");
}

function commentsOf(code: string): string {
  return [...code.matchAll(/\/\*[\s\S]*?\*\/|(?<![:"'`\w])\/\/.*$/gm)].map(([comment]) => comment).join("\n");
}

describe("files that are named", () => {
  test("the reader of names sees them in every dress", () => {
    expect(namedIn("`build/turn/weights.ts`, (see weights.ts); ../docs/method.md, x.test.ts")).toEqual([
      "build/turn/weights.ts",
      "weights.ts",
      "docs/method.md",
      "x.test.ts",
    ]);
    expect(namedIn("*.test.ts, Node.js, catalogue-*.ts, https://a.org/b.md, D3.js.")).toEqual(["D3.js"]);
    expect(commentsOf('const a = "b.ts"; // see c.ts\n/** d.ts */')).toBe("// see c.ts\n/** d.ts */");
  });

  test("in comments are there", () => {
    const own = "named-files.test.ts"; // holds examples
    const sources = files.filter((file) => /(?<!\.generated)\.(ts|js|cpp)$/.test(file) && !file.endsWith(own));
    expect(sources.length).toBeGreaterThan(300);
    expect(missing(sources, (file) => commentsOf(read(file)))).toEqual([]);
  });

  test("in documents are there", () => {
    const documents = files.filter((file) => file.endsWith(".md"));
    expect(documents.length).toBeGreaterThan(10);
    expect(missing(documents, read)).toEqual([]);
  });
});

/** A declaration of that name, or a method. */
function declares(code: string, name: string): boolean {
  const declared = new RegExp(`\\b(?:function\\*?|class|const|interface|type|let) ${name}\\b`);
  const method = new RegExp(`^ +(?:private |readonly |static )*${name}\\(`, "m");
  return declared.test(code) || method.test(code);
}

describe("the table of where things happen", () => {
  const text = read("ARCHITECTURE.md");
  const heading = "## Where does it happen?";
  const section = text.slice(text.indexOf(heading) + heading.length).split("\n## ")[0];
  const rows = section.split("\n").filter((line) => /^\| (?!mechanism|---)/.test(line));
  /** `path` `name`, `name`; each name is declared in the path before it. */
  const stations = rows.flatMap((row) => {
    let path = "";
    return [...row.matchAll(/`([^`]+)`/g)].flatMap(([, word]) => {
      if (/\.[jt]s$/.test(word)) {
        path = files.find((file) => file.endsWith(`/${word}`)) ?? word;
        return [];
      }
      return [{ path, name: word }];
    });
  });

  test("has its rows, and every row leads somewhere", () => {
    expect(rows.length).toBeGreaterThanOrEqual(15);
    expect(rows.filter((row) => !/`[\w/.-]+\.ts` `\w+`/.test(row))).toEqual([]);
  });

  test("its paths are there, and its names are declared in them", () => {
    expect(stations.length).toBeGreaterThan(25);
    const wrong = stations.filter(({ path, name }) => !files.includes(path) || !declares(read(path), name));
    expect(wrong).toEqual([]);
    expect(declares("export function menuWeights(", "menuWeight")).toBe(false);
  });
});

function missing(among: readonly string[], textOf: (file: string) => string): string[] {
  return among.flatMap((file) =>
    namedIn(textOf(file))
      .filter((name) => !isThere(name))
      .map((name) => `${file} names ${name}`),
  );
}
