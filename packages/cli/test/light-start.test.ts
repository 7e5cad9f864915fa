/**
 * Help, a verb's too, and a wrong word are answered without the library: of it the program itself loads what it needs
 * to print, and only what a verb does, loaded when the verb runs, brings more.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { repository } from "./captured.ts";

/** What a module loads at once when it is loaded: imports of values, not of types, and none that are made later. */
function loadsAtOnce(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  return file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement)) return [];
    const clause = statement.importClause;
    const names = clause?.namedBindings;
    const onlyTypes =
      clause?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
      (clause !== undefined &&
        clause.name === undefined &&
        names !== undefined &&
        ts.isNamedImports(names) &&
        names.elements.every(({ isTypeOnly }) => isTypeOnly));
    return onlyTypes ? [] : [(statement.moduleSpecifier as ts.StringLiteral).text];
  });
}

/** All files of the command that a file loads at once, and what they load from elsewhere. */
function closure(start: string): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const [files, packages] = [new Set<string>(), new Set<string>()];
  const visit = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    for (const name of loadsAtOnce(path)) {
      if (name.startsWith(".")) visit(resolve(dirname(path), name));
      else if (!name.startsWith("node:")) packages.add(name);
    }
  };
  visit(start);
  return { files, packages };
}

const source = (name: string) => join(repository, "packages/cli/src", name);

test("the program starts without the library", () => {
  const { files, packages } = closure(source("thread.ts"));
  expect(files.has(source("program.ts"))).toBe(true);
  expect([...files].filter((path) => path.startsWith(source("verbs/")))).toEqual([]);
  expect([...packages].sort()).toEqual(["commander", "standoff/text"]);
});

test("every verb has a grammar of its own name, and none brings the library", () => {
  const grammars = readdirSync(source("grammars"));
  expect(grammars).toEqual(readdirSync(source("verbs")));
  for (const name of grammars) {
    const { files, packages } = closure(source(`grammars/${name}`));
    expect(
      [...files].filter((path) => path.startsWith(source("verbs/"))),
      name,
    ).toEqual([]);
    expect([...packages], name).toEqual(["commander"]);
  }
});

test("a verb does bring it: the reader of imports sees what there is", () => {
  expect([...closure(source("verbs/forecast.ts")).packages].some((name) => /^standoff\b/.test(name))).toBe(true);
});
