/** The body of a thread that is a session, as a program under Node would write it. */
import { parentPort } from "node:worker_threads";
import { serve } from "../../src/wire/member.ts";
import { nodePort } from "../../src/wire/ports.ts";
import { session } from "../../src/wire/session.ts";
import type { SessionKinds } from "../../src/wire/session-kinds.ts";

if (parentPort === null) throw new Error("node-session.ts is the body of a thread");
serve<SessionKinds>(nodePort(parentPort), session(), () => new Promise((resolve) => setImmediate(resolve)));
