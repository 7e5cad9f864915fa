/** What carries an outcome: one row an assumption, from the answer at the low end of its range (hollow) to that at the high end (solid). */
import { scaleLinear } from "d3-scale";
import { percent } from "standoff";
import { useWidth } from "../see/use-width.ts";
import { type Moves, type Shown, useStudio } from "../state/studio.ts";
import { slideOf, textOf } from "../whatif/values.ts";

const MOST = 10;
const MARGIN = 64;

export function WhatCarries({ shown }: { shown: Shown }) {
  const { selected, change } = useStudio();
  const name = selected ?? shown.opened.outcomes[0];
  const moves = shown.moves[name];
  return (
    <section className="wide">
      <h2>
        What carries{" "}
        <select
          aria-label="outcome"
          className="btn"
          value={name}
          onChange={({ target }) => change({ selected: target.value })}
        >
          {shown.opened.outcomes.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>{" "}
        <span className="lab">{moves === undefined ? "being worked out" : percent(moves.value)}</span>
      </h2>
      {moves !== undefined && <Tornado moves={moves} shown={shown} />}
    </section>
  );
}

type Effect = Moves["effects"][number];

function Tornado({ moves, shown }: { moves: Moves; shown: Shown }) {
  const ranged = moves.effects
    .flatMap((effect) => (endsOf(moves, effect) === null ? [] : [{ effect, ends: endsOf(moves, effect)! }]))
    .sort((a, b) => Math.abs(b.ends[1] - b.ends[0]) - Math.abs(a.ends[1] - a.ends[0]))
    .slice(0, MOST);
  const all = [moves.value, ...ranged.flatMap(({ ends }) => ends)];
  const [least, most] = [Math.max(0, Math.min(...all)), Math.min(1, Math.max(...all))];
  const exact = ranged.some(({ effect }) => effect.overRange !== null);
  return (
    <>
      <table className="t">
        <thead>
          <tr>
            <th scope="col">assumption, over its range</th>
            <th scope="col" className="num">
              at the low end
            </th>
            <th scope="col">
              <span className="sr">from low (hollow) to high (solid)</span>
            </th>
            <th scope="col" className="num">
              at the high end
            </th>
            <th scope="col" className="num">
              span
            </th>
          </tr>
        </thead>
        <tbody>
          {ranged.map(({ effect, ends }) => (
            <tr key={effect.assumption}>
              <td>{effect.assumption}</td>
              <td className="num">{percent(clamp(ends[0]))}</td>
              <td className="grow">
                <Row value={moves.value} ends={ends} domain={[least, most]} labels={labelsOf(shown, effect)} />
              </td>
              <td className="num">{percent(clamp(ends[1]))}</td>
              <td className="num big">{Math.round(100 * Math.abs(ends[1] - ends[0]))} pt</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">
        {exact
          ? "Hollow: the low end of the range; solid: the high end; all else as filed, strategies solved anew at each."
          : "By the derivative at the stated values, as were the answer a straight line; all else as filed, strategies answering the change."}
      </p>
    </>
  );
}

const clamp = (p: number) => Math.min(1, Math.max(0, p));

/** The answer at both ends: solved, or by the derivative. */
function endsOf(
  { value }: Moves,
  { overRange, derivative, range, value: at }: Effect,
): readonly [number, number] | null {
  if (overRange !== null) return overRange;
  if (derivative === null || range === null) return null;
  return [value + derivative * (range[0] - at), value + derivative * (range[1] - at)];
}

function labelsOf({ opened }: Shown, { assumption }: Effect): readonly [string, string] {
  const found = opened.assumptions.find(({ name }) => name === assumption);
  const slide = found === undefined ? null : slideOf(found);
  return slide === null ? ["low", "high"] : [textOf(slide, slide.low), textOf(slide, slide.high)];
}

interface RowProps {
  readonly value: number;
  readonly ends: readonly [number, number];
  readonly domain: readonly [number, number];
  readonly labels: readonly [string, string];
}

function Row({ value, ends, domain, labels }: RowProps) {
  const [ref, width] = useWidth(420, 120);
  const x = scaleLinear([domain[0], Math.max(domain[1], domain[0] + 0.01)], [MARGIN, width - MARGIN]);
  const bar = (to: number) => ({ x: Math.min(x(value), x(to)), width: Math.abs(x(to) - x(value)) });
  const text = (to: number, label: string) => {
    const left = to < value;
    return (
      <text className={left ? "s to" : "s"} x={x(to) + (left ? -5 : 5)} y={13.5}>
        {label}
      </text>
    );
  };
  const sides = Math.sign(ends[0] - value) !== Math.sign(ends[1] - value);
  return (
    <div ref={ref}>
      <svg width={width} height={20} aria-hidden="true">
        <line className="axis" x1={x(value)} x2={x(value)} y1={0} y2={20} />
        <rect className="hollowbar" {...bar(ends[0])} y={6} height={8} />
        <rect className="bar" {...bar(ends[1])} y={6} height={8} />
        {sides && text(ends[0], labels[0])}
        {sides && text(ends[1], labels[1])}
      </svg>
    </div>
  );
}
