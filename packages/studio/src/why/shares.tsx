/**
 * Shares of variance: how much of what is not known of an outcome goes with each quantity that is drawn, and how strong
 * its evidence is.
 */
import { percent } from "standoff/words";
import type { Reply } from "../engine/engine.ts";
import { ChartFrame } from "../see/chart-frame.tsx";
import { cut } from "../see/names.tsx";
import { useWidth } from "../see/use-width.ts";
import type { Shown } from "../state/studio.ts";
import { useLedger } from "./use-ledger.ts";

type Ground = Reply<"ledger">["ledgers"][number]["grounds"][number];

const MOST = 12;
const ROW = 22;
const TOP = 40;
const NUMBERS = 110;
/** The longest bar stands for at least this: a small share looks small. */
export const LEAST_SCALE = 0.25;

export function Shares({ shown, name }: { shown: Shown; name: string }) {
  const ledger = useLedger(shown, name);
  return (
    <section>
      <h2>
        Shares of what is not known{" "}
        <span className="lab">of the variance over draws{shown.study === null ? ", once a study stands" : ""}</span>
      </h2>
      {ledger !== null && (
        <>
          <ChartFrame
            name={`Shares of the variance of ${name}`}
            table={{
              columns: ["quantity", "kind", "share", "evidence", "entries"],
              rows: ledger.grounds.map(({ quantity, kind, share, strength, evidence }) => [
                quantity,
                kind,
                share,
                strength,
                evidence.join(", "),
              ]),
            }}
          >
            <SharesChart name={name} grounds={ledger.grounds.filter(({ share }) => share > 0).slice(0, MOST)} />
          </ChartFrame>
          <p className="note">
            {percent(ledger.steadiness)} goes with how steadily actors choose, {percent(ledger.without)} with
            assumptions for which nothing is cited. {percent(ledger.untold)} goes with no single quantity by a straight
            line, or cannot be told from chance over so few draws.
          </p>
        </>
      )}
    </section>
  );
}

function SharesChart({ name, grounds }: { name: string; grounds: readonly Ground[] }) {
  const [ref, width] = useWidth(460, 280);
  const names = Math.min(180, Math.round(width * 0.4));
  const most = Math.max(LEAST_SCALE, ...grounds.map(({ share }) => share));
  const told = grounds.slice(0, 5).map(({ quantity, share }) => `${quantity} ${percent(share)}`);
  return (
    <div ref={ref}>
      <svg
        width={width}
        height={TOP + ROW * Math.max(1, grounds.length)}
        aria-label={`What ${name} rests on: ${told.join(", ")}`}
      >
        <g aria-hidden="true">
          <text className="s" x={0} y={TOP - 8}>
            what is not known
          </text>
          <text className="s to" x={width - 44} y={TOP - 8}>
            its evidence
          </text>
          <text className="s to" x={width} y={TOP - 8}>
            share
          </text>
          <line className="rule" x1={0} x2={width} y1={TOP - 2} y2={TOP - 2} />
        </g>
        {grounds.map(({ quantity, share, strength }, i) => (
          <g key={quantity} transform={`translate(0 ${TOP + ROW * i})`} aria-hidden="true">
            <text x={0} y={14}>
              {cut(quantity, Math.floor(names / 5.6))}
            </text>
            <rect
              className={strength === "strong" || strength === "fair" ? "bar" : "hollowbar"}
              x={names}
              y={5}
              width={Math.max(1, ((width - names - NUMBERS) * share) / most)}
              height={10}
            />
            <text className="s to" x={width - 44} y={14}>
              {strength}
            </text>
            <text className="b to" x={width} y={14}>
              {percent(share)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
