/** The situations in which a desk's choice differs, as found by the library, for every desk. */
import { percent } from "standoff/words";
import type { Reply } from "../engine/engine.ts";
import { useStudio } from "../state/studio.ts";

type Strategy = NonNullable<Reply<"explain">["strategies"]>[number];

export function Desks({ strategies }: { strategies: readonly Strategy[] }) {
  const { desk } = useStudio(({ wouldDo }) => wouldDo);
  const own = strategies.find((one) => one.desk === desk) ?? strategies[0];
  if (own === undefined) return null;
  return (
    <section>
      <h2>
        Where its choice differs <span className="lab">{own.desk}, over all dates</span>
      </h2>
      {own.situations.map(({ when, reached, acts }) => (
        <div key={when} className="differs">
          <h3>
            {when === "" ? "Whenever it meets" : `When ${when}`}{" "}
            <span className="lab">comes about: {percent(reached)}</span>
          </h3>
          {acts.map(({ act, chance, pointsLost }) => (
            <div className="choice" key={act}>
              <span>{act === "hold" ? "wait" : act}</span>
              <svg width={90} height={8} aria-hidden="true">
                <rect className="barbg" width={90} height={8} />
                <rect className="bar" width={90 * chance} height={8} />
              </svg>
              <span className="num">{percent(chance)}</span>
              <span className="num lab">{pointsLost < 0.05 ? "" : `${pointsLost.toFixed(1)} behind`}</span>
            </div>
          ))}
        </div>
      ))}
    </section>
  );
}
