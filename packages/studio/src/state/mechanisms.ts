/**
 * What-if files as toggles: each changes one mechanism of the scenario and extends it. Several at once are a chain:
 * each extends the one before it, the first the scenario itself.
 */
import type { Texts } from "standoff/wire";

export interface Mechanism {
  readonly file: string;
  readonly name: string;
  /** What its first lines say. */
  readonly says: string;
}

const extending = /^extends:[ \t]*(.+?)[ \t]*$/m;

/** The what-ifs among files: those that extend another and stand beside it in a folder of their own. */
export function mechanismsIn(files: Readonly<Record<string, string>>, main: string): Mechanism[] {
  return Object.entries(files).flatMap(([file, text]) => {
    if (file === main || !/(^|\/)what-ifs\//.test(file) || !extending.test(text)) return [];
    const name = file
      .slice(file.lastIndexOf("/") + 1)
      .replace(/\.(standoff\.)?ya?ml$/, "")
      .replaceAll("-", " ");
    const says = text
      .split("\n")
      .filter((line) => line.startsWith("#"))
      .map((line) => line.slice(1).trim())
      .join(" ");
    return [{ file, name, says }];
  });
}

/** The same texts with these what-ifs counted. */
export function withMechanisms(texts: Texts, mechanisms: readonly string[]): Texts {
  const slash = texts.main.lastIndexOf("/") + 1;
  const folder = texts.main.slice(0, slash);
  const files: Record<string, Texts["files"][string]> = { ...texts.files };
  let { main } = texts;
  mechanisms.forEach((file, place) => {
    const text = files[file];
    if (typeof text !== "string") return;
    const extended = main.slice(slash);
    main = `${folder}what if ${place + 1}.yaml`;
    files[main] = text.replace(extending, () => `extends: ${JSON.stringify(extended)}`);
  });
  return { ...texts, main, files };
}
