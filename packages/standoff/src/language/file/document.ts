/**
 * A scenario's files -> one document as plain data, with the way back to every position. This is reading only: the form
 * is right when a document comes out, what it means is for `check.ts`.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { composed } from "../../text/composed.ts";
import { type Diagnostic, sortDiagnostics } from "../../text/diagnostic.ts";
import { position, type SourceFile, type Span } from "../../text/source.ts";
import { didYouMean } from "../../text/suggest.ts";
import { diagnostic } from "../catalogue/catalogue.ts";
import { writeOutCounts } from "./counts.ts";
import { ChainReader, type ReadFile } from "./extend.ts";
import { type Located, type LocatedMap, type Path, plain, spanAt } from "./located.ts";
import { readYaml } from "./read-yaml.ts";
import { shapeProblems } from "./shape-problems.ts";
import { laterKeys, type ScenarioDocument, scenarioShape } from "./shapes.ts";

export interface ReadDocument {
  /** Plain data: every scalar as its text, maps without a prototype. */
  readonly value: ScenarioDocument;
  /** The same with positions. */
  readonly root: LocatedMap;
  /**
   * Where a part stands. For a scalar the span of its content, so that an offset inside the text of a plain scalar is
   * an offset from the span's start. A path that leads nowhere gives its nearest existing ancestor.
   */
  readonly spanOf: (path: (string | number)[], part?: "key" | "value") => Span;
  readonly sources: readonly SourceFile[];
  /** What settings replaced: the text of the file, by assumption. */
  readonly replaced: ReadonlyMap<string, string>;
  /** SHA-256 of the canonical JSON of `value`, hex. */
  readonly hash: string;
}

export interface ReadOptions {
  /** Values that replace `assumptions.NAME.value`, as text. */
  readonly set?: Readonly<Record<string, string>>;
  /** What messages call the place of a setting, by assumption; else `--set`. */
  readonly setBy?: Readonly<Record<string, string>>;
  /** One of the rival forms that the file names, instead of what it is itself. */
  readonly rival?: string;
}

/**
 * Reads a scenario from its file or its folder (then `scenario.standoff.yaml` in it), with all that it extends.
 * `readFile` gives a file's text, or undefined where there is none; `readText` reads a text like `readYaml`. Never
 * throws, unless `readFile` does.
 *
 * A document can come with errors: those that leave its form whole, such as an unknown key. Nothing may run then, but
 * further checks can still find more to say.
 */
export function readDocument(
  path: string,
  readFile: ReadFile,
  options: ReadOptions = {},
  readText = readYaml,
): { document?: ReadDocument; diagnostics: Diagnostic[]; sources: SourceFile[] } {
  const chain = new ChainReader(readFile, readText);
  const { diagnostics, sources } = chain;
  const own = chain.read(path);
  const merged = own === undefined || options.rival === undefined ? own : chain.rival(own, options.rival);
  if (merged === undefined) return { diagnostics: sortDiagnostics(diagnostics), sources };
  const set = applySettings(writeOutCounts(merged), options, sources, diagnostics);
  const read = takeOutLaterKeys(set, diagnostics);
  if (!versionIsKnown(read, diagnostics)) return { diagnostics: sortDiagnostics(diagnostics), sources };
  const value = plain(read);
  const parsed = scenarioShape.safeParse(value, { jitless: true });
  const { problems, whole } = shapeProblems(read, parsed.error?.issues ?? []);
  diagnostics.push(...(chain.trusted ? problems : withoutAfterEffects(problems, diagnostics, sources)));
  const found = { diagnostics: sortDiagnostics(diagnostics), sources };
  if (!chain.trusted || !whole) return found;
  const replaced = replacedBy(writeOutCounts(merged), options.set ?? {});
  return { document: documentOf(read, value as ScenarioDocument, sources, replaced), ...found };
}

function documentOf(
  root: LocatedMap,
  value: ScenarioDocument,
  sources: readonly SourceFile[],
  replaced: ReadonlyMap<string, string>,
): ReadDocument {
  return {
    value,
    root,
    spanOf: (path, part = "value") => spanAt(root, path as Path, part),
    sources,
    replaced,
    hash: bytesToHex(sha256(utf8ToBytes(canonicalJson(value)))),
  };
}

/** JSON with sorted keys and without spaces. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const keys = Object.keys(value).sort();
  const member = (key: string) => `${JSON.stringify(key)}:${canonicalJson((value as Record<string, unknown>)[key])}`;
  return `{${keys.map(member).join(",")}}`;
}

// ---------------------------------------------------------------- steps

/** Names of assumptions that a hint lists at most. */
const namesTold = 12;

