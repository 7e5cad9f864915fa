/** Why: what each desk does in which situation, how it may go, and what each side thinks of the others. */
import { beliefInWords, percent, stepDates, stepInWords } from "standoff";
import type { Reply } from "../engine/engine.ts";
import { isStale, type Shown, useStudio } from "../state/studio.ts";
import { WhatCarries } from "./tornado.tsx";

type Explained = Reply<"explain">;

export function WhyView({ shown }: { shown: Shown }) {
  const studio = useStudio();
  const { explained } = shown;
  if (explained === null) return <p className="note">What stands behind the forecast is being worked out.</p>;
  return (
    <div className={`reasons${isStale(studio) ? " stale" : ""}`}>
      <WhatCarries shown={shown} />
      {(explained.paths?.stories.length ?? 0) > 0 && <HowItMayGo paths={explained.paths!} />}
      {explained.strategies?.map((desk) => (
        <Desk key={desk.desk} desk={desk} />
      ))}
      {(explained.beliefs?.paths.length ?? 0) > 0 && (
        <section>
          <h2>What each side thinks of the others</h2>
          {explained.beliefs!.paths.map((path) => (
            <p key={`${path.actor} ${path.about}`} className="story" style={{ display: "block" }}>
              {beliefInWords(path)}
            </p>
          ))}
        </section>
      )}
    </div>
  );
}

function HowItMayGo({ paths }: { paths: NonNullable<Explained["paths"]> }) {
  return (
    <section>
      <h2>How it may go</h2>
      {paths.stories.map(({ order, probability, steps }) => (
        <div className="story" key={order.map((moment) => moment.join("+")).join(">")}>
          <b>{percent(probability)}</b>
          <span>
            {order.length === 0 ? "None of the outcomes" : order.map((moment) => moment.join(" and ")).join(", then ")}
          </span>
          <span className="note">
            {(steps ?? []).map((step) => `${stepDates(step)}: ${stepInWords(step, percent)}`).join(" · ")}
          </span>
        </div>
      ))}
      <p className="note">
        All other orders together {percent(paths.other)}. Dates are medians, in brackets 80 per cent.
      </p>
    </section>
  );
}

function Desk({ desk }: { desk: NonNullable<Explained["strategies"]>[number] }) {
  return (
    <section>
      <h2>
        What would {desk.actorName} do? <span className="lab">{desk.desk}</span>
      </h2>
      {desk.situations.map(({ when, reached, acts }) => (
        <div key={when}>
          <h3>
            {when === "" ? "Whenever it meets" : `When ${when}`}{" "}
            <span className="lab">comes about: {percent(reached)}</span>
          </h3>
          {acts.map(({ act, chance, pointsLost }) => (
            <div className="choice" key={act} title={`${pointsLost.toFixed(1)} points less than the best`}>
              <span>{act === "hold" ? "Wait" : act}</span>
              <svg width={90} height={8} aria-hidden="true">
                <rect className="barbg" width={90} height={8} />
                <rect className="bar" width={90 * chance} height={8} />
              </svg>
              <span className="num">{percent(chance)}</span>
            </div>
          ))}
        </div>
      ))}
    </section>
  );
}
