/** The grammar of `standoff export`. */
import type { TableName } from "standoff";
import { type Grammar, option } from "../grammar.ts";
import { newsOptions, solveOptions } from "../options.ts";

/** Every table that there is. */
const tables: Readonly<Record<TableName, true>> = {
  forecast: true,
  outcomes: true,
  answers: true,
  strategies: true,
  beliefs: true,
  paths: true,
  news: true,
  states: true,
  world: true,
};

export const grammar: Grammar = {
  examples: [
    "standoff export labour-strike > forecast.csv",
    "standoff export us-iran-2025 --what strategies --out strategies.csv",
    "standoff export labour-strike --what world --out world.json",
  ],
  options: [
    ...solveOptions,
    ...newsOptions,
    option("--what <table>", "what to export", { choices: Object.keys(tables), standard: "forecast" }),
    option("--format <format>", "csv, or json; by the file's name if that says it", { choices: ["csv", "json"] }),
    option("--out <file>", "a file, and its manifest beside it; without it, stdout"),
  ],
  load: async () => (await import("../verbs/export.ts")).exportTables,
};
