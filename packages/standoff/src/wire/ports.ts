/**
 * Ports over what platforms have: a browser's `Worker` or a worker's own scope, and the two ends of a thread in Node.
 * Told by their shape, since the library knows neither platform.
 */
import type { Given, Port } from "./messages.ts";

/** A page's `Worker`, a worker's global scope, or a `MessagePort` that has been started. */
export interface BrowserEnd<Heard> {
  postMessage(message: unknown, given: ArrayBuffer[]): void;
  addEventListener(name: "message", hear: (event: { readonly data: Heard }) => void): void;
  addEventListener(name: "error", hear: (event: { readonly message?: string }) => void): void;
  terminate?(): void;
}

/**
 * A port over what a browser has. `shares`: can memory be shared with the other side? `crossOriginIsolated` there.
 *
 * @example
 * ```ts
 * const { port1, port2 } = new MessageChannel();
 * const heard = new Promise((resolve) => browserPort(port2).listen(resolve, () => {}));
 * port2.start();
 * browserPort(port1).post("here");
 * await heard // => "here"
 * port1.close();
 * ```
 */
export function browserPort<Heard, Posted>(end: BrowserEnd<Heard>, shares = false): Port<Heard, Posted> {
  return {
    post: (message, given = []) => end.postMessage(message, [...given]),
    listen: (hear, ended) => {
      end.addEventListener("message", ({ data }) => hear(data));
      end.addEventListener("error", ({ message }) => ended(message ?? "the worker could not be started"));
    },
    end: () => end.terminate?.(),
    shares,
  };
}

/** A `Worker` or a `MessagePort` of `node:worker_threads`. */
export interface NodeEnd<Heard> {
  postMessage(message: unknown, given?: ArrayBuffer[]): void;
  on(name: "message", hear: (message: Heard) => void): unknown;
  on(name: "error", hear: (error: Error) => void): unknown;
  on(name: "exit", hear: () => void): unknown;
  terminate?(): unknown;
}

/**
 * A port over an end of a thread of Node. `shares`: can memory be shared with the other side? It can, as a rule.
 *
 * @example
 * ```ts
 * const { port1, port2 } = new MessageChannel();
 * const heard = new Promise((resolve) => nodePort(port2).listen(resolve, () => {}));
 * nodePort(port1).post("here");
 * await heard // => "here"
 * port1.close();
 * ```
 */
export function nodePort<Heard, Posted>(end: NodeEnd<Heard>, shares = true): Port<Heard, Posted> {
  return {
    post: (message, given: Given = []) => end.postMessage(message, [...given]),
    listen: (hear, ended) => {
      end.on("message", hear);
      end.on("error", ended);
      end.on("exit", () => ended("a thread ended before its task"));
    },
    end: () => void end.terminate?.(),
    shares,
  };
}

/** One of two ends that hear each other: of a `MessageChannel`. */
export interface ChannelEnd {
  onmessage: ((event: never) => void) | null;
  postMessage(message: unknown): void;
}

/**
 * For a browser's worker: lets the messages that wait be heard, by a message to itself that stands behind them.
 *
 * @example
 * ```ts
 * const channel = new MessageChannel();
 * const pause = pauseOver(channel);
 * (await pause()) === undefined // => true
 * channel.port1.close();
 * ```
 */
export function pauseOver({ port1, port2 }: { readonly port1: ChannelEnd; readonly port2: ChannelEnd }) {
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}
