/** `standoff/elicit`: numbers from what people can say, and which of them to ask about first. */

export type { Agenda, Asked as AgendaItem } from "./agenda.ts";
export { agendaOf } from "./agenda.ts";
export type { Readiness } from "./habits.ts";
export { chosenInTen, lambdaFromReadiness, rateFromChance } from "./habits.ts";
export type { FittedPoints, Judged, PointFit, PointStatement } from "./points.ts";
export { fitPoints, outOfOrder } from "./points.ts";
