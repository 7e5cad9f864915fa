/**
 * zod's issues -> diagnostics, each placed on the YAML node that it speaks of. Shapes word what is expected
 * (`shapes.ts`); here it is decided what to say: a key unknown or missing, a value absent or of another kind, a name
 * that cannot be one.
 */
import type { z } from "zod";
import { type Diagnostic, mostDiagnostics } from "../../text/diagnostic.ts";
import { didYouMean, suggest } from "../../text/suggest.ts";
import { diagnostic } from "../catalogue/catalogue.ts";
import { kindInWords, type Located, locate, type Path, shorten, spanAt } from "./located.ts";
import { keyMeant, type Misplaced, misplaced, wayToAdd, wayToChoose, wayToWrite } from "./shape-hints.ts";
import { nameProblem } from "./shape-words.ts";

type Issue = z.core.$ZodIssue;

/**
 * All that a document's shape has against it. `whole`: is all that is needed there and of the right kind, so that only
 * keys inside sections are too many?
 */
export function shapeProblems(root: Located, issues: readonly Issue[]): { problems: Diagnostic[]; whole: boolean } {
  const found: Problem[] = [];
  for (const issue of issues) {
    if (found.length > mostDiagnostics) break;
    found.push(...problemsOf(root, issue, []));
  }
  const mistyped = new Set(found.map(({ insteadOf }) => insteadOf));
  const once = new Set<string>();
  const told = found.filter(({ missing, same }) => {
    if (same !== undefined && once.has(same)) return false;
    if (same !== undefined) once.add(same);
    return missing === undefined || !mistyped.has(missing);
  });
  const problems = told.map(({ diagnostic }) => diagnostic);
  return { problems, whole: found.every(({ harmless }) => harmless === true) };
}

/**
 * `insteadOf`: the key, as a path in words, that an unknown key was meant to be; `missing`: the key that is not there;
 * `same`: what it is a part of, where several problems are one mistake; `harmless`: the rest of the document can be
 * understood all the same.
 */
interface Problem {
  readonly diagnostic: Diagnostic;
  readonly insteadOf?: string;
  readonly missing?: string;
  readonly same?: string;
  readonly harmless?: boolean;
}

function problemsOf(root: Located, issue: Issue, above: Path): Problem[] {
  const path = [...above, ...(issue.path as Path)];
  const whole =
    root.kind === "map" ? misplaced(root, issue.code === "unrecognized_keys" ? [...path, ""] : path) : undefined;
  if (whole !== undefined) return [misplacedProblem(root, whole)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys
        .slice(0, mostDiagnostics + 1)
        .map((key) => unknownKey(root, path, key, issue.message.split("\n")));
    case "invalid_key":
      return [badKey(root, path, issue)];
    case "invalid_union":
      return unionProblems(root, path, issue);
    case "invalid_value":
      return [valueProblem(root, path, issue.message, issue.values.map(String))];
    case "custom":
      if (issue.params !== undefined) return [ruleProblem(root, path, issue.params as unknown as Rule)];
  }
  return [valueProblem(root, path, issue.message)];
}

function misplacedProblem(root: Located, { at, expected, hint }: Misplaced): Problem {
  const found = kindInWords(locate(root, at)!.value);
  const part = at[0] === "state" ? "value" : "key";
  return {
    diagnostic: diagnostic("wrong-shape", spanAt(root, at, part), { expected, found }, { hint }),
    same: inWords(at),
  };
}

function unknownKey(root: Located, path: Path, key: string, known: readonly string[]): Problem {
  const span = spanAt(root, [...path, key], "key");
  const closest = keyMeant(key, known) ?? suggest(key, known);
  const hint =
    closest === undefined
      ? (wayToPlace(root, path, key) ?? `the keys here are ${known.join(", ")}`)
      : `did you mean "${closest}"?`;
  const problem = diagnostic("unknown-key", span, { key: shorten(key) }, { hint });
  const harmless = path.length > 0;
  if (closest === undefined) return { diagnostic: problem, harmless };
  return { diagnostic: problem, harmless, insteadOf: inWords([...path, closest]) };
}

/** A move that stands beside a desk's keys. */
function wayToPlace(root: Located, path: Path, key: string): string | undefined {
  const isMap = locate(root, [...path, key])?.value.kind === "map";
  return isMap && path.length === 2 && path[0] === "desks"
    ? `moves stand under "moves": write "moves: { ${key}: ... }"`
    : undefined;
}

