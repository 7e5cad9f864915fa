/**
 * `standoff language-server`: the language service (`standoff/editing`) for any editor that speaks the Language Server
 * Protocol, on stdin and stdout. Problems of the text are told as it is typed; what shows only in its world, and what
 * each line multiplies, when it is opened and saved.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildScenario, type Diagnostic, type ReadFile, sizeOf } from "standoff";
import {
  type Completion,
  completionsAt,
  definitionAt,
  fixesFor,
  foldsOf,
  hoverAt,
  type NameAt,
  type OutlineItem,
  outlineOf,
  type Reading,
  readForEditing,
  referencesAt,
  renameAt,
  type StateCost,
  stateCosts,
  type TextEdit,
} from "standoff/editing";
import {
  CodeActionKind,
  CompletionItemKind,
  type Connection,
  createConnection,
  DiagnosticSeverity,
  type DocumentSymbol,
  ErrorCodes,
  type Range,
  type Diagnostic as Reported,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  SymbolKind,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { ExitCode } from "../exit-code.ts";
import { libraryFolder, scenarioFolders } from "../find-scenario.ts";
import type { Outside } from "../outside.ts";
import { allowedReader, foldersFor } from "../scenario-reader.ts";
import { version } from "../version.ts";

/** Edges of a world that is looked at when a file is opened or saved: well under a second. */
const EDGES_LOOKED = 100_000;

export function languageServer(outside: Outside, options: { readonly allowRead: readonly string[] }): Promise<number> {
  const { input, output } = outside.streams();
  const connection = createConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  const server = new Server(outside, connection, options.allowRead);
  return new Promise((done) => {
    connection.onExit(() => done(ExitCode.ok));
    input.on("end", () => done(ExitCode.ok));
    server.listen();
  });
}

/** What is known of an open text. */
interface Known {
  readonly version: number;
  readonly reading: Reading;
}

/** What showed in the world of a text, of which version. */
interface Examined {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly costs: readonly StateCost[];
}

class Server {
  private readonly outside: Outside;
  private readonly connection: Connection;
  private readonly allowRead: readonly string[];
  private readonly documents = new TextDocuments(TextDocument);
  private readonly known = new Map<string, Known>();
  private readonly examined = new Map<string, Examined>();
  private readonly waiting = new Map<string, NodeJS.Timeout>();

  constructor(outside: Outside, connection: Connection, allowRead: readonly string[]) {
    this.outside = outside;
    this.connection = connection;
    this.allowRead = allowRead;
  }

  listen(): void {
    const { connection, documents } = this;
    connection.onInitialize(() => ({
      serverInfo: { name: "standoff", version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        completionProvider: { triggerCharacters: ["$", " ", "[", ","] },
        hoverProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        renameProvider: { prepareProvider: true },
        documentSymbolProvider: true,
        foldingRangeProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        inlayHintProvider: true,
      },
    }));
    documents.onDidChangeContent(({ document }) => this.soon(document));
    documents.onDidOpen(({ document }) => this.examine(document));
    documents.onDidSave(({ document }) => this.examine(document));
    documents.onDidClose(({ document }) => {
      this.known.delete(document.uri);
      this.examined.delete(document.uri);
      void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    });
    this.answerAtPlace();
    this.answerAboutNames();
    this.answerForWhole();
    documents.listen(connection);
    connection.listen();
  }

  /** What may be written here, what stands here, and what would mend it. */
  private answerAtPlace(): void {
    const { connection } = this;
    connection.onCompletion(({ textDocument, position }) =>
      this.at(textDocument.uri, (document, reading) => {
        const { from, to, items } = completionsAt(reading, document.offsetAt(position));
        const range = rangeOf(document, from, to);
        return items.map((item, index) => ({
          label: item.label,
          kind: completionKind(item),
          detail: item.detail,
          sortText: String(index).padStart(4, "0"),
          textEdit: { range, newText: item.insert ?? item.label },
        }));
      }),
    );
    connection.onHover(({ textDocument, position }) =>
      this.at(textDocument.uri, (document, reading) => {
        const card = hoverAt(reading, document.offsetAt(position));
        if (card === undefined) return null;
        const rows = card.rows.map(({ term, text }) => (term === "key" ? text : `*${term}* ${escaped(text)}`));
        const value = [`**${escaped(card.title)}**`, ...rows].join("\n\n");
        return { contents: { kind: "markdown" as const, value }, range: rangeOf(document, card.from, card.to) };
      }),
    );
    connection.onCodeAction(({ textDocument, range }) =>
      this.at(textDocument.uri, (document, reading) => {
        const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
        const here = reading.diagnostics.filter(({ span }) => span.file === 0 && span.start <= to && from <= span.end);
        return here.flatMap((problem) =>
          fixesFor(reading, problem).map(({ says, edits }) => ({
            title: says,
            kind: CodeActionKind.QuickFix,
            isPreferred: true,
            diagnostics: [reported(document, reading, problem)],
            edit: { changes: { [textDocument.uri]: textEdits(document, edits) } },
          })),
        );
      }),
    );
  }

