/** Writes docs/diagnostics/ from the catalogue: node scripts/bootstrap.js scripts/make-diagnostics-docs.ts */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { families } from "../packages/standoff/src/language/catalogue/catalogue.ts";
import type { CatalogueEntry } from "../packages/standoff/src/language/catalogue/catalogue-entry.ts";

export const pagesFolder = fileURLToPath(new URL("../docs/diagnostics/", import.meta.url));

/** Every page's text by file name: one a code, and the index. */
export function diagnosticsPages(): Map<string, string> {
  const pages = new Map([["README.md", index()]]);
  for (const { entries } of families) {
    for (const [code, entry] of Object.entries(entries)) pages.set(`${code}.md`, page(code, entry));
  }
  return pages;
}

function index(): string {
  const sections = families.map(({ title, entries }) => {
    const rows = Object.entries(entries).map(
      ([code, { severity, title }]) => `| [${code}](${code}.md) | ${severity} | ${title} |`,
    );
    return [`## ${title}`, "", "| code | severity | |", "|---|---|---|", ...rows, ""].join("\n");
  });
  const head =
    "Every problem that Standoff reports has a code, and every code a page here. Made from the catalogue in\n`packages/standoff/src/language/`: change it there, then run `node scripts/bootstrap.js scripts/make-diagnostics-docs.ts`.";
  return ["# Diagnostics", "", head, "", ...sections].join("\n");
}

function page(code: string, entry: CatalogueEntry): string {
  const { severity, title, message, expected, hint, explains, wrong, right } = entry;
  const lines = [
    `# ${title}`,
    "",
    `\`${code}\`, ${article(severity)}. The message reads:`,
    "",
    `> ${shown(message)}`,
    "",
  ];
  lines.push(explains, "");
  if (expected !== undefined) lines.push(`Expected: ${shown(expected)}.`, "");
  if (hint !== undefined) lines.push(`Hint: ${shown(hint)}.`, "");
  return [...lines, "Not so:", "", fence(wrong), "", "but so:", "", fence(right), ""].join("\n");
}

function article(severity: string): string {
  return severity === "warning" ? "a warning" : severity === "error" ? "an error" : "a remark";
}

/** Holes of a template in capitals, as in the language's own documentation. */
function shown(template: string): string {
  return template.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => name.toUpperCase());
}

const fence = (text: string) => `\`\`\`yaml\n${text}\n\`\`\``;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(pagesFolder, { recursive: true });
  const pages = diagnosticsPages();
  for (const old of readdirSync(pagesFolder)) if (!pages.has(old)) rmSync(`${pagesFolder}${old}`);
  for (const [name, text] of pages) writeFileSync(`${pagesFolder}${name}`, text);
}
