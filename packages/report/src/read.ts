/** An earlier report's data, from its page or from its JSON. */
import { FORMAT, type Report } from "./report.ts";

const element = /<script type="application\/json" id="standoff-report">(.*?)<\/script>/s;

/** Undefined where the text holds no report of this format. */
export function readReport(text: string): Report | undefined {
  const data = text.trimStart().startsWith("{") ? text : element.exec(text)?.[1];
  if (data === undefined) return undefined;
  try {
    const found: unknown = JSON.parse(data);
    return isReport(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const allNamed = (value: unknown, key: string) =>
  Array.isArray(value) && value.every((one) => isRecord(one) && typeof one[key] === "string");

/** Does it have the parts that a later report looks at? */
function isReport(value: unknown): value is Report {
  if (!isRecord(value) || value.format !== FORMAT) return false;
  const { manifest, draws, news, confidence } = value;
  if (typeof value.written !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value.written)) return false;
  if (![manifest, draws, news, confidence].every(isRecord)) return false;
  if (!isRecord(manifest) || typeof manifest.scenarioHash !== "string" || !isRecord(manifest.calendar)) return false;
  const lists = [value.outcomes, value.questions, value.assumptions].every((list) => allNamed(list, "name"));
  return lists && allNamed(value.evidence, "id");
}
