/** A row of docs/verification.md: one peer, one thing compared. */

export interface Row {
  readonly peer: string;
  readonly compared: string;
  readonly cases: number;
  readonly largest: number;
  readonly remark: string;
}

export const scientific = (value: number) => (value === 0 ? "0" : value.toExponential(1));

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
