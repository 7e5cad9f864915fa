/**
 * The page of one file with what stands here: made from the one that the server has, or from this page where it is that
 * itself.
 */
import { fillAlone } from "../../alone.js";
import type { Studio } from "./studio.ts";

/** Null where neither can be read. The values set are written nowhere in the text: the file's own values stand. */
export async function aloneWith({ name, files, text }: Studio): Promise<string | null> {
  const page = await pageOfOneFile();
  const main = name.slice(name.lastIndexOf("/") + 1);
  const isAlone = Object.keys(files).every((other) => other === name);
  const texts = isAlone ? { main, files: { [main]: text } } : { main: name, files: { ...files, [name]: text } };
  return page === null ? null : fillAlone(page, { ...texts, writable: false, tutorial: false });
}

async function pageOfOneFile(): Promise<string | null> {
  if (document.getElementById("folder") !== null) return `<!doctype html>\n${asItCame().outerHTML}`;
  try {
    const answer = await fetch("./alone.html");
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

/** This document without what the script has put into it. */
function asItCame(): Element {
  const copy = document.documentElement.cloneNode(true) as Element;
  copy.removeAttribute("data-theme");
  copy.querySelector("#studio")?.replaceChildren();
  const [, ...added] = copy.querySelectorAll("style");
  for (const style of added) style.remove();
  return copy;
}
