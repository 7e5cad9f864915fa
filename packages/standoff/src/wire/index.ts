/** `standoff/wire`: parts of the work as messages, so that another thread can do them. */
export type { News, Reading, Reply, RunReply, RunTask, SolveTask, Task } from "./tasks.ts";
export { perform } from "./tasks.ts";
