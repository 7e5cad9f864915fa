/**
 * The doors of the command: what it writes over, what it reads, what reaches the terminal. Devices are made in an empty
 * folder.
 */
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { nodeOutside } from "../src/node-outside.ts";
import { CannotWrite, type Outside } from "../src/outside.ts";
import { runProgram } from "../src/program.ts";
import { command, repository, run, scenarioText } from "./captured.ts";

const folder = mkdtempSync(join(tmpdir(), "standoff-doors-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let here = "";
let count = 0;
beforeEach(() => {
  here = join(folder, `${count++}`);
  mkdirSync(here);
});

function outsideOf(cwd = here): Outside {
  return nodeOutside({
    columns: 80,
    terminal: false,
    errorTerminal: false,
    environment: {},
    cwd,
    onTemporary: () => {},
  });
}

/** In-process, on real files. */
async function runHere(args: readonly string[], cwd = here) {
  let [out, err] = ["", ""];
  const code = await runProgram(args, {
    ...outsideOf(cwd),
    writeOut: (text) => {
      out += text;
    },
    writeError: (text) => {
      err += text;
    },
    outputClosed: false,
    processors: 1,
  });
  return { code, out, err };
}

const unfinished = () => readdirSync(here).filter((name) => name.endsWith(".unfinished"));
const isRoot = process.getuid?.() === 0;
const posix = process.platform !== "win32";

describe("what is written", () => {
  test("a file keeps its mode, a new one gets the usual", () => {
    const path = join(here, "x");
    writeFileSync(path, "old");
    chmodSync(path, 0o640);
    outsideOf().saveFile(path, ["new"]);
    expect([readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual(["new", 0o640]);
    outsideOf().saveFile(join(here, "y"), ["new"]);
    expect(statSync(join(here, "y")).mode & 0o777).toBe(0o666 & ~process.umask());
    expect(unfinished()).toEqual([]);
  });

  test("a link stays, and what it leads to is written, also where that does not exist yet", () => {
    mkdirSync(join(here, "sub"));
    writeFileSync(join(here, "sub", "real"), "old");
    symlinkSync(join("sub", "real"), join(here, "link"));
    symlinkSync("link", join(here, "again"));
    symlinkSync(join("sub", "later"), join(here, "dangling"));
    outsideOf().saveFile(join(here, "again"), ["new"]);
    outsideOf().saveFile(join(here, "dangling"), ["first"]);
    expect(readFileSync(join(here, "sub", "real"), "utf8")).toBe("new");
    expect(readFileSync(join(here, "sub", "later"), "utf8")).toBe("first");
    for (const name of ["link", "again", "dangling"]) expect(lstatSync(join(here, name)).isSymbolicLink()).toBe(true);
  });

  test.each<[string, (path: string) => void, string]>([
    ["a folder", (path) => mkdirSync(path), "it is a folder"],
    ["a circle of links", (path) => symlinkSync(path, path), "circle"],
    [
      "a write-protected file",
      (path) => {
        writeFileSync(path, "kept");
        chmodSync(path, 0o444);
      },
      isRoot ? "write-protected" : "",
    ],
  ])("%s is refused before the work, and stays", (_, make, why) => {
    const path = join(here, "x");
    make(path);
    for (const attempt of [() => outsideOf().announceFile(path), () => outsideOf().saveFile(path, ["new"])]) {
      expect(attempt).toThrow(CannotWrite);
      expect(attempt).toThrow(why);
    }
    if (lstatSync(path).isFile()) expect(readFileSync(path, "utf8")).toBe("kept");
  });

  test("a name that is too long, or in a folder that is none, is told", () => {
    for (const name of ["n".repeat(300), join("none", "x"), join("x".repeat(256), "y")]) {
      expect(() => outsideOf().announceFile(join(here, name))).toThrow(CannotWrite);
      expect(() => outsideOf().saveFile(join(here, name), ["new"])).toThrow(CannotWrite);
    }
    outsideOf().saveFile(join(here, "n".repeat(255)), ["new"]);
    expect(readdirSync(here)).toEqual(["n".repeat(255)]);
  });

  test("folders are made with those above them, and what is in the way is told", () => {
    outsideOf().makeFolder(join(here, "a", "b", "c"));
    outsideOf().makeFolder(join(here, "a", "b", "c"));
    expect(statSync(join(here, "a", "b", "c")).isDirectory()).toBe(true);
    writeFileSync(join(here, "file"), "");
    expect(() => outsideOf().makeFolder(join(here, "file"))).toThrow("a file has that name");
    expect(() => outsideOf().makeFolder(join(here, "file", "below"))).toThrow(CannotWrite);
  });

  test.skipIf(process.platform !== "linux")(
    "where no folder can be made, a study ends instead of trying for ever",
    () => {
      const args = [command, "study", "run", "labour-strike", "--draws", "16", "--out", "/proc/no-such/study"];
      const found = spawnSync(process.execPath, args, { cwd: repository, timeout: 900_000, encoding: "utf8" });
      expect(found.stderr).toContain("cannot make the folder /proc/no-such/study: there is no such folder");
      expect(found.status).toBe(5);
    },
  );

  test.skipIf(!posix)("a pipe is written to and stays a pipe", async () => {
    const path = join(here, "pipe");
    expect(spawnSync("mkfifo", [path]).status).toBe(0);
    const reader = spawn("cat", [path]);
    let got = "";
    reader.stdout.on("data", (data) => (got += data));
    const ended = new Promise((resolve) => reader.on("close", resolve));
    const long = "line of a text\n".repeat(20_000); // more than a pipe holds
    const script = `import { nodeOutside } from ${JSON.stringify(new URL("../src/node-outside.ts", import.meta.url).href)};
      nodeOutside({ environment: {}, cwd: "/", onTemporary() {} }).saveFile(${JSON.stringify(path)}, ["line of a text\\n".repeat(20_000)]);`;
    const writer = spawn(process.execPath, ["--conditions=@standoff/source", "--input-type=module", "-e", script]);
    writer.on("exit", (code) => code !== 0 && reader.kill()); // else nobody would ever open the other end
    await ended;
    expect(got).toBe(long);
    expect(lstatSync(path).isFIFO()).toBe(true);
    writer.kill();
  });

  test.skipIf(!posix)("a pipe that nobody reads is refused in a while", () => {
    const path = join(here, "pipe");
    expect(spawnSync("mkfifo", [path]).status).toBe(0);
    expect(() => outsideOf().saveFile(path, ["new"])).toThrow("nobody reads it");
    expect(lstatSync(path).isFIFO()).toBe(true);
  });

  test("a device node is written to and stays a device", ({ skip }) => {
    const path = join(here, "null");
    if (!isRoot || spawnSync("mknod", [path, "c", "1", "3"]).status !== 0) skip("devices cannot be made here");
    outsideOf().announceFile(path);
    try {
      outsideOf().saveFile(path, ["new"]);
    } catch (error) {
      expect(error).toBeInstanceOf(CannotWrite); // where devices of this folder may not be opened
    }
    expect(lstatSync(path).isCharacterDevice()).toBe(true);
    expect(unfinished()).toEqual([]);
  });

  test("what is read is not written over, by any of its names", async () => {
    const text = scenarioText("labour-strike");
    writeFileSync(join(here, "base.standoff.yaml"), text);
    writeFileSync(join(here, "x.standoff.yaml"), "extends: base.standoff.yaml\n");
    symlinkSync("x.standoff.yaml", join(here, "link"));
    linkSync(join(here, "base.standoff.yaml"), join(here, "hard"));
    for (const name of ["x.standoff.yaml", "base.standoff.yaml", "link", "hard"]) {
      for (const args of [
        ["forecast", "x.standoff.yaml", "--draws", "0", "--save", name],
        ["export", "x.standoff.yaml", "--out", name],
        ["model", "x.standoff.yaml", "--for", "gambit", "--out", name],
      ]) {
        const { code, err } = await runHere(args);
        expect([code, err]).toEqual([5, expect.stringContaining("it is read for this")]);
      }
    }
    expect(readFileSync(join(here, "base.standoff.yaml"), "utf8")).toBe(text);
    expect(readFileSync(join(here, "x.standoff.yaml"), "utf8")).toBe("extends: base.standoff.yaml\n");
  });

  test("a failure while writing leaves the old file and no temporary", () => {
    const path = join(here, "x");
    writeFileSync(path, "old");
    const failing = function* () {
      yield "x".repeat(100_000);
      throw new Error("a bug");
    };
    expect(() => outsideOf().saveFile(path, failing())).toThrow("a bug");
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(unfinished()).toEqual([]);
  });

  test("temporaries of dead runs are removed, those of others are left alone", () => {
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    const mine: string[] = [];
    const original = nodeOutside({
      columns: 80,
      terminal: false,
      errorTerminal: false,
      environment: {},
      cwd: here,
      onTemporary: ({ began }) => void (began !== undefined && mine.push(began)),
    });
    original.saveFile(join(here, "probe"), [""]);
    const host = /\.standoff-([0-9a-f]{8})-/.exec(mine[0])![1];
    const write = (name: string, ageInDays = 0) => {
      const path = join(here, name);
      writeFileSync(path, "");
      const then = Date.now() / 1000 - ageInDays * 86_400;
      utimesSync(path, then, then);
    };
    write(`.standoff-${host}-${gone}-1.unfinished`);
    write(`.standoff-${host}-${process.pid}-77.unfinished`);
    write(`.standoff-00000000-${gone}-1.unfinished`);
    write(`.standoff-00000000-${gone}-2.unfinished`, 2);
    write(`.x.${gone}.unfinished`, 2);
    write(`.notes.unfinished`, 2);
    outsideOf().saveFile(join(here, "x"), ["new"]);
    expect(unfinished().sort()).toEqual(
      [
        `.notes.unfinished`,
        `.standoff-00000000-${gone}-1.unfinished`,
        `.standoff-${host}-${process.pid}-77.unfinished`,
      ].sort(),
    );
  });
});

describe("what is read", () => {
  test("an empty name is told as that, not as a folder without scenarios", async () => {
    const { code, err } = await run(["check", ""]);
    expect(code).toBe(2);
    expect(err).toContain("the scenario's name is empty");
  });

  const tree = () => {
    mkdirSync(join(here, "case", "what-ifs"), { recursive: true });
    mkdirSync(join(here, "other"));
    writeFileSync(join(here, "case", "scenario.standoff.yaml"), scenarioText("labour-strike"));
    writeFileSync(join(here, "other", "secret.yaml"), "SECRET: 1\n");
    writeFileSync(join(here, "case", "what-ifs", "good.yaml"), "extends: ../scenario.standoff.yaml\n");
    writeFileSync(join(here, "case", "bad.yaml"), "extends: ../other/secret.yaml\n");
    symlinkSync(join("..", "other", "secret.yaml"), join(here, "case", "link.yaml"));
    writeFileSync(join(here, "case", "sly.yaml"), "extends: link.yaml\n");
  };

  test("extends reaches the scenario's own tree, and another folder only where allowed", async () => {
    tree();
    expect(await runHere(["check", "case/what-ifs/good.yaml"])).toMatchObject({ code: 0 });
    for (const name of ["bad", "sly"]) {
      const { code, out } = await runHere(["check", `case/${name}.yaml`]);
      expect([code, out]).toEqual([1, expect.stringContaining("file-refused")]);
      expect(out).not.toContain("SECRET");
      const allowed = await runHere(["check", `case/${name}.yaml`, "--allow-read", "other"]);
      expect(allowed.out).toContain("SECRET");
    }
    const absolute = join(here, "case", "absolute.yaml");
    writeFileSync(absolute, `extends: ${existsSync("/proc/self/environ") ? "/proc/self/environ" : "/etc/passwd"}\n`);
    expect((await runHere(["check", absolute])).out).toContain("file-refused");
  });

  test("no more than the limit is read, from a stream without end too", () => {
    const outside = outsideOf();
    writeFileSync(join(here, "large"), Buffer.alloc(17 * 2 ** 20, 32));
    expect(outside.readFile(join(here, "large"))).toMatchObject({ refused: expect.stringContaining("larger") });
    expect(outside.readLarge(join(here, "large"))).toHaveLength(17 * 2 ** 20);
    if (existsSync("/dev/zero")) expect(outside.readFile("/dev/zero")).toMatchObject({ refused: expect.anything() });
  });

  test("encodings say what they are", () => {
    const outside = outsideOf();
    const cases: [Buffer, string][] = [
      [Buffer.from('NFG 1 R "Di\u00e9"', "latin1"), "Latin-1"],
      [Buffer.from("\ufeffEFG 2 R", "utf16le"), "UTF-16"],
      [Buffer.from('EFG 2 R "title"', "utf16le"), "UTF-16"],
      [Buffer.from("\ufeffEFG 2 R", "utf16le").swap16(), "UTF-16"],
    ];
    for (const [bytes, word] of cases) {
      writeFileSync(join(here, "x"), bytes);
      expect(outside.readLarge(join(here, "x"))).toMatchObject({ refused: expect.stringContaining(word) });
    }
  });

  test.skipIf(!posix)("pipes, by their paths and as stdin", () => {
    const file = join(repository, "scenarios", "labour-strike", "scenario.standoff.yaml");
    const shell = (script: string) =>
      spawnSync("bash", ["-c", script, process.execPath, command, file], { cwd: here, encoding: "utf8" });
    expect(shell(`"$0" "$1" check <(cat "$2")`).stdout).toBe("no problems\n");
    expect(shell(`cat "$2" | "$0" "$1" check /dev/stdin`).stdout).toBe("no problems\n");
    expect(shell(`cat "$2" | "$0" "$1" ask /dev/stdin "P(settled)" --json`).stdout).toContain('"answered"');
    expect(
      spawnSync(process.execPath, [command, "check", "/dev/stdin"], {
        cwd: here,
        input: scenarioText("labour-strike"),
        encoding: "utf8",
      }).stdout,
    ).toBe("no problems\n");
  });

  test("names that lead nowhere are told with 2", async () => {
    symlinkSync("loop", join(here, "loop"));
    for (const name of ["loop", "n".repeat(300), "none"]) {
      expect((await runHere(["check", name])).code).toBe(2);
      expect((await runHere(["solve", name])).code).toBe(2);
    }
  });
});

describe("what is printed", () => {
  const acting = ["\u001b[31m", "\u009b31m", "\u202e", "\u2066", "\u200f", "\u0007", "\r", "\u007f", "\u2028"];

  test("labels of games, arguments and paths reach the terminal as escapes", async () => {
    for (const sign of acting) {
      const game = `EFG 2 R "T${sign}" { "P${sign}" "Q" } "c"\np "" 1 1 "s${sign}" { "a${sign}" "b" } 0\nt "" 1 "o" { 1, 2 }\nt "" 2 "p" { 2, 1 }\n`;
      const files = {
        "g.efg": game,
        "a.standoff.yaml": `title: ${JSON.stringify(sign)}\nzzz: 1\n`,
        [`p${sign}.yaml`]: "x: 1\n",
      };
      const runs = [
        ["solve", "g.efg"],
        ["solve", "g.efg", "--json"],
        ["check", "a.standoff.yaml"],
        ["check", `p${sign}.yaml`],
        ["check", `none${sign}`],
        ["check", "a.standoff.yaml", "--set", `x${sign}=1`],
        ["solve", "g.efg", `--no${sign}`],
        [`verb${sign}`],
      ];
      for (const args of runs) {
        const { out, err } = await run(args, { files, color: true });
        const shown = (out + err).replaceAll(/\u001b\[(1|2|22|3[136]|39)m/g, "");
        if (sign !== "\u001b[31m") expect(shown.replaceAll("\r\n", "\n"), JSON.stringify(args)).not.toContain(sign);
        const plain = await run(args, { files });
        expect(plain.out + plain.err, JSON.stringify(args)).not.toMatch(/(?!\n|\r\n)[\p{Cc}\u202e\u2066\u200f\u2028]/u);
      }
      const { out } = await run(["solve", "g.efg", "--json"], { files });
      expect(JSON.parse(out).game.title).toBe(`T${sign}`);
    }
  });
});

describe("what a verb says in JSON when it fails", () => {
  const files = {
    "broken.efg": "EFG 2 R",
    "none.nfg": "# by hand\nNFG 1 R",
    "many.nfg": `NFG 1 R "t" { ${'"p" '.repeat(2000)} } { ${"1 ".repeat(2000)} } ${"0 ".repeat(2000)}`,
    "a.result": "{}",
    "a.standoff.yaml": scenarioText("labour-strike"),
    "bad.standoff.yaml": "standoff: 1\n",
  };

  test.each([
    [["solve", "broken.efg"], 1, "faulty"],
    [["solve", "none.nfg"], 1, "faulty"],
    [["solve", "many.nfg"], 4, "too large"],
    [["verify", "a.standoff.yaml", "--result", "a.result"], 1, "faulty"],
    [["model", "bad.standoff.yaml", "--for", "prism", "--out", "x"], 1, "faulty"],
    [["model", "a.standoff.yaml", "--for", "prism", "--out", "x", "--memory", "0.0001"], 4, "too large"],
    [["model", "a.standoff.yaml", "--for", "gambit", "--out", "x"], 4, "too large"],
  ] as const)("%j", async (args, code, status) => {
    const found = await run([...args, "--json"], { files });
    expect(found.code).toBe(code);
    const json = JSON.parse(found.out);
    expect(json).toMatchObject({ status, file: expect.any(String) });
    if (status === "faulty")
      expect(json.diagnostics[0]).toMatchObject({ severity: "error", message: expect.any(String) });
  });
});

describe("under an older Node", () => {
  /** Says that it is one, to what is run after it. */
  const older = `data:text/javascript,${encodeURIComponent(`
    Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });
    Object.defineProperty(process, "version", { value: "v20.20.2" });
  `)}`;

  test("an installed command says which one it needs, and how to have it", () => {
    const bin = join(here, "node_modules", "@standoff", "cli", "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "..", "package.json"), '{ "type": "module" }\n');
    writeFileSync(join(bin, "standoff.js"), readFileSync(command));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", older, join(bin, "standoff.js"), "forecast", "labour-strike"],
      { cwd: here, encoding: "utf8" },
    );
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      "standoff needs Node 24 or later; this is v20.20.2. To have one for it alone: npm install node@24\n",
    );
  });
});
