/**
 * Scenarios that extend others: following `extends` from file to file, and merging the documents key by key. Positions
 * stay those of the file that each part comes from.
 */
import { composed } from "../../text/composed.ts";
import { type Diagnostic, hasErrors } from "../../text/diagnostic.ts";
import type { SourceFile, Span } from "../../text/source.ts";
import { didYouMean } from "../../text/suggest.ts";
import { diagnostic } from "../catalogue/catalogue.ts";
import type { Located, LocatedEntry, LocatedMap } from "./located.ts";
import { kindInWords, shorten } from "./located.ts";
import { readYaml } from "./read-yaml.ts";

/** Why a file is not read though it may be there, as the end of a sentence. */
export interface Refused {
  readonly refused: string;
}

/** A file's text, or undefined where there is none. */
export interface ReadFile {
  (path: string): string | Refused | undefined;
  /**
   * The folder of the scenarios that came along: what `extends` names, where nothing of that name lies beside the file.
   */
  readonly library?: string;
}

/** A reader that knows of scenarios that came along. */
export function withLibrary(read: (path: string) => ReturnType<ReadFile>, library: string | undefined): ReadFile {
  return library === undefined ? read : Object.assign((path: string) => read(path), { library });
}

/** No system has longer ones. */
const longestPath = 4096;

/** A longer chain is taken for a mistake. */
const longestChain = 16;

const scenarioFile = "scenario.standoff.yaml";

/** What `extends` says, and where it stands. */
interface Wanted {
  readonly text: string;
  readonly span: Span;
}

/** Follows a chain of files. The lists grow while it reads. */
export class ChainReader {
  readonly sources: SourceFile[] = [];
  readonly diagnostics: Diagnostic[] = [];
  trusted = true;
  private readonly readFile: ReadFile;
  private readonly readText: typeof readYaml;

  constructor(readFile: ReadFile, readText = readYaml) {
    this.readFile = readFile;
    this.readText = readText;
  }

  /** The document of the first file, merged with all that it extends; undefined when one of them cannot be read. */
  read(path: string): LocatedMap | undefined {
    return this.readNext(path, undefined, []);
  }

  /**
   * A rival form of a document that was read: its changes laid on it, or the file that it names; undefined when it
   * cannot be read.
   */
  rival(base: LocatedMap, name: string): LocatedMap | undefined {
    const rivals = base.entries.get("rivals")?.value;
    const found = rivals?.kind === "map" ? rivals.entries.get(name)?.value : undefined;
    const form = found?.kind === "map" ? found.entries : new Map<string, LocatedEntry>();
    const [changes, file] = [form.get("changes")?.value, form.get("file")?.value];
    if (changes?.kind === "map") {
      const { merged, diagnostics } = merge(without(base, "rivals"), changes);
      this.diagnostics.push(...diagnostics);
      return merged;
    }
    if (file?.kind === "text") {
      const from = this.sources[file.span.file].path;
      const read = this.readNext(joinPath(folderOf(from), file.text), file, []);
      return read && without(read, "rivals");
    }
    const known = rivals?.kind === "map" ? [...rivals.entries.keys()] : [];
    const place = this.sources.push({ path: "--rival", text: name, setting: true }) - 1;
    const span = { file: place, start: 0, end: name.length };
    const hint =
      didYouMean(name, known) ?? (known.length === 0 ? "the file has none" : `there are: ${known.join(", ")}`);
    this.diagnostics.push(diagnostic("unknown-reference", span, { kind: "rival form", name }, { hint }));
    return undefined;
  }

  private readNext(path: string, from: Wanted | undefined, chain: readonly string[]): LocatedMap | undefined {
    const file = this.open(path, from, chain);
    if (file === undefined) return undefined;
    const { root, diagnostics, trusted } = this.readText(this.sources[file].text, file);
    this.diagnostics.push(...diagnostics);
    this.trusted &&= trusted;
    if (root === undefined) return undefined;
    if (root.kind === "map") return this.follow(root, [...chain, this.sources[file].path]);
    const wrong = { expected: "a map of sections", found: kindInWords(root) };
    this.diagnostics.push(
      root.kind === "empty" ? diagnostic("empty-file", root.span, {}) : diagnostic("wrong-shape", root.span, wrong),
    );
    return undefined;
  }

  /** Reads the file behind a path: the file itself, or the scenario of a folder. Gives its number in `sources`. */
  private open(path: string, from: Wanted | undefined, chain: readonly string[]): number | undefined {
    const beside = filesOf(path);
    const candidates = [...beside, ...this.inLibrary(from).flatMap(filesOf)];
    const span = from?.span ?? { file: this.sources.length, start: 0, end: 0 };
    const again = chain.find((each) => candidates.includes(each));
    if (again !== undefined) return this.fail(diagnostic("extends-cycle", span, { path: again }), path, from);
    for (const candidate of candidates) {
      const text = this.readFile(candidate) ?? this.readApart(candidate);
      // Letters with accents as one character each, so that a name is one name however it was typed.
      if (typeof text === "string") return this.sources.push({ path: candidate, text: composed(text) }) - 1;
      if (text === undefined) continue;
      return this.fail(diagnostic("file-refused", span, { path: candidate, why: text.refused }), path, from);
    }
    const hint = candidates.length > beside.length ? "nor has any scenario that came along that name" : undefined;
    return this.fail(diagnostic("file-not-found", span, { path: beside.join(" nor ") }, { hint }), path, from);
  }

