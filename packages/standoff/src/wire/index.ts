/**
 * `standoff/wire`: work as messages. A session (a scenario opened from texts, asked at changing values), its client,
 * the ports that carry both; and the tasks that the command's threads share.
 */

export type { DrawResult } from "../study/draw.ts";
export type { Asked, Board, Caller, Waiting } from "./caller.ts";
export { callOver } from "./caller.ts";
export { type Client, openSession } from "./client.ts";
export { type Crew, crewOf } from "./crew.ts";
export { type DrawNews, type DrawsOrder, performDraws } from "./draws.ts";
export {
  type Editing,
  type EditingAsk,
  type EditingKinds,
  type EditingOrder,
  type EditingOrderAt,
  editing,
  openEditing,
  type Read,
} from "./editing.ts";
export type { Failure } from "./failure.ts";
export type { Done, Hands, Trade } from "./member.ts";
export { serve } from "./member.ts";
export type { Begin, Cancel, Given, Kind, Kinds, Port, Request, Result, Told, ToMember } from "./messages.ts";
export type { BrowserEnd, ChannelEnd, NodeEnd } from "./ports.ts";
export { browserPort, nodePort, pauseOver } from "./ports.ts";
export { session } from "./session.ts";
export type {
  AccountOrder,
  AccountReply,
  AskOrder,
  AskReply,
  Checked,
  CheckOrder,
  ChoicesOrder,
  ChoicesReply,
  CompleteOrder,
  CompleteReply,
  ExplainOrder,
  ExplainReply,
  FlowOrder,
  FlowReply,
  ForecastReply,
  FormsOrder,
  FormsReply,
  JudgedReply,
  LedgerOrder,
  LedgerReply,
  NewsWish,
  Opened,
  OpenOrder,
  SessionKinds,
  SetOrder,
  Settings,
  Sofar,
  Stage,
  Stamp,
  Standing,
  StudyNews,
  StudyOrder,
  StudyReply,
  UpdateOrder,
  UpdateReply,
  Values,
  WhyOrder,
  WhyReply,
  Wish,
} from "./session-kinds.ts";
export type { Stop } from "./stop.ts";
export type { BuildOrder, BuildReply, OpenStudyOrder, SearchOrder, SolveNews } from "./tasks.ts";
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
