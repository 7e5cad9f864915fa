/**
 * Writes the report's font, IBM Plex Sans in its Latin letters with weight and width, as base64 into packages/report.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = import.meta.resolve("@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wdth-normal.woff2");
export const fontPath = fileURLToPath(new URL("../packages/report/src/font.generated.ts", import.meta.url));

export function fontText(): string {
  const bytes = readFileSync(fileURLToPath(source));
  return `/** Made by scripts/make-font.ts from ${source.slice(source.indexOf("@fontsource"))}: ${bytes.length} bytes, under the SIL Open Font License (OFL.md). */\nexport const FONT =\n  "${bytes.toString("base64")}";\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(fontPath, fontText());
