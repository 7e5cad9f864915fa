/**
 * A report's numbers as tidy tables, one a file, for a spreadsheet: a row for each thing told, a column for each thing
 * told of it. They begin with the mark by which a spreadsheet knows UTF-8; that no text in them is taken for a formula
 * `csvPieces` sees to.
 */
import { type Cell, csvPieces } from "standoff";
import type { Report } from "./report.ts";

interface Sheet {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Each file's name with its text. */
export function reportSheets(report: Report): { readonly name: string; readonly text: string }[] {
  const sheets = [
    ...[answers, byDate, confidence, assumptions, evidence, endings, indicators, findOut],
    ...[stories, beliefs, clocks, manifest, changes],
  ];
  return sheets
    .map((sheet) => sheet(report))
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, columns, rows }) => ({
      name: `${name}.csv`,
      text: `\ufeff${[...csvPieces({ name, columns, rows })].join("")}`,
    }));
}

function answers({ outcomes, questions }: Report): Sheet {
  const figures = ["mean", "sampling error", "band low", "median", "band high", "stated", "habit", "error share"];
  const columns = ["answer", "kind", "asks", ...figures, "likelihood", "resolves"];
  const all = [
    ...outcomes.map((one) => ({ ...one, kind: "probability", ask: "" })),
    ...questions.map((one) => ({ ...one })),
  ];
  const rows = all.map(({ name, kind, ask, mean, error, band, stated, habit, errorShare, word, resolves }) => {
    return [name, kind, ask, mean, error, ...(band ?? [null, null, null]), stated, habit, errorShare, word, resolves];
  });
  return { name: "answers", columns, rows };
}

function byDate({ outcomes }: Report): Sheet {
  const rows = outcomes.flatMap(({ name, byDate: dates }) =>
    dates.map(({ date, mean, low, high }) => [name, date, mean, low, high]),
  );
  return { name: "by-date", columns: ["outcome", "date", "mean", "band low", "band high"], rows };
}

function confidence({ lead, confidence: { findings } }: Report): Sheet {
  const rows = findings.map(({ concern, allows, says }) => [lead, concern, allows, says]);
  return { name: "confidence", columns: ["answer", "ground", "allows", "says"], rows };
}

function assumptions({ assumptions: all, leverage, lead }: Report): Sheet {
  const effects = new Map(leverage.effects.map((one) => [one.assumption, one]));
  const columns = [
    ...["assumption", "stated", "value", "range low", "range high", "unit", "basis", "evidence", "review by"],
    ...[`derivative of ${lead}`, "at low end", "at high end", "share of variance"],
  ];
  const rows = all.map(({ name, text, value, range, unit, basis, evidence: cited, reviewBy }) => {
    const effect = effects.get(name);
    const share = leverage.grounds.reduce((sum, one) => sum + (one.assumption === name ? one.share : 0), 0);
    const ends = effect?.overRange ?? [null, null];
    const [low, high] = range ?? [null, null];
    return [
      name,
      text,
      value,
      low,
      high,
      unit,
      basis,
      cited.join(" "),
      reviewBy,
      effect?.derivative ?? null,
      ...ends,
      share,
    ];
  });
  return { name: "assumptions", columns, rows };
}

function evidence({ evidence: all, leverage }: Report): Sheet {
  const weights = new Map(leverage.weights.entries.map(({ id, weight }) => [id, weight]));
  const rows = all.map(({ id, source, where, shows, points, grade, of }) => {
    return [id, grade, source, where, of, shows, points.join("; "), weights.get(id) ?? null];
  });
  const { without, steadiness, untold } = leverage.weights;
  const rest: [string, number][] = [
    ["no evidence cited", without],
    ["steadiness", steadiness],
    ["not told", untold],
  ];
  const columns = ["evidence", "grade", "source", "where", "of", "shows", "points at", "weight"];
  const others = rest.map(([name, weight]) => [`(${name})`, null, null, null, null, null, null, weight]);
  return { name: "evidence", columns, rows: all.length === 0 ? [] : [...rows, ...others] };
}

