/** `standoff/wire`: work as messages. Callers and members over ports, and the tasks of the command. */
export { callOver } from "./caller.ts";
export { type Crew, crewOf } from "./crew.ts";
export { serve } from "./member.ts";
export type { Result, Told } from "./messages.ts";
export { nodePort } from "./ports.ts";
export { noTasks, performRun, type RunOrder, type RunReply, type SolveOrder, type Tasks, tasks } from "./tasks.ts";
export { readerOf, type Texts, textsOf } from "./texts.ts";
