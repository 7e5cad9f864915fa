/**
 * Batch files: that for Slurm run by a real one, of which a shard is requeued in the middle; that for GNU parallel by a
 * real one; that for Kubernetes read, and what its pods run, run here.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { command, onPath, SlurmCluster, slurmMissing, until } from "./servers.ts";

const folder = mkdtempSync(join(tmpdir(), "standoff-batch-"));
const study = ["labour-strike", "--draws", "20"];
let whole = "";

/** As typed in a shell, whatever these tests were started by: the files name the command as it was typed. */
const { npm_command: _, ...environment } = process.env;

const standoff = (...args: readonly string[]) => {
  const done = spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: "utf8", env: environment });
  expect(done.status, done.stderr).toBe(0);
  return done.stdout;
};
/** As a user's own command: whichever Node the shell has. */
const withNode = (script: string) =>
  script.replaceAll(/^(.*?)node (\S+standoff\.js)/gm, `$1${process.execPath} ${command}`);

beforeAll(() => {
  whole = standoff("study", ...study, "--out", "whole", "--threads", "1");
}, 300_000); // a busy machine; decides nothing
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const slurmReason =
  slurmMissing !== undefined ? `no ${slurmMissing} here` : process.getuid?.() !== 0 ? "not root" : undefined;

describe.skipIf(slurmReason !== undefined)(`on Slurm (${slurmReason ?? "there"})`, () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await SlurmCluster.start();
  }, 600_000);
  afterAll(() => cluster?.end(), 180_000);

  test("20 shards, one of them requeued in the middle, and their merge: the same as in one piece", async () => {
    const script = standoff(
      "study",
      "script",
      ...study,
      "--slurm",
      "--shards",
      "20",
      "--out",
      "kept",
      "--memory",
      "0.5",
    );
    // The third shard waits when it is started first, so that there is a middle to requeue it in.
    const slow =
      'if [ "$SLURM_ARRAY_TASK_ID" = 3 ] && [ -z "${SLURM_RESTART_COUNT:-}" ]; then touch waiting; sleep 600; fi\nexec';
    const lines = withNode(script).split("\n");
    const last = lines.findLastIndex((line) => line.startsWith("exec "));
    lines[last] = lines[last].replace("exec", slow);
    writeFileSync(join(folder, "study-labour-strike.sh"), lines.join("\n"));
    const said = execFileSync("bash", ["study-labour-strike.sh"], {
      cwd: folder,
      encoding: "utf8",
      env: { ...environment, ...cluster.environment },
    });
    const [, shards, merge] = /^shards: job (\d+); their merge: job (\d+), into study-labour-strike.txt$/m.exec(said)!;
    await until("the third shard", () => existsSync(join(folder, "waiting")));
    expect(existsSync(join(folder, "study-labour-strike.txt"))).toBe(false);
    cluster.run("scontrol", "requeue", `${shards}_3`);
    // A requeued task waits about two minutes before it is started again.
    const states = (job: string) => cluster.run("squeue", "-h", "-r", "-j", job, "-o", "%T").trim();
    for (let minutes = 0; minutes < 5 && states(merge) !== ""; minutes++)
      await until("the merge", () => states(merge) === "", 2000).catch(() => {});
    expect(states(merge)).toBe("");
    const logs = readdirSync(folder).filter((name) => /^study-labour-strike-\d+\.log$/.test(name));
    expect(logs).toHaveLength(20);
    for (const name of logs) expect(readFileSync(join(folder, name), "utf8"), name).toContain("of the study");
    expect(readFileSync(join(folder, "study-labour-strike.txt"), "utf8")).toBe(whole);
  }, 900_000);
});

const parallel = onPath("parallel");

test.skipIf(parallel === undefined)(`by GNU parallel (${parallel ?? "none here"}): the same as in one piece`, () => {
  const script = standoff(
    "study",
    "script",
    ...study,
    "--parallel",
    "--shards",
    "3",
    "--at-once",
    "2",
    "--out",
    "by-parallel",
  );
  writeFileSync(join(folder, "parallel.sh"), withNode(script));
  const out = execFileSync("bash", ["parallel.sh"], { cwd: folder, encoding: "utf8" });
  expect(out.slice(-whole.length)).toBe(whole);
});

