/** A scenario's text as an editor knows it: read once for each change; everything else here is asked of a `Reading`. */
import type { ReadFile } from "../language/file/extend.ts";
import type { Located } from "../language/file/located.ts";
import { SectionReader, type TextReader } from "../language/file/read-sections.ts";
import { readYaml } from "../language/file/read-yaml.ts";
import { loadForEditing } from "../language/load.ts";
import type { Scenario } from "../language/scenario.ts";
import { checkQuestions } from "../query/questions/read-question.ts";
import { type Diagnostic, sortDiagnostics } from "../text/diagnostic.ts";
import type { SourceFile } from "../text/source.ts";
import { type NameAt, namesIn } from "./names.ts";

export interface Reading {
  /** The file that is written. Offsets are in its text; it is file 0 of `sources`. */
  readonly main: string;
  readonly text: string;
  readonly readFile: ReadFile;
  /** All that shows without building a world. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly SourceFile[];
  /** The file's tree, merged with what it extends where its form is whole; undefined where it cannot be read at all. */
  readonly root: Located | undefined;
  /** Every name where it stands; in a text too broken to be read those of the last reading, for completion alone. */
  readonly names: readonly NameAt[];
  /** Are `names` of this text? */
  readonly current: boolean;
  /** There when no diagnostic is an error. */
  readonly scenario: Scenario | undefined;
  /** What the next reading need not read again. */
  readonly sections: TextReader;
}

/**
 * Reads a scenario's file for an editor. Never throws on bad input. `before`: the last reading, whose names are offered
 * while the text is too broken to have any; what stands unchanged in the text is not read again.
 *
 * @example
 * ```ts
 * const reading = readForEditing("my.yaml", () => "standoff: 1\ntitel: A strike\n");
 * reading.diagnostics.some(({ hint }) => hint === 'did you mean "title"?') // => true
 * reading.scenario // => undefined
 * ```
 */
export function readForEditing(main: string, readFile: ReadFile, before?: Reading): Reading {
  const sections = before?.sections ?? new SectionReader();
  const { diagnostics, sources, names: read, root: merged, scenario } = loadForEditing(main, readFile, sections);
  const text = sources[0]?.text ?? "";
  const root = merged ?? readYaml(text, 0).root;
  const names = root === undefined ? undefined : namesIn(root, read, sources);
  const asked = scenario === undefined ? [] : checkQuestions(scenario);
  return {
    main,
    text,
    readFile,
    diagnostics: asked.length === 0 ? diagnostics : sortDiagnostics([...diagnostics, ...asked]),
    sources,
    root,
    names: names ?? before?.names ?? [],
    current: names !== undefined,
    scenario,
    sections,
  };
}

/** The name that stands at an offset of the file that is written; the shortest where one lies within another. */
export function nameAt({ names, current }: Reading, offset: number): NameAt | undefined {
  if (!current) return undefined;
  return names
    .filter(({ span }) => span.file === 0 && span.start <= offset && offset <= span.end)
    .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
}

/** Do two places have the same name? */
export function sameName(a: NameAt, b: NameAt): boolean {
  return a.kind === b.kind && a.name === b.name && (a.of ?? "") === (b.of ?? "");
}
