/**
 * Where a value stands along a line, in pixels: `across([0, 1], [left, right])(0.5)` is halfway. An empty domain stands
 * at its middle.
 */
export function across([from, to]: readonly [number, number], [start, end]: readonly [number, number]) {
  const length = to - from;
  return (value: number): number => start + (length === 0 ? 0.5 : (value - from) / length) * (end - start);
}
