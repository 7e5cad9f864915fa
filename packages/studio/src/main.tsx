/** The page: its workers, its state, what follows a change, and what is shown. */
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { startEngine } from "./engine/engine.ts";
import { hearTabs, keepTyped, nameTab } from "./state/drafts.ts";
import { follow } from "./state/follow.ts";
import { openCase } from "./state/open-case.ts";
import { useStudio } from "./state/studio.ts";
import "./style/tokens.css";
import "./style/studio.css";
import "./style/see.css";
import "./style/shell.css";

const solver = startEngine();
const checker = startEngine();
const wishes = new URLSearchParams(location.search);
const megabytes = Number(wishes.get("memory") ?? 0);
useStudio.getState().change({
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  figure: wishes.has("figure"),
  memory: megabytes > 0 ? megabytes * 1e6 : null,
});
follow(solver, checker);
createRoot(document.getElementById("studio")!).render(<App solver={solver} />);

await nameTab();
await openCase();
keepTyped();
hearTabs();
addEventListener("hashchange", () => void openCase());
