/** What has changed since an earlier report: in what the scenario says, and in what comes of it. */
import type { Changes, Report, ReportedAssumption } from "./report.ts";

export function changesSince(now: Report, before: Report): Changes {
  return {
    since: before.written,
    hash: before.manifest.scenarioHash,
    answers: answersIn(now).flatMap(([name, mean]) => {
      const earlier = new Map(answersIn(before)).get(name);
      return earlier === undefined ? [] : [{ name, before: earlier, now: mean }];
    }),
    confidence: { before: confidenceOf(before), now: confidenceOf(now) },
    scenario: [
      ...settingsChanged(now, before),
      ...assumptionsChanged(now.assumptions, before.assumptions),
      ...evidenceChanged(now, before),
      ...names("answer", answerNames(now), answerNames(before)),
    ],
  };
}

const answersIn = ({ outcomes, questions }: Report): (readonly [string, number])[] =>
  [...outcomes, ...questions.filter(({ kind }) => kind === "probability")].flatMap(({ name, mean }) =>
    mean === null ? [] : [[name, mean] as const],
  );

const answerNames = ({ outcomes, questions }: Report) => [...outcomes, ...questions].map(({ name }) => name);

const confidenceOf = ({ confidence: { confidence } }: Report) => confidence;

function settingsChanged(now: Report, before: Report): string[] {
  const facts = ({ manifest, draws, lead, news }: Report): Record<string, string> => ({
    "the answer that leads": lead,
    engine: manifest.engineVersion,
    "as of": manifest.asOf,
    calendar: `${manifest.calendar.from} to ${manifest.calendar.to}, step ${manifest.calendar.step}`,
    ...Object.fromEntries(Object.entries(manifest.settings).map(([name, value]) => [name, String(value ?? "none")])),
    news: news.status === "conditioned" ? `${news.items} items as of ${news.asOf}` : news.status,
    draws: `${draws.solved} with the seed ${draws.seed}`,
  });
  const [present, past] = [facts(now), facts(before)];
  return [...new Set([...Object.keys(present), ...Object.keys(past)])].flatMap((name) => {
    const [is, was] = [present[name] ?? "none", past[name] ?? "none"];
    return is === was ? [] : [`${name}: ${was} became ${is}`];
  });
}

function assumptionsChanged(now: readonly ReportedAssumption[], before: readonly ReportedAssumption[]): string[] {
  const old = new Map(before.map((one) => [one.name, one]));
  const changed = now.flatMap((one) => {
    const was = old.get(one.name);
    if (was === undefined) return [];
    const parts = [
      ...(one.value === was.value ? [] : [`${was.text} became ${one.text}`]),
      ...(same(one.range, was.range) ? [] : [`its range, ${rangeOf(was)}, became ${rangeOf(one)}`]),
      ...(one.basis === was.basis ? [] : [`its basis, ${was.basis || "none"}, became ${one.basis || "none"}`]),
      ...(same(one.evidence, was.evidence) ? [] : ["other evidence is cited"]),
    ];
    return parts.length === 0 ? [] : [`assumption ${one.name}: ${parts.join("; ")}`];
  });
  const [present, past] = [now, before].map((all) => all.map(({ name }) => name));
  return [...changed, ...names("assumption", present, past)];
}

function evidenceChanged(now: Report, before: Report): string[] {
  const old = new Map(before.evidence.map((one) => [one.id, one]));
  const graded = now.evidence.flatMap(({ id, grade, shows }) => {
    const was = old.get(id);
    if (was === undefined) return [];
    if (was.grade !== grade) return [`evidence ${id}: grade ${was.grade} became ${grade}`];
    return was.shows === shows ? [] : [`evidence ${id}: what it shows is worded anew`];
  });
  const [present, past] = [now, before].map(({ evidence }) => evidence.map(({ id }) => id));
  return [...graded, ...names("evidence", present, past)];
}

/** What is new, and what is gone. */
function names(kind: string, now: readonly string[], before: readonly string[]): string[] {
  const [present, past] = [new Set(now), new Set(before)];
  return [
    ...now.filter((name) => !past.has(name)).map((name) => `${kind} ${name} is new`),
    ...before.filter((name) => !present.has(name)).map((name) => `${kind} ${name} is gone`),
  ];
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const rangeOf = ({ rangeText }: ReportedAssumption) => (rangeText === null ? "none" : rangeText.join(" to "));