/** Means by date. */
function endings({ endings: all }: Report): Sheet {
  const rows = all.flatMap(({ name, of }) =>
    of.flatMap(({ name: ending, standing }) =>
      (standing?.byDate ?? []).map(([date, chance]) => [name, ending, standing!.side, date, chance]),
    ),
  );
  return { name: "endings", columns: ["group", "ending", "side", "date", "mean"], rows };
}

function indicators({ lead, indicators: { watch } }: Report): Sheet {
  const columns = ["answer", "by", "sign", "kind", "chance", "if seen", "if not seen", "expected shift", "bits"];
  const signs = watch?.signs ?? [];
  const rows = signs.map(({ sign, kind, chance, seen, unseen, shift, bits }) => {
    return [lead, watch!.by, sign, kind, chance, seen, unseen, shift, bits];
  });
  return { name: "indicators", columns, rows };
}

function findOut({ lead, indicators: { findOut: found } }: Report): Sheet {
  const rows = (found?.unknowns ?? []).map(({ quantity, share, narrows }) => [lead, quantity, share, narrows]);
  return { name: "find-out", columns: ["answer", "quantity", "share of variance", "narrows by"], rows };
}

function stories({ stories: { stories: all } }: Report): Sheet {
  const columns = ["story", "order", "probability", "step", "happens", "median", "from", "to", "share"];
  const rows = all.flatMap(({ order, probability, steps }, place) => {
    const head = [place + 1, order.map((moment) => moment.join(" and ")).join(", then "), probability];
    if (steps === null || steps.length === 0) return [[...head, null, null, null, null, null, null]];
    return steps.map(({ says, median, low, high, share }, i) => [...head, i + 1, says, median, low, high, share]);
  });
  return { name: "stories", columns, rows };
}

function beliefs({ beliefs: all }: Report): Sheet {
  const columns = ["actor", "about", "level", "date", "at", "play still runs", "mean", "low", "high"];
  const rows = all.flatMap(({ actorName, about, levels, points }) =>
    points.flatMap(({ date, at, alive, mean, low, high }) =>
      levels.map((level, i) => [actorName, about, level, date, at, alive, mean[i], low[i], high[i]]),
    ),
  );
  return { name: "beliefs", columns, rows };
}

function clocks({ clocks: all }: Report): Sheet {
  const rows = all.flatMap(({ name, owner, kind, dates, days, lapses }) => {
    const on = dates.length === 0 ? [[null, null] as const] : dates;
    return on.map(([date, chance]) => [name, owner, kind, date, chance, days, lapses]);
  });
  return { name: "clocks", columns: ["clock", "owner", "kind", "date", "chance", "days", "lapses"], rows };
}

function manifest({ manifest: from, draws, written, file, lead }: Report): Sheet {
  const { certificate, world, calendar } = from;
  const rows: [string, Cell][] = [
    ["title", from.title],
    ["caveat", from.caveat],
    ["file", file],
    ["scenario hash", from.scenarioHash],
    ["engine version", from.engineVersion],
    ["written", written],
    ["as of", from.asOf],
    ["first day", calendar.from],
    ["last day", calendar.to],
    ["step", calendar.step],
    ["answer that leads", lead],
    ["draws solved", draws.solved],
    ["seed", draws.seed],
    ["states", world.states],
    ["edges", world.edges],
    ["residual", certificate.residual],
    ["says", from.says],
  ];
  return { name: "manifest", columns: ["what", "value"], rows };
}

function changes({ changes: found }: Report): Sheet {
  const rows = (found?.answers ?? []).map(({ name, before, now }) => [name, found!.since, before, now, now - before]);
  return { name: "changes", columns: ["answer", "since", "before", "now", "change"], rows };
}
