/**
 * The engine, in a worker of the page: a session behind messages, or the language service where the worker is called
 * `editing`.
 */
import {
  browserPort,
  type EditingKinds,
  editing,
  pauseOver,
  type SessionKinds,
  serve,
  session,
  type ToMember,
} from "standoff/wire";

type Scope<M> = Parameters<typeof browserPort<M, never>>[0];

const scope: unknown = globalThis;
const channel = new MessageChannel() as unknown as Parameters<typeof pauseOver>[0];
if ((scope as { readonly name: string }).name === "editing")
  serve<EditingKinds>(browserPort(scope as Scope<ToMember<EditingKinds>>), editing(), pauseOver(channel));
else serve<SessionKinds>(browserPort(scope as Scope<ToMember<SessionKinds>>), session(), pauseOver(channel));
