/** What the language service is asked of a text beyond reading it: one thing to load for all of it (`editing.ts`). */
export { completionsAt } from "../editing/complete.ts";
export { editText } from "../editing/edit-text.ts";
export { fixesFor } from "../editing/fixes.ts";
export { hoverAt } from "../editing/hover.ts";
export { referencesAt, renameAt } from "../editing/rename.ts";
export { sheetsOf } from "../editing/sheets.ts";
export { stateCosts } from "../editing/state-costs.ts";
