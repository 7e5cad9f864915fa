/** `@standoff/report`: a forecast as a report: plain data, one page that stands by itself, tables for a spreadsheet. */
export { backtestPage } from "./backtest.ts";
export { changesSince } from "./changes.ts";
export { type Gathered, leadsOf, reportOf } from "./gather.ts";
export { reportPage } from "./page.ts";
export { readReport } from "./read.ts";
export type { Report } from "./report.ts";
export { reportSheets } from "./sheets.ts";
