/** A row of docs/verification.md: one peer, one thing compared. */

export interface Row {
  readonly peer: string;
  readonly compared: string;
  readonly cases: number;
  readonly largest: number;
  readonly remark: string;
}

export const scientific = (value: number) => (value === 0 ? "0" : value.toExponential(1));

/** Prints a row as soon as it stands, so that what is done is kept, should the rest not end. */
export function finished(row: Row): Row {
  process.stderr.write(`${tableOf([row]).split("\n").at(-1)}\n`);
  return row;
}

export function tableOf(rows: readonly Row[]): string {
  return [
    "| peer | what was compared | cases | largest difference | remarks |",
    "|---|---|---|---|---|",
    ...rows.map(
      ({ peer, compared, cases, largest, remark }) =>
        `| ${peer} | ${compared} | ${cases} | ${scientific(largest)} | ${remark} |`,
    ),
  ].join("\n");
}
