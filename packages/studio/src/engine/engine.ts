/** Sessions with the engine in workers of this page: one that solves, and one that only checks, so that typing never waits for it. */
import { browserPort, type Client, openSession, type SessionKinds, type Told, type ToMember } from "standoff/wire";

export type Reply<K extends keyof SessionKinds> = SessionKinds[K]["reply"];
export type News<K extends keyof SessionKinds> = SessionKinds[K]["news"];

export function startEngine(): Client {
  const start = () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return openSession(() => browserPort<Told<SessionKinds>, ToMember<SessionKinds>>(start(), crossOriginIsolated));
}
