/**
 * `standoff/wire`: work as messages. A session (a scenario opened from texts, asked at changing values), its client, the ports that carry
 * both; and the tasks that the command's threads share.
 */
export { callOver } from "./caller.ts";
export { type Client, openSession } from "./client.ts";
export { type Crew, crewOf } from "./crew.ts";
export { type DrawNews, type DrawsOrder, performDraws } from "./draws.ts";
export type { Failure } from "./failure.ts";
export { serve } from "./member.ts";
export type { Result, Told, ToMember } from "./messages.ts";
export { browserPort, nodePort, pauseOver } from "./ports.ts";
export { session } from "./session.ts";
export type { SessionKinds } from "./session-kinds.ts";
export {
  noTasks,
  performRun,
  type RunOrder,
  type RunReply,
  type SolveOrder,
  type Tasks,
  tasks,
} from "./tasks.ts";
export { readerOf, type Texts, textsOf } from "./texts.ts";
export { type Border, twin } from "./twin.ts";
