import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { startEngine } from "./engine/engine.ts";
import { keepTyped, readFolder, restoredText } from "./state/files.ts";
import { follow } from "./state/follow.ts";
import { useStudio } from "./state/studio.ts";
import "./style/tokens.css";
import "./style/studio.css";

const solver = startEngine();
const checker = startEngine();
useStudio.getState().change({ dark: matchMedia("(prefers-color-scheme: dark)").matches });
follow(solver, checker);
keepTyped();
createRoot(document.getElementById("studio")!).render(<App solver={solver} />);

const folder = await readFolder();
if (folder !== null) {
  const { main, files, writable } = folder;
  const saved = files[main];
  useStudio
    .getState()
    .change({ name: main, files, text: restoredText(main, saved) ?? saved, saved: writable ? saved : null });
}
