/**
 * Pages in Debian's Chromium (or CHROMIUM), served from this machine: one cross-origin isolated, so that its worker
 * shares memory with it, and one that is not, with a worker made of a blob. Both under a strict content-security
 * policy.
 */
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { rolldown } from "rolldown";
import type { Cases, Exercises, Seen } from "./exercises.ts";

const browser = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const absent = existsSync(browser) ? "" : `there is no browser at ${browser}`;

const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:";
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** A file of this folder with all that it imports, as one script. */
export async function bundled(file: string, platform: "browser" | "node"): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(file, import.meta.url)),
    platform,
    resolve: { conditionNames: ["@standoff/source", platform, "import", "default"] },
  });
  const { output } = await bundle.generate({ format: platform === "browser" ? "iife" : "cjs", codeSplitting: false });
  return output[0].code;
}

export interface Chromium {
  /** Does an exercise in a page. `isolated`: with memory that page and worker share. */
  readonly exercise: <K extends keyof Exercises>(name: K, cases: Cases, isolated: boolean) => Promise<Seen<K>>;
  readonly close: () => Promise<void>;
}

export async function startChromium(): Promise<Chromium> {
  const [page, worker] = await Promise.all(
    ["browser-page.ts", "browser-session.ts"].map((file) => bundled(file, "browser")),
  );
  const server = await serve({ "/page.js": page, "/worker.js": worker });
  const { port } = server.address() as AddressInfo;
  const running: Browser = await chromium.launch({ executablePath: browser, args: FLAGS.split(" ") });
  return {
    exercise: async (name, cases, isolated) => {
      const tab = await running.newPage();
      try {
        await tab.goto(`http://127.0.0.1:${port}/${isolated ? "isolated" : "plain"}/`);
        const found = await tab.evaluate("crossOriginIsolated");
        if (found !== isolated) throw new Error(`crossOriginIsolated is ${found}`);
        const asked = [name, cases, isolated ? "/isolated/worker.js" : worker] as const;
        return await tab.evaluate((given) => {
          const { exercise } = globalThis as unknown as { exercise: (...of: unknown[]) => Promise<never> };
          return exercise(...given);
        }, asked);
      } finally {
        await tab.close();
      }
    },
    close: async () => {
      await running.close();
      server.close();
    },
  };
}

/** Every file, and the page, below `/isolated/` and below `/plain/`. */
function serve(files: Readonly<Record<string, string>>): Promise<Server> {
  const html = '<!doctype html><title>exercises</title><script src="page.js"></script>';
  const server = createServer(({ url = "/" }, response) => {
    const [, way, name] = /^\/(isolated|plain)(\/.*)$/.exec(url) ?? [];
    const script = files[name ?? ""];
    const type = script === undefined ? "text/html" : "text/javascript";
    const headers = { "Content-Type": type, "Content-Security-Policy": policy };
    response.writeHead(200, way === "isolated" ? { ...headers, ...isolation } : headers);
    response.end(script ?? html);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
