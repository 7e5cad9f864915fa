/**
 * `standoff study`: a scenario over draws of all that is not known of it, here, in shards, or by the workers of a
 * queue.
 */
export { study } from "../studying.ts";
