/**
 * Writes the gallery: docs/gallery.md with a picture for every scenario of `scenarios/`, and scenarios/gallery.json,
 * from which `standoff init --list` and the studio tell it. What each teaches is the first line of its README; endings
 * are those of its sealed forecast, or of `expected.json` where it has none. How large it is and how long it takes is
 * measured only when asked:
 *   npm run gallery -- [--measure NAME...]
 * With DRAWS=4 before it, over so many draws: all of them take long in a large world.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { endingsBar } from "../packages/report/src/charts/endings.ts";
import { picture } from "../packages/report/src/charts/frame.ts";
import { type Html, html } from "../packages/report/src/html.ts";
import { endingFills, tokens } from "../packages/report/src/style.ts";
import { loadScenario } from "../packages/standoff/src/language/load.ts";
import type { Scenario } from "../packages/standoff/src/language/scenario.ts";
import { percent } from "../packages/standoff/src/query/words.ts";
import { readSealed, type SealedForecast } from "../packages/standoff/src/score/sealed.ts";
import { printDay } from "../packages/standoff/src/text/dates.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = `${root}scenarios/`;
const LIST = "scenarios/gallery.json";

/** As of a scenario's content: its size, and the processor time of its forecast with so many draws. */
interface Measured {
  readonly hash: string;
  readonly states: number;
  readonly draws: number;
  readonly seconds: number;
}

export interface GalleryEntry {
  readonly name: string;
  readonly title: string;
  /** In one line. */
  readonly teaches: string;
  readonly asOf: string;
  readonly to: string;
  readonly measured: Measured | null;
  /** Where the chances come from. */
  readonly from: string;
  /** Of the exclusive group on the last day, or of single outcomes. */
  readonly endings: { readonly name: string | null; readonly of: readonly Ending[] };
  readonly likeliest: Ending;
}

interface Ending {
  readonly name: string;
  readonly chance: number;
  readonly otherwise: boolean;
  /** Does it come from above in pictures, by the file's word? */
  readonly above: boolean;
}

const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
const names = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/scenario.standoff.yaml`));

function scenarioNamed(name: string): Scenario {
  const { scenario } = loadScenario(`${folder}${name}/scenario.standoff.yaml`, read);
  if (scenario === undefined) throw new Error(`${name} has errors`);
  return scenario;
}

function keptMeasures(): ReadonlyMap<string, Measured> {
  const kept = JSON.parse(read(root + LIST) ?? "[]") as GalleryEntry[];
  return new Map(kept.flatMap(({ name, measured }) => (measured === null ? [] : [[name, measured] as const])));
}

// ---- What is told of each ----

function entryOf(name: string, measured: Measured | undefined): GalleryEntry {
  const scenario = scenarioNamed(name);
  const heading = /^# (.*)$/m.exec(read(`${folder}${name}/README.md`) ?? "")?.[1];
  if (heading === undefined) throw new Error(`the README of ${name} has no first line`);
  const { from, chances } = chancesOf(name);
  const endings = endingsOf(scenario, chances);
  const likeliest = [...endings.of].sort((a, b) => b.chance - a.chance)[0];
  return {
    name,
    title: scenario.title,
    teaches: heading.replace(/\.$/, ""),
    asOf: printDay(scenario.asOf.day),
    to: printDay(scenario.calendar.to),
    measured: measured?.hash === scenario.hash ? measured : null,
    from,
    endings,
    likeliest,
  };
}

function chancesOf(name: string): { readonly from: string; readonly chances: ReadonlyMap<string, number> } {
  const sealed = sealedOf(name);
  if (sealed !== null) {
    const chances = new Map(sealed.questions.map((one) => [one.name, one.mean]));
    return { from: `mean over ${sealed.draws.solved} draws, sealed`, chances };
  }
  const { byEnd, step } = JSON.parse(read(`${folder}${name}/expected.json`)!) as {
    readonly byEnd: Record<string, number>;
    readonly step?: string;
  };
  const at = step === undefined ? "" : `, at a step of ${step}`;
  return { from: `at the stated values${at}`, chances: new Map(Object.entries(byEnd)) };
}

function sealedOf(name: string): SealedForecast | null {
  const file = readdirSync(folder + name).find((one) => one.endsWith(".forecast"));
  if (file === undefined) return null;
  const found = readSealed(read(`${folder}${name}/${file}`)!);
  if (found.status !== "read") throw new Error(`${name}/${file}: ${found.why}`);
  return found.forecast;
}

/** The last exclusive group, which is how it stands in the end; without any, outcomes each by itself. */
function endingsOf({ exclusive, outcomes }: Scenario, chances: ReadonlyMap<string, number>): GalleryEntry["endings"] {
  const of = (list: readonly string[], otherwise: string | null, above: readonly string[] = []) =>
    list.flatMap((name) => {
      const chance = chances.get(name);
      return chance === undefined ? [] : [{ name, chance, otherwise: name === otherwise, above: above.includes(name) }];
    });
  const group = exclusive.at(-1);
  if (group !== undefined) {
    const otherwise = group.of.find((index) => outcomes[index].how === "else");
    return {
      name: group.name,
      of: of(
        group.of.map((index) => outcomes[index].name),
        outcomes[otherwise ?? -1]?.name ?? null,
        group.above.map((index) => outcomes[index].name),
      ),
    };
  }
  const listed = outcomes.filter(({ unlisted }) => unlisted !== true).map(({ name }) => name);
  return { name: null, of: of(listed, null) };
}

// ---- How it is shown ----

const WIDTH = 520;
const style = `<style>${tokens}${endingFills} text { font: 400 11.5px "IBM Plex Sans", system-ui, sans-serif; fill: var(--ink-2); } .mid { text-anchor: middle; } .end { text-anchor: end; }</style>`;

function pictureOf({ endings, title }: GalleryEntry): string {
  const drawn =
    endings.name === null
      ? bars(title, endings.of)
      : endingsBar(
          {
            name: endings.name,
            of: endings.of.map(({ chance: mean, above, ...one }) => ({
              ...one,
              mean,
              standing: { side: above ? "above" : "below" } as const,
            })),
          },
          WIDTH,
        );
  return `${drawn.text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ').replace(">", `>${style}`)}\n`;
}