function badKey(root: Located, path: Path, issue: Extract<Issue, { code: "invalid_key" }>): Problem {
  const key = String(path.at(-1));
  const expected = issue.issues[0]?.message ?? "name";
  const span = spanAt(root, path, "key");
  if (expected === "name") return { diagnostic: notAName(key, span) };
  return { diagnostic: diagnostic("wrong-shape", span, { expected, found: `"${shorten(key)}"` }) };
}

function notAName(name: string, span: Diagnostic["span"]): Diagnostic {
  return diagnostic("not-a-name", span, { name: shorten(name), problem: nameProblem(name) ?? "it is empty" });
}

/** Tells what is wrong with the alternative that fits the value's kind; if none does, names them all. */
function unionProblems(root: Located, path: Path, issue: Extract<Issue, { code: "invalid_union" }>): Problem[] {
  const value = locate(root, path)?.value;
  const isText = value?.kind === "text";
  const fitting = issue.errors.filter(
    (errors) => !errors.some((each) => each.path.length === 0 && otherKind(each, isText)),
  );
  const inside = fitting.find((errors) => errors.some((each) => each.path.length > 0 || each.code !== "invalid_value"));
  if (inside?.some((each) => each.path.length > 0 || !("message" in each) || structural(each))) {
    return inside.flatMap((each) => problemsOf(root, each as Issue, path));
  }
  return [valueProblem(root, path, [...new Set(issue.errors.flatMap(expectations))].join(", or "))];
}

function otherKind(issue: Issue, isText: boolean): boolean {
  return issue.code === "invalid_type" || (issue.code === "invalid_value" && !isText);
}

function structural(issue: Issue): boolean {
  return issue.code === "unrecognized_keys" || issue.code === "invalid_key" || issue.code === "custom";
}

/** What the alternatives of a union expect of the value itself, in words. */
function expectations(issues: readonly Issue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.path.length > 0 || structural(issue)) return [];
    return issue.code === "invalid_union" ? issue.errors.flatMap(expectations) : [issue.message];
  });
}

/** The rules that shapes add to keys: see `withOneOf` and `withNeed`. */
type Rule =
  | { readonly rule: "one of" | "only one of"; readonly keys: readonly string[]; readonly present: readonly string[] }
  | { readonly rule: "needs"; readonly key: string; readonly need: string };

function ruleProblem(root: Located, path: Path, rule: Rule): Problem {
  if (rule.rule === "needs") {
    const span = spanAt(root, [...path, rule.key], "key");
    return { diagnostic: diagnostic("key-needs-key", span, { key: rule.key, need: rule.need }) };
  }
  const keys = rule.keys.map((key) => `"${key}"`).join(", ");
  if (rule.rule === "one of") {
    const hint = wayToChoose(path, locate(root, path)?.value);
    return { diagnostic: diagnostic("one-key-needed", spanAt(root, path, "key"), { keys }, { hint }) };
  }
  const [first, second] = rule.present;
  const related = [{ span: spanAt(root, [...path, first], "key"), message: `"${first}" stands here` }];
  const span = spanAt(root, [...path, second], "key");
  return { diagnostic: diagnostic("keys-exclude-each-other", span, { keys }, { related }) };
}

/** `choices`: the words of which one is expected, for a suggestion. */
function valueProblem(root: Located, path: Path, expected: string, choices: readonly string[] = []): Problem {
  const value = locate(root, path)?.value;
  const key = String(path.at(-1) ?? "the file");
  if (value === undefined) {
    const span = spanAt(root, path.slice(0, -1), "key");
    const place = path.length > 1 ? ` in "${shorten(String(path.at(-2)))}"` : "";
    const hint = wayToAdd(path);
    return { diagnostic: diagnostic("missing-key", span, { key, place }, { expected, hint }), missing: inWords(path) };
  }
  if (value.kind === "text" && expected === "name") return { diagnostic: notAName(value.text, value.span) };
  if (value.kind === "empty") {
    return { diagnostic: diagnostic("empty-value", spanAt(root, path, "key"), { key: shorten(key) }, { expected }) };
  }
  const close = value.kind === "text" ? didYouMean(value.text, choices) : undefined;
  const hint = close ?? wayToWrite(path, value);
  return { diagnostic: diagnostic("wrong-shape", value.span, { expected, found: kindInWords(value) }, { hint }) };
}

function inWords(path: Path): string {
  return JSON.stringify(path);
}
