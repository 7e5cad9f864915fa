/** Ports over what platforms have, told by their shape, since the library knows no platform. */
import type { Given, Port } from "./messages.ts";

/** A `Worker` or a `MessagePort` of `node:worker_threads`. */
export interface NodeEnd<Heard> {
  postMessage(message: unknown, given?: ArrayBuffer[]): void;
  on(name: "message", hear: (message: Heard) => void): unknown;
  on(name: "error", hear: (error: Error) => void): unknown;
  on(name: "exit", hear: () => void): unknown;
  terminate?(): unknown;
}

export function nodePort<Heard>(end: NodeEnd<Heard>, shares = true): Port<Heard> {
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
