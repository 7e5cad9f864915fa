/**
 * Where it stands and where it goes: discs by probability on the day read, bands by how often play steps from one to
 * another.
 */
import type { FlowSituation, FlowStep } from "standoff";
import { percent } from "standoff/words";
import { useWidth } from "../see/use-width.ts";
import { isTold, layOut, type Spot, tonesOf } from "./layout.ts";

interface Props {
  readonly situations: readonly FlowSituation[];
  readonly steps: readonly FlowStep[];
  /** Probability of each on the day read. */
  readonly now: readonly number[];
  /** The same of what is pinned, by name; null: nothing is, or it was not looked at here. */
  readonly pinned: ReadonlyMap<string, number> | null;
  readonly selected: number | null;
  readonly onSelect: (situation: number) => void;
}

const MOST_RADIUS = 36;
const MOST_BAND = 26;
/** Steps rarer than this appear only where one of their ends is selected. */
const LEAST = 0.01;
const PILL = 0.02;

export function MapChart({ situations, steps, now, pinned, selected, onSelect }: Props) {
  const [ref, width] = useWidth(880, 340);
  const { spots, height } = layOut(situations, width);
  const tones = tonesOf(situations);
  const shown = steps
    .filter(({ from, to }) => isTold(situations[from]) && isTold(situations[to]))
    .filter(({ times, from, to }) => times >= LEAST || ((from === selected || to === selected) && times >= LEAST / 10))
    .sort((a, b) => a.times - b.times);
  const isDim = ({ from, to }: FlowStep) => selected !== null && from !== selected && to !== selected;
  return (
    <div ref={ref} className="map">
      <svg width={width} height={height + 26} aria-label={inWords(situations, now)}>
        <text className="s" x={4} y={12}>
          earlier
        </text>
        <text className="s to" x={width - 4} y={12}>
          later →
        </text>
        {shown.map((step) => (
          <Band
            key={`${step.from} ${step.to}`}
            step={step}
            from={spots[step.from]}
            to={spots[step.to]}
            radius={radiusOf(now[step.to])}
            tone={tones[step.to]}
            dim={isDim(step)}
          />
        ))}
        {situations.map(({ name }, i) =>
          isTold(situations[i]) ? (
            <Disc
              key={name}
              name={name}
              p={now[i]}
              former={pinned?.get(name) ?? null}
              spot={spots[i]}
              tone={tones[i]}
              width={width}
              selected={i === selected}
              onSelect={() => onSelect(i)}
            />
          ) : null,
        )}
      </svg>
    </div>
  );
}

const radiusOf = (p: number) => Math.max(5, MOST_RADIUS * Math.sqrt(p));

function inWords(situations: readonly FlowSituation[], now: readonly number[]): string {
  const told = situations.map(({ name }, i) => [name, now[i]] as const).sort((a, b) => b[1] - a[1]);
  return `Where it stands: ${told.map(([name, p]) => `${name} ${percent(p)}`).join(", ")}`;
}

interface BandProps {
  readonly step: FlowStep;
  readonly from: Spot;
  readonly to: Spot;
  readonly radius: number;
  readonly tone: string;
  readonly dim: boolean;
}

function Band({ step: { times }, from, to, radius, tone, dim }: BandProps) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  // Bent to its own right, so that the way back lies beside the way there.
  const bend = Math.min(46, length * 0.22);
  const middle = { x: (from.x + to.x) / 2 - (dy / length) * bend, y: (from.y + to.y) / 2 + (dx / length) * bend };
  const back = Math.hypot(to.x - middle.x, to.y - middle.y) || 1;
  const end = {
    x: to.x - ((to.x - middle.x) / back) * (radius + 6),
    y: to.y - ((to.y - middle.y) / back) * (radius + 6),
  };
  const angle = (Math.atan2(end.y - middle.y, end.x - middle.x) * 180) / Math.PI;
  const at = { x: (from.x + 2 * middle.x + end.x) / 4, y: (from.y + 2 * middle.y + end.y) / 4 };
  return (
    <g opacity={dim ? 0.14 : 1} aria-hidden="true">
      <path
        className={`band s-${tone}`}
        strokeWidth={Math.max(1, Math.min(MOST_BAND, MOST_BAND * times))}
        d={`M${from.x} ${from.y}Q${middle.x} ${middle.y} ${end.x} ${end.y}`}
      />
      <path className="head" transform={`translate(${end.x} ${end.y}) rotate(${angle})`} d="M5 0L-4 -4.5V4.5Z" />
      {times >= PILL && (
        <g transform={`translate(${at.x} ${at.y})`}>
          <rect className="pill" x={-14} y={-8.5} width={28} height={17} rx={8.5} />
          <text className="mid" y={4}>
            {Math.round(100 * times)}
          </text>
        </g>
      )}
    </g>
  );
}

interface DiscProps {
  readonly name: string;
  readonly p: number;
  readonly former: number | null;
  readonly spot: Spot;
  readonly tone: string;
  readonly width: number;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

function Disc({ name, p, former, spot: { x, y }, tone, width, selected, onSelect }: DiscProps) {
  const radius = radiusOf(p);
  const side = x < 90 ? "" : x > width - 90 ? " to" : " mid";
  const at = side === "" ? -Math.min(radius, x - 4) : side === " to" ? Math.min(radius, width - x - 4) : 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a picture
    <g
      className="disc"
      role="button"
      tabIndex={0}
      aria-pressed={selected}
      aria-label={`${name}, ${percent(p)}`}
      transform={`translate(${x} ${y})`}
      onClick={onSelect}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        onSelect();
      }}
    >
      <circle className={`f-${tone} ${selected ? "chosen" : ""}`} r={radius} />
      {former !== null && <circle className="ghost" r={radiusOf(former)} />}
      <text className={`b halo${side}`} x={at} y={radius + 15}>
        {shorten(name)} {percent(p)}
      </text>
    </g>
  );
}

const MOST_LETTERS = 26;
const shorten = (name: string) => (name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name);
