/** The engine, in a worker of the page: a session behind messages. */
import { browserPort, pauseOver, type SessionKinds, serve, session, type ToMember } from "standoff/wire";

type Scope = Parameters<typeof browserPort<ToMember<SessionKinds>, never>>[0];

const scope = globalThis as unknown as Scope;
const channel = new MessageChannel() as unknown as Parameters<typeof pauseOver>[0];
serve<SessionKinds>(browserPort(scope), session(), pauseOver(channel));