test("for Kubernetes: an indexed job of as many shards, and their merge, neither by root", () => {
  const args = [
    "--kubernetes",
    "--shards",
    "500",
    "--at-once",
    "50",
    "--out",
    "postgres://db/standoff",
    "--set",
    "large fund=70 %",
  ];
  const script = standoff("study", "script", "labour-strike", "--draws", "1000", ...args);
  const [shards, merge] = parseAllDocuments(script).map((one) => {
    expect(one.errors).toEqual([]);
    return one.toJS();
  });
  expect(shards).toMatchObject({
    kind: "Job",
    metadata: { name: "study-labour-strike" },
    spec: { completionMode: "Indexed", completions: 500, parallelism: 50 },
  });
  const [{ command: line, image }] = shards.spec.template.spec.containers;
  expect(image).toBe("standoff");
  expect(line[2]).toContain(
    'exec standoff study run labour-strike --draws 1000 --seed calm-river-stone --set "large fund=70 %" --memory 2 --out postgres://db/standoff --shard $((JOB_COMPLETION_INDEX + 1))/500 --threads 1;',
  );
  expect(merge.spec.template.spec.containers[0].command[2]).toContain("standoff study merge postgres://db/standoff");
  for (const { spec } of [shards, merge]) expect(spec.template.spec.securityContext.runAsNonRoot).toBe(true);
});

describe("for Kubernetes, what the pods run", () => {
  const store = join(folder, "by-pods");
  const name = "study-labour-strike";
  const marks = join(folder, `${name}.last`);
  let lines: readonly string[] = [];
  beforeAll(() => {
    const script = standoff("study", "script", ...study, "--kubernetes", "--shards", "2", "--out", store);
    lines = parseAllDocuments(script).map((one) => one.toJS().spec.template.spec.containers[0].command[2]);
    // The pods' own command and clock: minutes pass quickly, and a shard can be made to fail.
    mkdirSync(join(folder, "bin"));
    const bin = (of: string, does: string) =>
      writeFileSync(join(folder, "bin", of), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
    bin("standoff", `[ -z "$FAILS" ] || exit 3\nexec ${process.execPath} ${command} "$@"`);
    bin("sleep", "exec /bin/sleep 0.1");
  });
  const shell = (line: string, more: Readonly<Record<string, string>>) => {
    const env = { ...environment, PATH: `${join(folder, "bin")}:${environment.PATH}`, ...more };
    return spawn("sh", ["-c", line], { cwd: folder, env });
  };
  const ended = async (pod: ReturnType<typeof shell>) => {
    let said = "";
    for (const from of [pod.stdout, pod.stderr]) from.on("data", (text) => (said += text));
    const [code] = await once(pod, "exit");
    return { code, said };
  };
  const shard = (index: number, failures: number, more = {}) =>
    ended(shell(lines[0], { JOB_COMPLETION_INDEX: `${index}`, SHARD_FAILURES: `${failures}`, ...more }));

  test("the merge waits while a shard may be started again, and ends where its last try failed", async () => {
    expect((await shard(0, 0)).code).toBe(0);
    const merge = shell(lines[1], {});
    const end = ended(merge);
    expect((await shard(1, 2, { FAILS: "yes" })).code).toBe(3);
    expect(existsSync(marks)).toBe(false);
    expect(merge.exitCode).toBeNull();
    expect((await shard(1, 3, { FAILS: "yes" })).code).toBe(3);
    const { code, said } = await end;
    expect(code).toBe(1);
    expect(said).toContain("draw 1 is missing"); // as the merge itself says
    expect(said).toMatch(/^shard 2 of 2 failed 4 times, its last: see the log of its pod; then delete both jobs/m);
    expect(existsSync(marks)).toBe(false);
  }, 300_000); // a busy machine; decides nothing

  test("a last try that is killed leaves a mark that grows old; one that is solved leaves none", async () => {
    mkdirSync(marks, { recursive: true });
    writeFileSync(join(marks, "1"), "");
    const merge = shell(lines[1], {});
    const end = ended(merge);
    await new Promise((done) => setTimeout(done, 3000)); // it is fresh: some tries of the merge pass
    expect(merge.exitCode).toBeNull();
    const before = Date.now() / 1000 - 700;
    utimesSync(join(marks, "1"), before, before);
    expect((await end).said).toContain("shard 2 of 2 failed");
    expect((await shard(1, 3)).code).toBe(0);
    expect(readdirSync(marks)).toEqual([]);
    const merged = await ended(shell(lines[1], {}));
    expect([merged.code, merged.said]).toEqual([0, whole]);
  }, 300_000);
});

test("is refused without an engine, shards or a store, and for shards that would be empty", () => {
  const refused = (...args: readonly string[]) =>
    spawnSync(process.execPath, [command, "study", "script", ...study, ...args], { cwd: folder, encoding: "utf8" });
  expect(refused("--shards", "4", "--out", "kept").stderr).toContain("one of --slurm");
  expect(refused("--slurm", "--shards", "4").stderr).toContain("--out STORE");
  expect(refused("--slurm", "--shards", "40", "--out", "kept").stderr).toContain("some would be empty");
});
