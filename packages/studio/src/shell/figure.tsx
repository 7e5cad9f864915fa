/** The picture alone, read-only, for a frame of another page: what it is of, and a way to the whole. */
import { isStale, ofStep, useStudio } from "../state/studio.ts";
import { views } from "../views.tsx";
import { Waiting } from "./waiting.tsx";

export function Figure() {
  const studio = useStudio();
  const { shown, view } = studio;
  const { Show } = views[view];
  if (shown === null) return <Waiting />;
  const { title, asOf, of } = shown.opened;
  return (
    <main>
      <figure className={isStale(studio) ? "embedded stale" : "embedded"}>
        <h1>{title}</h1>
        <Show shown={shown} />
        <figcaption className="note">
          Standoff, values as of {asOf}, {of.hash.slice(0, 8)}: values that we attribute, not endorse.{" "}
          {shown.step === null ? "" : `${ofStep(shown.step)} `}
          <a href={location.href.replace("?figure", "")} target="_blank" rel="noopener">
            Open in the studio
          </a>
        </figcaption>
      </figure>
    </main>
  );
}
