/**
 * `standoff/judge`: what would change an answer (tipping points, the smallest change to a target, bounds, maps), what
 * to watch, what to find out; and what to do: options, commitments, deals, the objections to a forecast. All of it is
 * asked of a solved scenario.
 */

export type { Challenge, Challenges } from "./challenge.ts";
export { challengesTo } from "./challenge.ts";
export type { Commitment, Commitments, CommitOptions, Points } from "./commit.ts";
export { commitmentsOf } from "./commit.ts";
export type {
  DealAgreement,
  DealBargain,
  DealDay,
  DealDraws,
  DealLottery,
  DealOptions,
  DealOverDraws,
  DealSide,
  Deals,
} from "./deal.ts";
export { dealsOf, usualDealDraws } from "./deal.ts";
export type { DrawsOfDeals } from "./deal-draws.ts";
export type { AssumptionSaid, VersionDifferences } from "./differences.ts";
export { versionDifferences } from "./differences.ts";
export type { FindOut, Unknown } from "./find-out.ts";
export { whatToFindOut } from "./find-out.ts";
export type { AnswerMap, MapAxis, MapOptions, Stretch } from "./map.ts";
export { mapAnswer } from "./map.ts";
export type { ActOption, ActorOptions, DeskOptions, OptionsWanted } from "./options.ts";
export { optionsOf } from "./options.ts";
export type {
  Bound,
  BoundAttempt,
  Bounds,
  BoundsOptions,
  Change,
  Head,
  Reach,
  Reached,
  ReachOptions,
  Without,
} from "./reach.ts";
export { boundsOf, reachTarget, tryBounds } from "./reach.ts";
export type { TipOptions, Tipping, TippingPoints } from "./tip.ts";
export { tippingPoints } from "./tip.ts";
export type { Sign, Watched, WatchOptions } from "./watch.ts";
export { whatToWatch } from "./watch.ts";
