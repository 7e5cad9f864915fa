/** Frees an array's memory at once, without waiting for the garbage collector. The array is empty from then on. */
export function giveBack(array: Uint32Array | Int32Array): void {
  (array.buffer as ArrayBuffer).transfer(0);
}
