/** The language server as an editor starts it: a scripted session over stdio. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { command, repository } from "./captured.ts";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** The other side of the protocol, written plainly: headers, lengths, JSON. */
class Editor {
  private readonly child = spawn(process.execPath, [command, "language-server", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  private readonly heard: Message[] = [];
  private readonly ears = new Set<() => void>();
  private bytes = Buffer.alloc(0);
  private ids = 0;
  readonly ended = new Promise<number | null>((resolve) => this.child.on("exit", resolve));

  constructor() {
    this.child.stdout.on("data", (piece: Buffer) => {
      this.bytes = Buffer.concat([this.bytes, piece]);
      for (let message = this.take(); message !== null; message = this.take()) {
        this.heard.push(message);
        if (message.method !== undefined && message.id !== undefined) this.send({ id: message.id, result: null });
      }
      for (const ear of [...this.ears]) ear();
    });
  }

  private take(): Message | null {
    const end = this.bytes.indexOf("\r\n\r\n");
    if (end === -1) return null;
    const length = Number(/Content-Length: (\d+)/.exec(this.bytes.toString("latin1", 0, end))![1]);
    if (this.bytes.length < end + 4 + length) return null;
    const body = this.bytes.toString("utf8", end + 4, end + 4 + length);
    this.bytes = this.bytes.subarray(end + 4 + length);
    return JSON.parse(body);
  }

  private send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  tell(method: string, params: object): void {
    this.send({ method, params });
  }

  async ask<R>(method: string, params: object | null = null): Promise<R> {
    const id = ++this.ids;
    this.send({ id, method, params });
    const answer = await this.until((message) => message.id === id && message.method === undefined);
    if (answer.error !== undefined) throw new Error(answer.error.message);
    return answer.result as R;
  }

  /** The first message that fits, of those that are still to be looked at. */
  until(fits: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve, reject) => {
      void this.ended.then((code) => reject(new Error(`the server ended with ${code}`)));
      const look = () => {
        const at = this.heard.findIndex(fits);
        if (at === -1) return;
        this.ears.delete(look);
        resolve(this.heard.splice(at, 1)[0]);
      };
      this.ears.add(look);
      look();
    });
  }

  async problems(version: number): Promise<{ code: string; message: string; range: Range }[]> {
    const told = await this.until(
      ({ method, params }) => method === "textDocument/publishDiagnostics" && params?.version === version,
    );
    return told.params!.diagnostics as { code: string; message: string; range: Range }[];
  }

  kill(): void {
    this.child.kill();
  }
}

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

const PATIENCE = 120_000;
const sound = readFileSync(join(repository, "scenarios/labour-strike/scenario.standoff.yaml"), "utf8");
const faulty = sound.replace("{ strike: yes }", "{ strik: yes }");
let folder: string;
let uri: string;
let editor: Editor;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "standoff-editor-"));
  const file = join(folder, "scenario.standoff.yaml");
  writeFileSync(file, faulty);
  writeFileSync(
    join(folder, "what-if.yaml"),
    "extends: scenario.standoff.yaml\noutcomes: { quiet: { at end: not strike } }\n",
  );
  uri = pathToFileURL(file).href;
  editor = new Editor();
  await editor.ask("initialize", {
    processId: null,
    rootUri: null,
    capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } },
  });
  editor.tell("initialized", {});
  editor.tell("textDocument/didOpen", { textDocument: { uri, languageId: "standoff", version: 1, text: faulty } });
}, PATIENCE);

afterAll(() => {
  editor?.kill();
  rmSync(folder, { recursive: true, force: true });
});

function placeOf(text: string, part: string, shift = 1) {
  const before = text.slice(0, text.indexOf(part) + shift).split("\n");
  return { line: before.length - 1, character: before.at(-1)!.length };
}

function edited(text: string, edits: readonly { range: Range; newText: string }[]): string {
  const lines = text.split("\n");
  const offset = ({ line, character }: Range["start"]) =>
    lines.slice(0, line).join("\n").length + (line === 0 ? 0 : 1) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (done, { range, newText }) => done.slice(0, offset(range.start)) + newText + done.slice(offset(range.end)),
      text,
    );
}