  /** Where a name is said, where else, and another name in all these places. */
  private answerAboutNames(): void {
    const { connection } = this;
    connection.onDefinition(({ textDocument, position }) =>
      this.at(textDocument.uri, (document, reading) => {
        const place = definitionAt(reading, document.offsetAt(position));
        return place === undefined ? null : this.location(document, reading, place);
      }),
    );
    connection.onReferences(({ textDocument, position }) =>
      this.at(textDocument.uri, (document, reading) =>
        referencesAt(reading, document.offsetAt(position)).flatMap(
          (place) => this.location(document, reading, place) ?? [],
        ),
      ),
    );
    connection.onPrepareRename(({ textDocument, position }) =>
      this.at(textDocument.uri, (document, reading) => {
        const offset = document.offsetAt(position);
        const here = referencesAt(reading, offset).find(
          ({ span }) => span.file === 0 && span.start <= offset && offset <= span.end,
        );
        return here === undefined ? null : rangeOf(document, here.span.start, here.span.end);
      }),
    );
    connection.onRenameRequest(({ textDocument, position, newName }) =>
      this.at(textDocument.uri, (document, reading) => {
        const renamed = renameAt(reading, document.offsetAt(position), newName);
        if (renamed.status === "refused") return new ResponseError(ErrorCodes.InvalidRequest, renamed.why);
        return { changes: { [textDocument.uri]: textEdits(document, renamed.edits) } };
      }),
    );
  }

  /** What is asked of the whole text: outline, folds, what lines cost. */
  private answerForWhole(): void {
    const { connection } = this;
    connection.onDocumentSymbol(({ textDocument }) =>
      this.at(textDocument.uri, (document, reading) => outlineOf(reading).map((item) => symbolOf(document, item, 0))),
    );
    connection.onFoldingRanges(({ textDocument }) =>
      this.at(textDocument.uri, (_, { text }) =>
        foldsOf(text).map(({ line, last }) => ({ startLine: line, endLine: last })),
      ),
    );
    connection.languages.inlayHint.on(({ textDocument }) =>
      this.at(textDocument.uri, (document) =>
        this.costsOf(document).map(({ to, multiplies }) => ({
          position: document.positionAt(to),
          label: `×${multiplies.toFixed(1)}`,
          tooltip: `multiplies the states of the widest layer by ${multiplies.toFixed(2)}`,
          paddingLeft: true,
        })),
      ),
    );
  }

  /** Of the present text; null where it is not open. */
  private at<R>(uri: string, answer: (document: TextDocument, reading: Reading) => R): R | null {
    const document = this.documents.get(uri);
    return document === undefined ? null : answer(document, this.readingOf(document));
  }

  private readingOf(document: TextDocument): Reading {
    const before = this.known.get(document.uri);
    if (before?.version === document.version) return before.reading;
    const reading = readForEditing(pathOf(document.uri), this.reader(document), before?.reading);
    this.known.set(document.uri, { version: document.version, reading });
    return reading;
  }

  /** Open texts stand before those of the disk; what a scenario may read is as for every other verb. */
  private reader(document: TextDocument): ReadFile {
    const path = pathOf(document.uri);
    const folders = foldersFor(this.outside, path, scenarioFolders(this.outside), this.allowRead);
    const allowed = allowedReader(this.outside, path, folders, libraryFolder(this.outside));
    const open = new Map(
      this.documents.all().map((one) => [resolve(this.outside.cwd, pathOf(one.uri)), one.getText()]),
    );
    const read: ReadFile = (name) => {
      const found = allowed(name);
      return typeof found === "object" ? found : (open.get(resolve(this.outside.cwd, name)) ?? found);
    };
    return Object.assign(read, allowed.library === undefined ? {} : { library: allowed.library });
  }