/** Some of the assumptions' names, for one that is like none of them. */
function knownNames(names: readonly string[]): string {
  if (names.length === 0) return "the file has no assumptions";
  const more = names.length > namesTold ? ` and ${names.length - namesTold} more` : "";
  return `the assumptions are ${names.slice(0, namesTold).join(", ")}${more}`;
}

/**
 * Puts settings in place of assumptions' values. Each becomes a source of its own, so that a fault in it has a place.
 */
function applySettings(
  root: LocatedMap,
  { set = {}, setBy = {} }: ReadOptions,
  sources: SourceFile[],
  diagnostics: Diagnostic[],
): LocatedMap {
  const section = root.entries.get("assumptions");
  const assumptions = new Map(section?.value.kind === "map" ? section.value.entries : []);
  for (const [written, value] of Object.entries(set)) {
    const [name, text] = [composed(written), composed(value)];
    const file = sources.push({ path: setBy[written] ?? "--set", text: `${name}=${text}`, setting: true }) - 1;
    const entry = assumptions.get(name);
    if (entry?.value.kind !== "map") {
      const hint = didYouMean(name, assumptions.keys()) ?? knownNames([...assumptions.keys()]);
      diagnostics.push(diagnostic("unknown-setting", { file, start: 0, end: name.length }, { name }, { hint }));
      continue;
    }
    const span = { file, start: name.length + 1, end: name.length + 1 + text.length };
    const entries = new Map(entry.value.entries);
    for (const key of ["prior", "prior range", "analysts"]) entries.delete(key); // the value given counts, not what the evidence makes of the prior
    entries.set("value", { key: span, value: { kind: "text", span, text } });
    assumptions.set(name, { key: entry.key, value: { ...entry.value, entries } });
  }
  if (section?.value.kind !== "map") return root;
  const entries = new Map(root.entries);
  entries.set("assumptions", { key: section.key, value: { ...section.value, entries: assumptions } });
  return { ...root, entries };
}

function replacedBy(root: LocatedMap, settings: Readonly<Record<string, string>>): Map<string, string> {
  const section = root.entries.get("assumptions")?.value;
  return new Map(
    Object.keys(settings).flatMap((written) => {
      const name = composed(written);
      const entry = section?.kind === "map" ? section.entries.get(name)?.value : undefined;
      const value = entry?.kind === "map" ? entry.entries.get("value")?.value : undefined;
      return value?.kind === "text" ? [[name, value.text] as const] : [];
    }),
  );
}

/**
 * Keys that the language keeps for later, in the file and in the entries of its sections: said once each, and taken
 * out.
 */
function takeOutLaterKeys(root: LocatedMap, diagnostics: Diagnostic[]): LocatedMap {
  const entries = new Map(takeOut(root, laterKeys.file, diagnostics).entries);
  for (const [name, keys] of Object.entries(laterKeys.sections)) {
    const section = entries.get(name);
    if (section?.value.kind !== "map") continue;
    const items = new Map(section.value.entries);
    for (const [item, { key, value }] of items) items.set(item, { key, value: takeOutOf(value, keys, diagnostics) });
    entries.set(name, { key: section.key, value: { ...section.value, entries: items } });
  }
  return { ...root, entries };
}

function takeOutOf(value: Located, keys: readonly string[], diagnostics: Diagnostic[]): Located {
  return value.kind === "map" ? takeOut(value, keys, diagnostics) : value;
}

function takeOut(map: LocatedMap, keys: readonly string[], diagnostics: Diagnostic[]): LocatedMap {
  const entries = new Map(map.entries);
  for (const key of keys) {
    const entry = entries.get(key);
    if (entry === undefined) continue;
    diagnostics.push(diagnostic("not-yet-read", entry.key, { key }));
    entries.delete(key);
  }
  return { ...map, entries };
}

function versionIsKnown(root: LocatedMap, diagnostics: Diagnostic[]): boolean {
  const version = root.entries.get("standoff")?.value;
  if (version === undefined || version.kind !== "text" || version.text === "1") return true;
  diagnostics.push(diagnostic("unknown-version", version.span, { version: version.text.slice(0, 20) }));
  return false;
}

/** After broken YAML: problems on another line than any of its own, and nothing about what seems to be missing. */
function withoutAfterEffects(
  problems: readonly Diagnostic[],
  known: readonly Diagnostic[],
  sources: readonly SourceFile[],
): Diagnostic[] {
  const unsure = new Set(["missing-key", "empty-value", "one-key-needed", "key-needs-key"]);
  const lineOf = ({ file, start }: Span) => `${file}:${position(sources[file]?.text ?? "", start).line}`;
  const broken = new Set(known.filter(({ severity }) => severity === "error").map(({ span }) => lineOf(span)));
  return problems.filter(({ code, span }) => !unsure.has(code) && !broken.has(lineOf(span)));
}
