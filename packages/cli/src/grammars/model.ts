/** The grammar of `standoff model`. */
import { type Grammar, option } from "../grammar.ts";
import { solveOptions } from "../options.ts";

export const grammar: Grammar = {
  examples: [
    "standoff model labour-strike --for prism --out strike       strike.tra, .sta, .lab, .srew, .props",
    "standoff model labour-strike --for umb --out strike.umb",
    'standoff model slips.standoff.yaml --step "3 months" --for gambit --out slips.efg   where noise is mistakes',
  ],
  options: [
    ...solveOptions,
    option("--for <tool>", "which form", { choices: ["gambit", "prism", "prism-language", "umb"], needed: true }),
    option("--out <file>", "where to; prism writes several files of that name", { needed: true }),
  ],
  load: async () => (await import("../verbs/model.ts")).model,
};