/** Outcomes that may come true together, one under the other. */
function bars(title: string, of: readonly Ending[]): Html {
  const [row, left] = [20, 200];
  const label = `${title}: ${of.map(({ name, chance }) => `${name} ${percent(chance)}`).join(", ")}.`;
  return picture(
    WIDTH,
    row * of.length,
    label,
    of.map(({ name, chance }, i) => {
      const length = Math.round((WIDTH - left - 50) * chance);
      return html`<text class="end" x="${left - 8}" y="${row * i + 14}">${name}</text><rect class="f-agreement" x="${left}" y="${row * i + 3}" width="${length}" height="${row - 6}"/><text x="${left + length + 6}" y="${row * i + 14}">${percent(chance)}</text>`;
    }),
  );
}

function pageOf(entries: readonly GalleryEntry[]): string {
  return `# The gallery

The scenarios that come with Standoff: what each teaches, how large it is, how long its forecast takes, and how it may end. \`standoff init --list\` tells the same in the terminal, the studio where it opens one. Each is a folder of \`scenarios/\` with its story, its choices and their grounds in a README; its name alone is enough for any command, as in
\`standoff forecast labour-strike\`. This page is made from the folders by \`npm run gallery\`.

Scenarios of what has happened were written afterwards, by people who knew how it ended; each says so on every output. Where a forecast is sealed, it was solved once and its hash stands in the README; \`standoff backtest\` scores such forecasts ([judgement.md](judgement.md)). Time is processor time of a forecast with so many draws on one machine.

${entries.map(sectionOf).join("\n")}`;
}

function sectionOf(entry: GalleryEntry): string {
  const { name, title, teaches, asOf, to, measured, endings, likeliest, from } = entry;
  const size = measured === null ? "" : ` ${measured.states.toLocaleString("en")} states; ${timeOf(measured)}.`;
  const group = endings.name === null ? "" : `${endings.name}: `;
  return `## ${name}

**${teaches}.**${teaches.toLowerCase().includes(title.toLowerCase()) ? "" : ` ${title}.`} As of ${asOf}, to ${to}.${size}

![${group}${endings.of.map((one) => `${one.name} ${percent(one.chance)}`).join(", ")}](gallery/${name}.svg)

Likeliest${endings.name === null ? " of what it asks" : ""}: ${likeliest.name}, ${percent(likeliest.chance)} (${from}).${endings.name === null ? "" : ` In the picture, from the left: ${endings.of.map((one) => one.name).join(", ")}.`} [Story and grounds](../scenarios/${name}/README.md)
`;
}

function timeOf({ draws, seconds }: Measured): string {
  const long = seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
  return `${long} with ${draws} draws`;
}

/** All files of the gallery by their paths in the repository, from what stands in the folders. */
export function galleryFiles(measures: ReadonlyMap<string, Measured> = keptMeasures()): Map<string, string> {
  const entries = names.map((name) => entryOf(name, measures.get(name)));
  return new Map([
    [LIST, `${JSON.stringify(entries, null, 1)}\n`],
    ["docs/gallery.md", pageOf(entries)],
    ...entries.map((entry) => [`docs/gallery/${entry.name}.svg`, pictureOf(entry)] as const),
  ]);
}

// ---- Measuring ----

const { DRAWS } = process.env;

function measure(name: string): Measured {
  const { hash } = scenarioNamed(name);
  const command = `${process.execPath} packages/cli/bin/standoff.js forecast ${name} --json${DRAWS === undefined ? "" : ` --draws ${DRAWS}`}`;
  const done = spawnSync("bash", ["-c", `TIMEFORMAT='%U %S'; time ${command}`], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (done.status !== 0) throw new Error(`${name}: ${done.stderr}`);
  const { world, draws } = JSON.parse(done.stdout) as { world: { states: number }; draws: { solved: number } };
  const [user, system] = done.stderr.trim().split("\n").at(-1)!.split(" ").map(Number);
  return { hash, states: world.states, draws: draws.solved, seconds: Math.round(10 * (user + system)) / 10 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [flag, ...wanted] = process.argv.slice(2);
  const measures = new Map(keptMeasures());
  if (flag === "--measure") for (const name of wanted.length > 0 ? wanted : names) measures.set(name, measure(name));
  for (const [path, text] of galleryFiles(measures)) {
    mkdirSync(dirname(root + path), { recursive: true });
    writeFileSync(root + path, text);
  }
}
