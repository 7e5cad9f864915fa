/**
 * Do the bands hold what they promise, and is the mean better than the stated values? On truths drawn from the ranges
 * of two small games (docs/method.md, "Whether the bands hold"): shares of truths inside the 10 to 90 per cent band,
 * and Brier scores, each with its standard error.
 *
 *   node bench/coverage.ts [truths, default 200] [draws, default 256]
 */
import { readFileSync } from "node:fs";
import { USUAL_SEED } from "../packages/standoff/src/study/seed.ts";
import { type Figure, foretold, judged, type Truths, truthsOf } from "../packages/standoff/test/truths/truths.ts";

const [count, draws] = [Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 256)];
const games = [
  ["labour-strike", "scenarios/labour-strike/scenario.standoff.yaml"],
  ["a small crisis", "packages/standoff/test/truths/small-crisis.standoff.yaml"],
] as const;
const kinds: readonly Truths[] = ["as modelled", "ranges twice as wide", "another noise"];

const percent = ({ value, error }: Figure) => `${(100 * value).toFixed(0)} ± ${(100 * error).toFixed(0)} %`;
const score = ({ value, error }: Figure) => `${value.toFixed(4)} ± ${error.toFixed(4)}`;

console.log("| game, outcome | truths | inside the band | Brier of mean | of stated | stated less mean |");
console.log("|---|---|---|---|---|---|");
for (const [game, path] of games) {
  const text = readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
  const forecast = foretold(text, draws, USUAL_SEED);
  for (const kind of kinds) {
    const truths = truthsOf(text, kind, count, 0xc0ffee);
    for (const { name, inside, mean, stated, better } of judged(forecast, truths)) {
      const cells = [
        `${game}: ${name}`,
        `${kind} (${truths.length})`,
        percent(inside),
        mean.value.toFixed(4),
        stated.value.toFixed(4),
        score(better),
      ];
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
}
