/**
 * Serves the studio's page to this machine alone: its own files, read once, and the texts of one scenario. Who asks by
 * another name than this machine's own, or from another page, gets nothing: so no page elsewhere can read or write here
 * by pointing its name at us.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import type { ServedPage } from "./outside.ts";
import { filesIn } from "./page-files.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
  ".woff2": "font/woff2",
};

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers: Readonly<Record<string, string>> = {
  "Content-Security-Policy": policy,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};

/** Files whose names hold a digest of what is in them never change. */
const LASTING = { "Cache-Control": "private, max-age=31536000, immutable" };

/**
 * Where no port is wished: always the same where it is free, so that a browser finds again what it kept for the page.
 */
const USUAL_PORT = 47_862;

/** Larger texts are not scenarios, in bytes. */
const LARGEST = 16 * 2 ** 20;

/** Ends when the server does: with the program. Rejects where it cannot listen. */
export function servePage({ folder, port, texts, more, save, opened }: ServedPage): Promise<void> {
  const files = filesIn(folder);
  const server = createServer((request, response) => {
    const send: Send = (status, body = "", type = "text/plain; charset=utf-8", more = {}) =>
      response.writeHead(status, { ...headers, ...more, "Content-Type": type }).end(body);
    const own = (server.address() as AddressInfo).port;
    if (!isOurs(request, own)) send(403, "only this machine's own page is answered");
    else void answer({ request, response, send, files, texts, more, save });
  });
  return new Promise((resolve, reject) => {
    const listen = (at: number) => server.listen(at, "127.0.0.1");
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (port === 0 && error.code === "EADDRINUSE") listen(0);
      else reject(error);
    });
    server.on("close", resolve);
    server.on("listening", () => opened(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
    listen(port === 0 ? USUAL_PORT : port);
  });
}

/** Asked for by one of this machine's own names, and by no other page. */
function isOurs({ headers, method }: IncomingMessage, port: number): boolean {
  const names = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!names.includes(headers.host ?? "")) return false;
  const origin = headers.origin;
  if (origin === undefined) return method === "GET" || method === "HEAD";
  return names.some((name) => origin === `http://${name}`);
}

type Send = (status: number, body?: string | Buffer, type?: string, more?: Readonly<Record<string, string>>) => unknown;

interface Asked extends Pick<ServedPage, "texts" | "more" | "save"> {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly send: Send;
  readonly files: ReadonlyMap<string, Buffer>;
}

async function answer({ request, send, files, texts, more, save }: Asked): Promise<void> {
  const path = new URL(request.url ?? "/", "http://page").pathname;
  if (path === "/folder.json" && request.method === "PUT") {
    const order = orderIn(await bodyOf(request));
    if (order === null) return void send(400, "not what the page sends");
    const refused = save(order.name, order.before, order.text);
    return void (refused === null ? send(204) : send(refused.status, refused.says));
  }
  if (request.method !== "GET" && request.method !== "HEAD") return void send(405, "only read");
  if (path === "/folder.json") return void send(200, JSON.stringify(texts()), types[".json"]);
  const found = more(path);
  if (found !== null) return void send(200, found, types[".json"]);
  const file = files.get(path === "/" ? "/index.html" : path);
  if (file === undefined) send(404, "there is no such file");
  else {
    const type = types[path === "/" ? ".html" : extname(path)] ?? "application/octet-stream";
    send(200, file, type, path.startsWith("/assets/") ? LASTING : {});
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LARGEST) return "";
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function orderIn(body: string): { readonly name: string; readonly before: string; readonly text: string } | null {
  try {
    const { name, before, text } = JSON.parse(body) as Record<string, unknown>;
    return typeof name === "string" && typeof before === "string" && typeof text === "string"
      ? { name, before, text }
      : null;
  } catch {
    return null;
  }
}
