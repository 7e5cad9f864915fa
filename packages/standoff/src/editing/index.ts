/**
 * `standoff/editing`: one language service for scenario files, for every editor. A text is read once for each change
 * (`readForEditing`); problems with fixes, completion, cards, definitions, references, renaming, outline, tables and
 * what each line costs are asked of the reading. `editText` changes one part of a text and leaves the rest as it is
 * written. Runs in Node and in the browser; `standoff language-server` and the studio are two programs over it.
 *
 * @module standoff/editing
 */
export type { Located, LocatedEntry, LocatedMap, Path } from "../language/file/located.ts";
export type { TextReader } from "../language/file/read-sections.ts";
export type { ReadYaml } from "../language/file/read-yaml.ts";
export { type Completion, type Completions, completionsAt } from "./complete.ts";
export { type Edited, editText, type TextChange, type Written } from "./edit-text.ts";
export { applyEdits, type TextEdit } from "./edits.ts";
export { type Fix, fixesFor } from "./fixes.ts";
export { type Hovered, hoverAt } from "./hover.ts";
export type { NameAt } from "./names.ts";
export { foldsOf, type OutlineItem, outlineOf } from "./outline.ts";
export type { NameKind } from "./places.ts";
export { type Reading, readForEditing } from "./reading.ts";
export { definitionAt, type Renamed, referencesAt, renameAt } from "./rename.ts";
export {
  type AssumptionRow,
  type Cell,
  type ClockRow,
  type EvidenceCard,
  type PayoffRow,
  type Sheets,
  sheetsOf,
} from "./sheets.ts";
export { type StateCost, stateCosts } from "./state-costs.ts";
