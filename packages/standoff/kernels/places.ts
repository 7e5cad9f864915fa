// AssemblyScript: the record of where a world's arrays stand.

/** Where a world's arrays stand. Order and names as in `Places` of fast.ts. */
@unmanaged
export class Places {
  layers: u32;
  columns: u32;
  layerNode: usize;
  layerDiscount: usize; // layers x columns
  nodeEdge: usize;
  nodeSet: usize;
  nodePay: usize; // byte offset of a row
  edgeTarget: usize; // times 8
  edgeSlot: usize; // times 8
  edgeCoefficient: usize; // times 8
  edgePay: usize; // byte offset of the edge's pay row
  coefficient: usize;
  payRow: usize; // rows x columns
  setWeights: usize; // byte offset of a row
  weightRow: usize; // rows x columns
  setBlock: usize; // byte offset of the deciding view in the coefficients
  columnBlock: usize; // the same for every column
  setSpan: usize; // byte offsets within a row: of the first column with a weight, and 2^16 x past the last
  tasteSpan: usize; // the same of the columns that the set's tastes count in
}
