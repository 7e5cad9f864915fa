/**
 * `standoff study`: the same to the byte however it is cut, ended and resumed; what is wrong with a folder is named.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { command, repository, run, starterScenario } from "./captured.ts";

const scenario = { "scenario.standoff.yaml": starterScenario("A lease") };
const draws = ["--draws", "8"];
const whole = await run(["study", ".", ...draws, "--json"], { files: scenario });
const inFolder = await run(["study", ".", ...draws, "--out", "kept", "--json"], { files: scenario });

/** What stands under a folder, by names in it. */
const under = (folder: string, written: ReadonlyMap<string, string>) =>
  new Map(
    [...written]
      .filter(([path]) => path.startsWith(`${folder}/`))
      .map(([path, text]) => [path.slice(folder.length + 1), text]),
  );
const files = (folder: string, written: ReadonlyMap<string, string>) =>
  Object.fromEntries([...under(`/here/${folder}`, written)].map(([name, text]) => [`${folder}/${name}`, text]));

describe("a study", () => {
  test("tells means with errors, bands, habit, and what was drawn", () => {
    expect(whole.code, whole.err).toBe(0);
    const told = JSON.parse(whole.out);
    expect(told).toMatchObject({
      status: "studied",
      seed: "calm-river-stone",
      draws: { asked: 8, solved: 8, lost: 0 },
      refused: 0,
    });
    const { mean, band, byEnd, habit, byDate } = told.outcomes["lease signed"];
    expect(band.byEnd[0]).toBeLessThanOrEqual(mean.byEnd);
    expect(mean.byEnd).toBeLessThanOrEqual(band.byEnd[2]);
    expect(mean.error).toBeGreaterThan(0);
    for (const chance of [byEnd, habit]) expect(chance).toBeGreaterThan(0);
    expect(mean.byDate.length).toBe(byDate.length);
    expect(band.byDate.length).toBe(byDate.length);
    expect(mean.byDate.at(-1)[1]).toBe(mean.byEnd);
  });

  test("is the same in a folder as in the database", () => {
    expect(inFolder.out).toBe(whole.out);
    expect([whole.written.size, inFolder.written.size]).toEqual([0, 10]);
  });

  test("is the same from two shards of different numbers of threads, merged, as in one piece", async () => {
    const first = await run(["study", "run", ".", ...draws, "--shard", "1/2", "--out", "kept", "--threads", "2"], {
      files: scenario,
    });
    expect([first.code, first.err, first.threads]).toEqual([0, "", 2]);
    const second = await run(["study", "run", ".", ...draws, "--shard", "2/2", "--out", "kept", "--threads", "1"], {
      files: { ...scenario, ...files("kept", first.written) },
    });
    expect([second.code, second.threads]).toEqual([0, 0]);
    const told = (text: string) => text.replace(/study \w+/, "study KEY");
    expect([first, second].map(({ out }) => told(out))).toEqual([
      "Part 1/2 of the study KEY stands in kept: the stated values and 4 draws.\nWhen all parts stand: standoff study merge kept\n",
      "Part 2/2 of the study KEY stands in kept: 4 draws.\nWhen all parts stand: standoff study merge kept\n",
    ]);
    const both = { ...files("kept", first.written), ...files("kept", second.written) };
    const merged = await run(["study", "merge", "kept", "--json"], { files: both });
    expect(merged.err).toBe("");
    expect(merged.out).toBe(whole.out);
  });

  test("goes on from what stands, solves the rest alone, and comes to the same", async () => {
    const kept = [...under("/here/kept", inFolder.written)]
      .filter(([name]) => !/draw-0000[367]/.test(name))
      .map(([name, text]) => [`kept/${name}`, text]);
    const given = { ...scenario, ...Object.fromEntries(kept) };
    const again = await run(["study", ".", ...draws, "--out", "kept", "--json"], { files: given });
    expect(again.out).toBe(whole.out);
    const made = [...again.written.keys()].map((path) => path.split("/").at(-1));
    expect(made.sort()).toEqual(["draw-00003.json", "draw-00006.json", "draw-00007.json"]);
  });

  test("that is ended keeps what is finished, and says how to go on", async () => {
    const signals = new Int32Array(new SharedArrayBuffer(8));
    const ended = await run(["study", ".", ...draws, "--out", "kept"], {
      files: scenario,
      signals,
      onSaved: (path) => {
        if (path.endsWith("draw-00003.json")) Atomics.store(signals, 0, 1);
      },
    });
    expect([ended.code, ended.out]).toEqual([130, ""]);
    expect(ended.err).toContain("3 of 8 draws stand, kept in /here/kept");
    const given = { ...scenario, ...files("kept", ended.written) };
    const again = await run(["study", ".", ...draws, "--out", "kept", "--json"], { files: given });
    expect(again.written.size).toBe(5);
    expect(again.out).toBe(whole.out);
  });

  test("whose process is killed goes on from the draws that it left, to the same", async () => {
    const folder = mkdtempSync(join(tmpdir(), "standoff-killed-"));
    try {
      writeFileSync(join(folder, "scenario.standoff.yaml"), scenario["scenario.standoff.yaml"]);
      const kept = join(folder, "kept");
      const standing = () => (existsSync(kept) ? readdirSync(kept).filter((name) => name.startsWith("draw-")) : []);
      const args = [command, "study", "run", ".", "--draws", "64", "--out", "kept", "--threads", "1"];
      const first = spawn(process.execPath, args, { cwd: folder, stdio: "ignore" });
      const ended = new Promise((resolve) => first.on("exit", (_, signal) => resolve(signal)));
      while (first.exitCode === null && standing().length < 2) await sleep(5);
      first.kill("SIGKILL");
      expect(await ended).toBe("SIGKILL");
      const left = standing().length;
      expect(left).toBeLessThan(64);
      const cli = (...rest: string[]) =>
        spawnSync(process.execPath, [command, "study", ...rest], { cwd: folder, encoding: "utf8" });
      const again = cli("run", ".", "--draws", "64", "--out", "kept", "--threads", "1", "--json");
      expect(JSON.parse(again.stdout)).toMatchObject({ status: "shard solved", draws: 64, solvedBefore: left });
      expect(readdirSync(kept).filter((name) => name.endsWith(".unfinished"))).toEqual([]);
      const told = cli("merge", "kept", "--json");
      expect(told.stdout).toBe(cli(".", "--draws", "64", "--out", "other", "--threads", "1", "--json").stdout);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("of another seed, or as steady as stated, is another one", async () => {
    const other = await run(["study", ".", ...draws, "--seed", "quiet harbour lamp", "--json"], { files: scenario });
    const steady = await run(["study", ".", ...draws, "--stated-steadiness", "--json"], { files: scenario });
    const [told, own, still] = [whole, other, steady].map(({ out }) => JSON.parse(out));
    expect(own.seed).toBe("quiet-harbour-lamp");
    expect(new Set([told.study, own.study, still.study]).size).toBe(3);
    const means = [told, own, still].map(({ outcomes }) => outcomes["lease signed"].mean.byEnd);
    expect(new Set(means).size).toBe(3);
    expect(still.outcomes["lease signed"].shares.of.map(([name]: [string]) => name)).toEqual(
      expect.not.arrayContaining(["steadiness of all"]),
    );
  });
});

describe("a study in the database", () => {
  test("that is killed goes on from the draws that stand, loses none, and comes to the same", async () => {
    const home = mkdtempSync(join(tmpdir(), "standoff-study-"));
    try {
      const folder = join(home, "case");
      mkdirSync(folder);
      writeFileSync(join(folder, "scenario.standoff.yaml"), starterScenario("A lease"));
      const environment = { ...process.env, XDG_CACHE_HOME: home, NODE_NO_WARNINGS: "" };
      const args = ["study", ".", "--draws", "32", "--json", "--threads", "2"];
      const start = () => spawn(process.execPath, [command, ...args], { cwd: folder, env: environment });
      const standing = () => {
        try {
          const database = new DatabaseSync(join(home, "standoff/studies.sqlite"), { readOnly: true });
          const rows = database.prepare("SELECT place, record FROM draws ORDER BY place").all();
          database.close();
          return rows.map(({ place, record }) => [Number(place), String(record)] as const);
        } catch {
          return [];
        }
      };
      const killed = start();
      const gone = new Promise((resolve) => killed.on("exit", (_, signal) => resolve(signal)));
      while (standing().length < 5 && killed.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10));
      killed.kill("SIGKILL");
      expect(await gone).toBe("SIGKILL");
      const before = standing();
      expect(before.length).toBeGreaterThanOrEqual(5);
      expect(before.length).toBeLessThan(33);
      const again = start();
      let [out, err] = ["", ""];
      again.stdout.on("data", (piece) => {
        out += piece;
      });
      again.stderr.on("data", (piece) => {
        err += piece;
      });
      expect(await new Promise((resolve) => again.on("close", resolve)), err).toBe(0);
      expect(err).toBe("");
      expect(standing()).toEqual(expect.arrayContaining(before));
      expect(standing()).toHaveLength(33);
      const files = { "scenario.standoff.yaml": starterScenario("A lease") };
      const alone = await run(["study", ".", "--draws", "32", "--json"], { files });
      expect(out).toBe(alone.out);
    } finally {
      rmSync(home, { recursive: true });
    }
  }, 600_000);
});

describe("a folder with something wrong in it is refused by name", () => {
  const cached = () => {
    return under("/here/kept", inFolder.written);
  };
  const merge = (change: (all: Map<string, string>) => void) => {
    const all = cached();
    change(all);
    const given = Object.fromEntries([...all].map(([name, text]) => [`kept/${name}`, text]));
    return run(["study", "merge", "kept"], { files: given });
  };

  test("whole as it is", async () => {
    const { code, out } = await merge(() => {});
    expect(code).toBe(0);
    expect(out).toContain("8 draws with the seed calm-river-stone");
  });

  test("missing, torn, changed, foreign", async () => {
    const { code, err } = await merge((all) => {
      all.delete("draw-00002.json");
      all.set("draw-00003.json", all.get("draw-00003.json")!.slice(0, 500));
      all.set("draw-00004.json", all.get("draw-00004.json")!.replace(/"residual":/, '"residual":1'));
      all.set("draw-00005.json", all.get("draw-00005.json")!.replace(/"key":"..../, '"key":"0000'));
    });
    expect(code).toBe(1);
    expect(err).toContain("draws 2 to 5 are missing");
    expect(err).toContain("draw-00003.json is torn");
    expect(err).toContain("draw-00004.json is torn");
    expect(err).toContain("draw-00005.json is of another study");
  });

  test("no study at all, or another one", async () => {
    expect((await merge((all) => all.clear())).code).toBe(2);
    const given = Object.fromEntries([...cached()].map(([name, text]) => [`kept/${name}`, text]));
    const other = await run(["study", "run", ".", "--draws", "4", "--out", "kept"], {
      files: { ...scenario, ...given },
    });
    expect(other.code).toBe(2);
    expect(other.err).toContain("another study");
  });
});

describe("wrong use", () => {
  test.each([
    [["study", ".", "--draws", "3"], "from 4 to"],
    [["study", ".", "--seed", "calm-river-stome"], "did you mean"],
    [["study", "run", "."], "--out"],
    [["study", "run", ".", "--out", "kept", "--shard", "3/2"], "--shard"],
    [["study", "walk", "."], "merge STORE"],
  ])("%j", async (args, says) => {
    const { code, err } = await run(args, { files: scenario });
    expect(code).toBe(2);
    expect(err).toContain(says);
  });
});

test("docs/method.md shows what labour-strike's study of 64 draws says", async () => {
  const { code, out } = await run(["study", "labour-strike", "--draws", "64", "--threads", "2"]);
  expect(code).toBe(0);
  const page = readFileSync(join(repository, "docs/method.md"), "utf8");
  const from = out.indexOf("by 31 Jul 2026");
  const shown = out.slice(from, out.indexOf("Mean: over the draws")).trimEnd();
  for (const line of shown.split("\n").filter((one) => one !== "")) expect(page).toContain(`    ${line}\n`);
});
