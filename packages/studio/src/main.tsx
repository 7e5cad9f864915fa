/** The page: its workers, its state, what follows a change, and what is shown. */
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { startEngine } from "./engine/engine.ts";
import { keepTyped, readFolder, restoredText } from "./state/files.ts";
import { follow } from "./state/follow.ts";
import { carriedIn } from "./state/link.ts";
import { useStudio } from "./state/studio.ts";
import "./style/tokens.css";
import "./style/studio.css";
import "./style/see.css";

const solver = startEngine();
const checker = startEngine();
useStudio.getState().change({ dark: matchMedia("(prefers-color-scheme: dark)").matches });
follow(solver, checker);
keepTyped();
createRoot(document.getElementById("studio")!).render(<App solver={solver} />);

const shared = await carriedIn(location.hash);
const folder = shared === null ? await readFolder() : null;
if (shared !== null) useStudio.getState().change({ name: "shared.standoff.yaml", ...shared });
else if (folder !== null) {
  const { main, files, writable, library = null } = folder;
  const text = files[main];
  useStudio
    .getState()
    .change({ name: main, files, library, text: restoredText(main, text) ?? text, saved: writable ? text : null });
}
