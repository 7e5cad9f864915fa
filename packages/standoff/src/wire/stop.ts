/**
 * How work learns that it is no longer wanted. Where two threads share memory, the caller writes there and the work
 * sees it between sweeps; else a message says so, which is heard when the work pauses.
 *
 * The shared memory is a ring of numbers: at place id modulo its length stands the id of a request that was cancelled,
 * or minus that where it was superseded. An id that lies so far back that its place was taken again is told by message
 * alone.
 */

const RING = 64;

export type Stop = "cancelled" | "superseded";

export function makeStops(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * RING));
}

export function writeStop(stops: Int32Array, id: number, stop: Stop): void {
  Atomics.store(stops, id % stops.length, stop === "cancelled" ? id : -id);
}

export function readStop(stops: Int32Array, id: number): Stop | null {
  const found = Atomics.load(stops, id % stops.length);
  if (found === id) return "cancelled";
  return found === -id ? "superseded" : null;
}
