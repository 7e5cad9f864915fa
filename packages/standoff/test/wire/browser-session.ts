/** The body of a browser's worker that is a session, as a page would bundle it. */
import { serve } from "../../src/wire/member.ts";
import type { ToMember } from "../../src/wire/messages.ts";
import { type BrowserEnd, browserPort, pauseOver } from "../../src/wire/ports.ts";
import { session } from "../../src/wire/session.ts";
import type { SessionKinds } from "../../src/wire/session-kinds.ts";

/** What a worker has; the repository's tests are typed for Node. */
type Scope = BrowserEnd<ToMember<SessionKinds>> & {
  readonly MessageChannel: new () => Parameters<typeof pauseOver>[0];
};

const scope = globalThis as unknown as Scope;
serve<SessionKinds>(browserPort(scope), session(), pauseOver(new scope.MessageChannel()));
