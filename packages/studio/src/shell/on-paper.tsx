/** What heads the view on paper: of what it is, with its date and hash. */
import { isStale, ofStep, useStudio } from "../state/studio.ts";
import { views } from "../views.tsx";

export function OnPaper() {
  const studio = useStudio();
  const { shown, view } = studio;
  if (shown === null) return null;
  const { title, asOf, of, caveat } = shown.opened;
  const set = Object.entries(shown.set).map(([name, text]) => `${name} ${text}`);
  return (
    <header className="onpaper">
      <h1>{title}</h1>
      <p>
        {views[view].title}. Values as of {asOf}
        {set.length === 0 ? "" : `, but ${set.join(", ")}`}; scenario {of.hash.slice(0, 16)}
        {shown.step === null ? "" : `. ${ofStep(shown.step).slice(0, -1)}`}
        {isStale(studio) ? "; of an older text than the one on the screen" : ""}. {caveat}
      </p>
      <p>Probabilities in this model, given these values: values that we attribute, not endorse.</p>
    </header>
  );
}