  /** Problems are told once the messages that have come are heard: of many changes, after the last. */
  private soon(document: TextDocument): void {
    clearTimeout(this.waiting.get(document.uri));
    this.waiting.set(
      document.uri,
      setTimeout(() => this.tell(document), 0),
    );
  }

  private tell(document: TextDocument): void {
    const present = this.documents.get(document.uri);
    if (present === undefined) return;
    const reading = this.readingOf(present);
    const world = this.examined.get(document.uri);
    const all = world?.text === reading.text ? world.diagnostics : reading.diagnostics;
    const diagnostics = all.filter(({ span }) => span.file === 0).map((problem) => reported(present, reading, problem));
    void this.connection.sendDiagnostics({ uri: document.uri, version: present.version, diagnostics });
  }

  private examine(document: TextDocument): void {
    const reading = this.readingOf(document);
    if (reading.scenario !== undefined) {
      const built = buildScenario(pathOf(document.uri), this.reader(document), { maxEdges: EDGES_LOOKED });
      const costs = built.status === "built" ? stateCosts(reading, sizeOf(built.world).variables) : [];
      this.examined.set(document.uri, { text: reading.text, diagnostics: built.diagnostics, costs });
      void this.connection.languages.inlayHint.refresh().catch(() => {}); // an editor need not know of them
    }
    this.soon(document);
  }

  private costsOf(document: TextDocument): readonly StateCost[] {
    const found = this.examined.get(document.uri);
    return found?.text === document.getText() ? found.costs : [];
  }

  private location(document: TextDocument, { sources }: Reading, { span }: NameAt) {
    if (span.file === 0) return { uri: document.uri, range: rangeOf(document, span.start, span.end) };
    const source = sources[span.file];
    if (source === undefined || source.setting) return null;
    const uri = uriOf(resolve(this.outside.cwd, source.path));
    return { uri, range: rangeOf(TextDocument.create(uri, "yaml", 0, source.text), span.start, span.end) };
  }
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

function reported(document: TextDocument, { sources }: Reading, problem: Diagnostic): Reported {
  const { code, severity, span, message, expected, hint, example, related = [] } = problem;
  const more = [expected && `expected: ${expected}`, hint, example && `for example: ${example}`].filter(Boolean);
  return {
    range: rangeOf(document, span.start, Math.max(span.end, span.start + 1)),
    severity: severities[severity],
    code,
    source: "standoff",
    message: [message, ...more].join("\n"),
    relatedInformation: related.flatMap(({ span, message }) =>
      span.file === 0 && sources[0] !== undefined
        ? [{ location: { uri: document.uri, range: rangeOf(document, span.start, span.end) }, message }]
        : [],
    ),
  };
}

function rangeOf(document: TextDocument, from: number, to: number): Range {
  return { start: document.positionAt(from), end: document.positionAt(to) };
}

function textEdits(document: TextDocument, edits: readonly TextEdit[]) {
  return edits.map(({ from, to, insert }) => ({ range: rangeOf(document, from, to), newText: insert }));
}

function symbolOf(
  document: TextDocument,
  { name, from, to, whole, children }: OutlineItem,
  depth: number,
): DocumentSymbol {
  return {
    name: name === "" ? " " : name,
    kind: [SymbolKind.Namespace, SymbolKind.Field, SymbolKind.Event][depth] ?? SymbolKind.Field,
    range: rangeOf(document, whole.from, whole.to),
    selectionRange: rangeOf(document, from, to),
    children: children.map((child) => symbolOf(document, child, depth + 1)),
  };
}

const completionKinds: Readonly<Partial<Record<Completion["kind"], CompletionItemKind>>> = {
  key: CompletionItemKind.Property,
  word: CompletionItemKind.Keyword,
  value: CompletionItemKind.Value,
  variable: CompletionItemKind.Variable,
  level: CompletionItemKind.EnumMember,
  actor: CompletionItemKind.Class,
  move: CompletionItemKind.Event,
  event: CompletionItemKind.Event,
  assumption: CompletionItemKind.Constant,
  evidence: CompletionItemKind.Reference,
};
const completionKind = ({ kind }: Completion) => completionKinds[kind] ?? CompletionItemKind.Variable;

/** Names come from files: none may become a link or a picture in an editor's card. */
const escaped = (text: string) => text.replace(/[\\`*_{}[\]()#+!<>|]/g, "\\$&");

const pathOf = (uri: string) => (uri.startsWith("file:") ? fileURLToPath(uri) : uri.replace(/^\w+:/, ""));
const uriOf = (path: string) => new URL(`file://${encodeURI(path)}`).href;
