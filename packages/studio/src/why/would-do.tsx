/**
 * What would a desk do if ...: its options on a date, where it sees what is picked; then the situations in which it
 * differs.
 */
import type { ActShare } from "standoff";
import { percent } from "standoff/words";
import type { Reply } from "../engine/engine.ts";
import { longDay } from "../see/calendar.tsx";
import { ChartFrame } from "../see/chart-frame.tsx";
import { cut } from "../see/names.tsx";
import { useWidth } from "../see/use-width.ts";
import { type Shown, useStudio } from "../state/studio.ts";
import { pinnedTold, useTold } from "../state/told.ts";
import { whyNone } from "../why-none.ts";

/**
 * In worlds of more edges than this, building once more to tell what speaks for an act takes too long to be waited for.
 */
const MANY_EDGES = 1_500_000;

export function WouldDo({ shown }: { shown: Shown }) {
  const { wouldDo, pinned, change } = useStudio();
  const { desks } = shown.opened;
  const desk = desks.some(({ name }) => name === wouldDo.desk) ? wouldDo.desk : desks[0]?.name;
  const order = {
    desk: desk ?? "",
    ...(wouldDo.on === null ? {} : { on: wouldDo.on }),
    seen: wouldDo.seen,
    reasons: shown.opened.world.edges <= MANY_EDGES,
  };
  const told = useTold(shown, "choices", desk === undefined ? null : order);
  const before = pinned === shown ? null : pinnedTold(pinned, "choices", order);
  if (desk === undefined) return <p className="note">Nobody decides anything here.</p>;
  const give = (part: Partial<typeof wouldDo>) => change({ wouldDo: { ...wouldDo, ...part } });
  return (
    <section>
      <h2>
        What would{" "}
        <select
          className="btn"
          aria-label="desk"
          value={desk}
          onChange={({ target }) => change({ wouldDo: { desk: target.value, on: null, seen: {} } })}
        >
          {desks.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>{" "}
        do
      </h2>
      {"failure" in told && <p className="note">{whyNone(told.failure)}</p>}
      {"waiting" in told && <p className="note">being worked out</p>}
      {"reply" in told && <Options told={told.reply} before={before} give={give} seen={wouldDo.seen} />}
    </section>
  );
}

interface OptionsProps {
  readonly told: Reply<"choices">;
  readonly before: Reply<"choices"> | null;
  readonly seen: Readonly<Record<string, string>>;
  readonly give: (part: { readonly on?: string | null; readonly seen?: Readonly<Record<string, string>> }) => void;
}

function Options({ told, before, seen, give }: OptionsProps) {
  const { dates, date, sees, acts, probability, actorName, policy } = told;
  if (date === null) return <p className="note">It never comes to decide.</p>;
  const pick = (name: string, value: string) => {
    const { [name]: _, ...others } = seen;
    give({ seen: value === "" ? others : { ...others, [name]: value } });
  };
  return (
    <>
      <div className="picks">
        <label>
          <span className="lab">in the period from</span>
          <select
            className="btn"
            aria-label="in the period from"
            value={date}
            onChange={({ target }) => give({ on: target.value })}
          >
            {dates.map(([day, chance]) => (
              <option key={day} value={day}>
                {longDay(day)}, meets {percent(chance)}
              </option>
            ))}
          </select>
        </label>
        {sees.map(({ name, values, picked }) => (
          <label key={name}>
            <span className="lab">{name}</span>
            <select
              className="btn"
              aria-label={name}
              value={picked ?? ""}
              onChange={({ target }) => pick(name, target.value)}
            >
              <option value="">whatever it is</option>
              {values.map(([value, share]) => (
                <option key={value} value={value}>
                  {value}, {percent(share)}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <p className="lab">
        {actorName} comes to decide there with a probability of {percent(probability)}.{" "}
        {policy
          ? "It follows stated chances, not reasons."
          : "Points: expected, on its own scale, against its best option there."}
      </p>
      <ChartFrame
        name={`What ${told.desk} would do`}
        table={{
          columns: ["option", "chance", "on the menu", "points lost", "for and against"],
          rows: acts.map((one) => [one.act, one.chance, one.available, one.pointsLost, reasonsOf(one).join("; ")]),
        }}
      >
        <Chances acts={acts} before={before?.acts ?? null} />
      </ChartFrame>
      <table className="t options">
        <thead>
          <tr>
            <th scope="col">option</th>
            <th scope="col" className="num">
              chance
            </th>
            <th scope="col" className="num">
              points behind
            </th>
            <th scope="col">for and against it, in points against holding</th>
          </tr>
        </thead>
        <tbody>
          {acts.map((one) => (
            <tr key={one.act}>
              <td>{inWords(one.act)}</td>
              <td className="num big">
                <data value={one.chance}>{percent(one.chance)}</data>
              </td>
              <td className="num">{policy ? "" : one.pointsLost.toFixed(1)}</td>
              <td className="wrap">{reasonsOf(one).join(" · ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const inWords = (act: string) => (act === "hold" ? "wait" : act);

const MOST_REASONS = 5;
/** Points that are worth a word. */
const WORTH = 0.05;

function reasonsOf({ reasons }: ActShare): string[] {
  return reasons
    .filter(({ points }) => Math.abs(points) >= WORTH)
    .slice(0, MOST_REASONS)
    .map(({ payoff, points }) => `${payoff} ${points > 0 ? "+" : "−"}${Math.abs(points).toFixed(1)}`);
}

const ROW = 24;

function Chances({ acts, before }: { acts: readonly ActShare[]; before: readonly ActShare[] | null }) {
  const [ref, width] = useWidth(640, 280);
  const names = Math.min(230, Math.round(width * 0.38));
  const x = (p: number) => names + (width - names - 52) * p;
  return (
    <div ref={ref}>
      <svg
        width={width}
        height={ROW * acts.length + 4}
        aria-label={`Chances: ${acts.map(({ act, chance }) => `${inWords(act)} ${percent(chance)}`).join(", ")}`}
      >
        {acts.map(({ act, chance }, i) => {
          const former = before?.find((one) => one.act === act)?.chance;
          return (
            <g key={act} transform={`translate(0 ${ROW * i})`} aria-hidden="true">
              <text x={0} y={16}>
                {cut(inWords(act), Math.floor(names / 5.8))}
              </text>
              <rect className="barbg" x={names} y={6} width={x(1) - names} height={12} />
              <rect className="bar" x={names} y={6} width={Math.max(1, x(chance) - names)} height={12} />
              {former !== undefined && <circle className="hollow" cx={x(former)} cy={12} r={4.5} />}
              <text className="b to" x={width} y={16}>
                {percent(chance)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
