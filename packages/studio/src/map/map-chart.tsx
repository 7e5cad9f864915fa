/**
 * Where it stands and where it goes: discs by probability on the day read, bands by how often play steps from one to
 * another.
 */
import type { FlowSituation, FlowStep } from "standoff";
import { percent } from "standoff/words";
import { inLines, LINE, NameLines } from "../see/names.tsx";
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
  const courses = shown.map(({ from, to }) => courseOf(spots[from], spots[to], radiusOf(now[to])));
  const standing = situations.flatMap((one, i) =>
    isTold(one)
      ? [discBox(spots[i], radiusOf(now[i])), labelBox(labelOf(one.name, now[i], spots[i], width), spots[i])]
      : [],
  );
  const pills = pillsOf(
    courses.map((course, i) => (shown[i].times >= PILL ? course : null)),
    standing,
  );
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
        {shown.map((step, i) => (
          <Band
            key={`${step.from} ${step.to}`}
            times={step.times}
            course={courses[i]}
            pill={pills[i]}
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

/** How a band goes: from, bent by a middle, to an end that points. */
interface Course {
  readonly from: Spot;
  readonly middle: Spot;
  readonly end: Spot;
  /** Degrees. */
  readonly angle: number;
}

function courseOf(from: Spot, to: Spot, radius: number): Course {
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
  return { from, middle, end, angle };
}

const along = ({ from, middle, end }: Course, part: number): Spot => {
  const [a, b, c] = [(1 - part) ** 2, 2 * part * (1 - part), part ** 2];
  return { x: a * from.x + b * middle.x + c * end.x, y: a * from.y + b * middle.y + c * end.y };
};

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const PILL_SIZE = { width: 28, height: 17 };
/** Parts of its band at which a pill may stand, the best first. */
const PARTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];

/** Where each band's pill stands: on no disc, no name and no other pill, where its band leaves room for that. */
function pillsOf(courses: readonly (Course | null)[], standing: readonly Box[]): (Spot | null)[] {
  const taken = [...standing];
  // The widest bands come last, and choose first.
  const placed = courses.toReversed().map((course) => {
    if (course === null) return null;
    const boxes = PARTS.map((part) => {
      const { x, y } = along(course, part);
      return { x: x - PILL_SIZE.width / 2, y: y - PILL_SIZE.height / 2, ...PILL_SIZE };
    });
    const box = boxes.find((one) => taken.every((other) => isApart(one, other))) ?? boxes[0];
    taken.push(box);
    return { x: box.x + PILL_SIZE.width / 2, y: box.y + PILL_SIZE.height / 2 };
  });
  return placed.reverse();
}

const discBox = ({ x, y }: Spot, radius: number): Box => ({
  x: x - radius,
  y: y - radius,
  width: 2 * radius,
  height: 2 * radius,
});

const isApart = (a: Box, b: Box) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

interface BandProps {
  readonly times: number;
  readonly course: Course;
  /** None where it is rare. */
  readonly pill: Spot | null;
  readonly tone: string;
  readonly dim: boolean;
}

function Band({ times, course: { from, middle, end, angle }, pill, tone, dim }: BandProps) {
  return (
    <g opacity={dim ? 0.14 : 1} aria-hidden="true">
      <path
        className={`band s-${tone}`}
        strokeWidth={Math.max(1, Math.min(MOST_BAND, MOST_BAND * times))}
        d={`M${from.x} ${from.y}Q${middle.x} ${middle.y} ${end.x} ${end.y}`}
      />
      <path className="head" transform={`translate(${end.x} ${end.y}) rotate(${angle})`} d="M5 0L-4 -4.5V4.5Z" />
      {pill !== null && (
        <g transform={`translate(${pill.x} ${pill.y})`}>
          <rect className="pill" x={-14} y={-8.5} {...PILL_SIZE} rx={8.5} />
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

/** A disc's name and figure below it, in lines; near an edge of the picture it runs away from that. */
interface Label {
  readonly lines: readonly string[];
  readonly side: "" | " to" | " mid";
  /** From the disc's middle. */
  readonly x: number;
  readonly y: number;
}

/** Pixels of a letter, and about a line of them. */
const LETTER = 6.2;
const ABOVE = 11;

function labelOf(name: string, p: number, { x }: Spot, width: number): Label {
  const radius = radiusOf(p);
  const lines = inLines(`${name} ${percent(p)}`, LETTERS);
  const half = (LETTER * Math.max(...lines.map(({ length }) => length))) / 2;
  const side = x < half + 4 ? "" : x > width - half - 4 ? " to" : " mid";
  const at = side === "" ? -Math.min(radius, x - 4) : side === " to" ? Math.min(radius, width - x - 4) : 0;
  return { lines, side, x: at, y: radius + 15 };
}

function labelBox({ lines, side, x, y }: Label, spot: Spot): Box {
  const width = LETTER * Math.max(...lines.map(({ length }) => length));
  const left = side === "" ? 0 : side === " to" ? -width : -width / 2;
  return { x: spot.x + x + left, y: spot.y + y - ABOVE, width, height: ABOVE + 3 + LINE * (lines.length - 1) };
}

function Disc({ name, p, former, spot, tone, width, selected, onSelect }: DiscProps) {
  const { x, y } = spot;
  const radius = radiusOf(p);
  const label = labelOf(name, p, spot, width);
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
      <NameLines className={`b halo${label.side}`} lines={label.lines} x={label.x} y={label.y} />
    </g>
  );
}

/** In a line of a label. */
const LETTERS = 24;