interface Action {
  readonly title: string;
  readonly edit: { readonly changes: Record<string, { range: Range; newText: string }[]> };
}

test("a session: a problem and its fix, completion, a card, a definition, renaming, outline, what lines cost", {
  timeout: PATIENCE,
}, async () => {
  const textDocument = { uri };
  const [problem, ...others] = await editor.problems(1);
  expect(others).toEqual([]);
  expect(problem.message).toContain('no variable is called "strik"');
  expect(problem.range.start).toEqual(placeOf(faulty, "strik: yes", 0));

  const [fix] = await editor.ask<Action[]>("textDocument/codeAction", {
    textDocument,
    range: problem.range,
    context: { diagnostics: [] },
  });
  expect(edited(faulty, fix.edit.changes[uri])).toBe(sound);
  editor.tell("textDocument/didChange", {
    textDocument: { uri, version: 2 },
    contentChanges: fix.edit.changes[uri].map(({ range, newText }) => ({ range, text: newText })),
  });
  expect(await editor.problems(2)).toEqual([]);

  const items = await editor.ask<{ label: string }[]>("textDocument/completion", {
    textDocument,
    position: placeOf(sound, "offer is not high", "offer is not ".length),
  });
  expect(items.map(({ label }) => label)).toEqual(["low", "fair", "high"]);

  const card = await editor.ask<{ contents: { value: string } }>("textDocument/hover", {
    textDocument,
    position: placeOf(sound, "$lost orders", 3),
  });
  expect(card.contents.value).toContain("15 to 40");

  const place = await editor.ask<{ uri: string; range: Range }>("textDocument/definition", {
    textDocument,
    position: placeOf(sound, "$lost orders", 3),
  });
  expect(place).toMatchObject({ uri, range: { start: { line: placeOf(sound, "{ value: 25").line, character: 2 } } });

  const change = await editor.ask<Action["edit"]>("textDocument/rename", {
    textDocument,
    position: placeOf(sound, "$lost orders", 3),
    newName: "orders lost",
  });
  const renamed = edited(sound, change.changes[uri]);
  expect(renamed).toBe(sound.replaceAll(/lost orders(?!: +\{ while)/g, "orders lost"));
  await expect(
    editor.ask("textDocument/rename", {
      textDocument,
      position: placeOf(sound, "$lost orders", 3),
      newName: "mediator",
    }),
  ).rejects.toThrow();

  const outline = await editor.ask<{ name: string; children: { name: string }[] }[]>("textDocument/documentSymbol", {
    textDocument,
  });
  expect(outline.find(({ name }) => name === "actors")?.children.map(({ name }) => name)).toEqual(["union", "company"]);
  const folds = await editor.ask<{ startLine: number; endLine: number }[]>("textDocument/foldingRange", {
    textDocument,
  });
  expect(folds).toContainEqual({
    startLine: placeOf(sound, "actors:").line,
    endLine: placeOf(sound, "  company: {").line,
  });

  editor.tell("textDocument/didSave", { textDocument });
  const hints = await editor.ask<{ label: string; position: Range["start"] }[]>("textDocument/inlayHint", {
    textDocument,
    range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
  });
  expect(hints.map(({ position }) => position.line)).toContain(placeOf(sound, "  offer:  {").line);
  for (const { label } of hints) expect(label).toMatch(/^×\d+\.\d$/);

  const whatIf = pathToFileURL(join(folder, "what-if.yaml")).href;
  const text = readFileSync(join(folder, "what-if.yaml"), "utf8");
  editor.tell("textDocument/didOpen", { textDocument: { uri: whatIf, languageId: "standoff", version: 7, text } });
  expect(await editor.problems(7)).toEqual([]);
  const there = await editor.ask<{ uri: string }>("textDocument/definition", {
    textDocument: { uri: whatIf },
    position: placeOf(text, "not strike", 6),
  });
  expect(there.uri).toBe(uri);

  await editor.ask("shutdown");
  editor.tell("exit", {});
  expect(await editor.ended).toBe(0);
});
