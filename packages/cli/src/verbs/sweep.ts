/**
 * `standoff sweep`: a scenario at every point of a grid, or files in its place, solved as the draws of a study are:
 * here, in shards, or by the workers of a queue.
 */
import { readOver, type Swept, USUAL_SEED } from "standoff/study";
import { ExitCode, Stop } from "../exit-code.ts";
import type { Outside } from "../outside.ts";
import { type StudyOptions, study } from "../studying.ts";

interface SweepOptions extends Omit<StudyOptions, "draws" | "seed" | "over"> {
  readonly over: readonly string[];
}

/** Points of a grid, at most. */
const MOST_POINTS = 65_536;

export function sweep(outside: Outside, what: string, of: string | undefined, options: SweepOptions): Promise<number> {
  const needed = what !== "merge" && !(what === "status" && of === undefined);
  const files = options.over.filter(areFiles).flatMap((text) => text.split(",").map((file) => file.trim()));
  const over = options.over.filter((text) => !areFiles(text)).map(readOrStop);
  if (needed && over.length + files.length === 0) throw new Stop(ExitCode.usage, "sweep needs --over, at least once");
  if (over.length > 0 && files.length > 0)
    throw new Stop(ExitCode.usage, "--over takes files or assumptions, not both at once");
  const names = over.map(({ assumption }) => assumption);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new Stop(ExitCode.usage, `--over names ${twice} twice`);
  const twiceFile = files.find((file, i) => files.indexOf(file) < i);
  if (twiceFile !== undefined) throw new Stop(ExitCode.usage, `--over names ${twiceFile} twice`);
  const points = files.length > 0 ? files.length : over.reduce((product, { values }) => product * values.length, 1);
  if (points > MOST_POINTS) throw new Stop(ExitCode.usage, `${points} points, where ${MOST_POINTS} are allowed`);
  const grid = { ...options, draws: points, seed: USUAL_SEED, statedSteadiness: true, over };
  return study(outside, what, of, files.length > 0 ? { ...grid, files } : grid);
}

/** Scenario files, with commas between. */
function areFiles(text: string): boolean {
  return !text.includes("=") && text.split(",").every((file) => /\.ya?ml$/.test(file.trim()));
}

function readOrStop(text: string): Swept {
  const read = readOver(text);
  if ("says" in read) throw new Stop(ExitCode.usage, `--over: ${read.says}`);
  return read;
}