  /** Where a name without steps upward leads to among the scenarios that came along. */
  private inLibrary(wanted: Wanted | undefined): string[] {
    const { library } = this.readFile;
    if (library === undefined || wanted === undefined || !/^[^/\\.:][^/\\:]*([/\\][^/\\.][^/\\]*)*$/.test(wanted.text))
      return [];
    return [joinPath(library, wanted.text)];
  }

  /** A path from a file that we read composed may have its accents apart on the disk. */
  private readApart(path: string): string | Refused | undefined {
    const apart = path.length > longestPath ? path : path.normalize("NFD");
    return apart === path ? undefined : this.readFile(apart);
  }

  private fail(problem: Diagnostic, path: string, from: Wanted | undefined): undefined {
    if (from === undefined) this.sources.push({ path, text: "" });
    this.diagnostics.push(problem);
  }

  private follow(root: LocatedMap, chain: readonly string[]): LocatedMap | undefined {
    const parent = root.entries.get("extends")?.value;
    if (parent === undefined) return root;
    if (parent.kind !== "text") {
      const found = kindInWords(parent);
      const expected = "the folder or file of another scenario";
      this.diagnostics.push(diagnostic("wrong-shape", parent.span, { expected, found }));
      return undefined;
    }
    if (chain.length > longestChain) {
      this.diagnostics.push(diagnostic("extends-too-long", parent.span, { limit: longestChain }));
      return undefined;
    }
    const base = this.readNext(joinPath(folderOf(chain.at(-1)!), parent.text), parent, chain);
    if (base === undefined) return undefined;
    const { merged, diagnostics } = merge(base, without(root, "extends"));
    this.diagnostics.push(...diagnostics);
    if (hasErrors(diagnostics)) this.trusted = false;
    return merged;
  }
}

/** The file itself, or the scenario of a folder. */
function filesOf(path: string): string[] {
  return /\.ya?ml$/i.test(path) ? [path] : [joinPath(path, scenarioFile), path];
}

function without(map: LocatedMap, key: string): LocatedMap {
  return { ...map, entries: new Map([...map.entries].filter(([name]) => name !== key)) };
}

// ---------------------------------------------------------------- merging

/** Lays `over` on `base`: maps merge key by key, `removed` takes a key away, all else is replaced. */
function merge(base: LocatedMap, over: LocatedMap): { merged: LocatedMap; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const merged = mergeMaps(base, without(over, "rivals"), diagnostics);
  const entries = new Map(merged.entries);
  const rivals = mergeRivals(base.entries.get("rivals"), over.entries.get("rivals"), diagnostics);
  if (rivals === undefined) entries.delete("rivals");
  else entries.set("rivals", rivals);
  return { merged: { ...merged, entries }, diagnostics };
}

/** Rival forms by name, each whole: what one removes is for whoever reads it. */
function mergeRivals(
  below: LocatedEntry | undefined,
  entry: LocatedEntry | undefined,
  diagnostics: Diagnostic[],
): LocatedEntry | undefined {
  if (entry === undefined) return below;
  if (isRemoved(entry.value)) return undefined;
  if (entry.value.kind !== "map" || below?.value.kind !== "map") return entry;
  const entries = new Map(below.value.entries);
  for (const [name, form] of entry.value.entries) {
    if (!isRemoved(form.value)) entries.set(name, form);
    else if (!entries.delete(name)) diagnostics.push(removesNothing(name, form, below.value));
  }
  return { key: entry.key, value: { ...entry.value, entries } };
}

function mergeMaps(base: LocatedMap, over: LocatedMap, diagnostics: Diagnostic[]): LocatedMap {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key);
    if (!isRemoved(entry.value)) entries.set(key, mergeEntry(below, entry, diagnostics));
    else if (!entries.delete(key)) diagnostics.push(removesNothing(key, entry, base));
  }
  return { ...over, entries };
}

function mergeEntry(below: LocatedEntry | undefined, entry: LocatedEntry, diagnostics: Diagnostic[]): LocatedEntry {
  if (entry.value.kind !== "map") return entry;
  const base: LocatedMap = below?.value.kind === "map" ? below.value : { ...entry.value, entries: new Map() };
  return { key: entry.key, value: mergeMaps(base, entry.value, diagnostics) };
}

function isRemoved(value: Located): boolean {
  return value.kind === "text" && value.text === "removed";
}

function removesNothing(key: string, entry: LocatedEntry, base: LocatedMap): Diagnostic {
  return diagnostic(
    "removes-nothing",
    entry.key,
    { key: shorten(key) },
    { hint: didYouMean(key, base.entries.keys()) },
  );
}

// ---------------------------------------------------------------- paths, without a file system

/** Joins two paths and resolves `.` and `..`; both kinds of slash are read, forward slashes are written. */
export function joinPath(folder: string, path: string): string {
  const whole = (/^([/\\]|[A-Za-z]:)/.test(path) || folder === "" ? path : `${folder}/${path}`).replaceAll("\\", "/");
  const parts: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "..") {
      if (parts.length === 0 || parts.at(-1) === "..") parts.push("..");
      else if (parts.at(-1) !== "") parts.pop();
    } else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/") || ".";
}

function folderOf(path: string): string {
  const slash = path.replaceAll("\\", "/").lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, Math.max(1, slash));
}
