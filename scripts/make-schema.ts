/** Writes packages/standoff/standoff.schema.json from the shapes: node scripts/bootstrap.js scripts/make-schema.ts */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { scenarioSchema } from "../packages/standoff/src/language/file/schema.ts";

export const schemaPath = fileURLToPath(new URL("../packages/standoff/standoff.schema.json", import.meta.url));

export const schemaText = () => `${JSON.stringify(scenarioSchema(), null, 1)}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(schemaPath, schemaText());
