/**
 * What the page begins with: the case that its address carries, else what stands in the page or what the server has
 * open.
 */
import { storageOf, takeDraft } from "./drafts.ts";
import { readFolder } from "./files.ts";
import { carriedIn } from "./link.ts";
import { type Studio, useStudio } from "./studio.ts";

const VISITED = "standoff visited";

/** Opens it, with what was typed into it before and not saved. */
export async function openCase(): Promise<void> {
  const { change, figure } = useStudio.getState();
  const found = await findCase();
  if (found === null) {
    change({ failure: { kind: "not open" } });
    return;
  }
  const { name, filed, tutorial, ...others } = found;
  change({
    ...others,
    stored: {},
    mechanisms: [],
    name,
    filed,
    text: filed,
    failure: null,
    ...(figure ? {} : await typedBefore(found)),
  });
  if (!figure && tutorial && storageOf("localStorage")?.getItem(VISITED) == null) {
    change({ lesson: 0 });
    storageOf("localStorage")?.setItem(VISITED, "yes");
  }
}

type Found = Pick<Studio, "name" | "filed" | "files" | "library" | "saved" | "set" | "step"> & {
  readonly tutorial: boolean;
};

async function findCase(): Promise<Found | null> {
  const shared = await carriedIn(location.hash);
  if (shared !== null) {
    const { text, set, step, name = "shared.standoff.yaml", files = {} } = shared;
    return { name, filed: text, files, library: null, saved: null, set, step, tutorial: false };
  }
  const folder = await readFolder();
  if (folder === null) return null;
  const { main, files, writable, tutorial = false, library = null } = folder;
  const filed = files[main];
  return { name: main, filed, files, library, saved: writable ? filed : null, set: {}, step: null, tutorial };
}

/** What was typed comes back where the file is as it was then; else it is offered. */
async function typedBefore({ name, filed, saved }: Found): Promise<Partial<Studio>> {
  const draft = await takeDraft(name);
  if (draft === null || draft.text === filed) return {};
  if (draft.of !== filed) {
    if (saved === null) return {};
    const says = "You had typed something else, into another text of this file.";
    return { notice: { says, other: { text: draft.text, called: "what you typed", isFile: false } } };
  }
  const says = "What you had typed and not saved is back.";
  return { text: draft.text, notice: { says, other: { text: filed, called: "the file", isFile: true } } };
}
