/**
 * What works in workers of this page: sessions with the engine, one that solves and one that only checks, and the
 * language service, so that typing never waits for either.
 */
import {
  browserPort,
  type Client,
  type Editing,
  type EditingKinds,
  openEditing,
  openSession,
  type SessionKinds,
  type Told,
  type ToMember,
} from "standoff/wire";
import { startWorker } from "./start-worker.ts";

export type Reply<K extends keyof SessionKinds> = SessionKinds[K]["reply"];
export type News<K extends keyof SessionKinds> = SessionKinds[K]["news"];

export function startEngine(): Client {
  return openSession(() =>
    browserPort<Told<SessionKinds>, ToMember<SessionKinds>>(startWorker("session"), crossOriginIsolated),
  );
}

export function startEditing(): Editing {
  return openEditing(() => browserPort<Told<EditingKinds>, ToMember<EditingKinds>>(startWorker("editing"), false));
}
