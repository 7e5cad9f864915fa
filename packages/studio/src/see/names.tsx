/** Names in pictures: what does not fit in one line stands in two, and is cut only where two do not hold it. */

/** A name of so many letters at most. */
export const cut = (name: string, most: number) =>
  name.length > most ? `${name.slice(0, most - 1).trimEnd()}…` : name;

/** A name in one line of so many letters, or in two, parted at a space. */
export function inLines(name: string, most: number): readonly string[] {
  if (name.length <= most) return [name];
  const end = name.lastIndexOf(" ", most);
  return end <= 0 ? [cut(name, most)] : [name.slice(0, end), cut(name.slice(end + 1), most)];
}

/** Pixels from a line of a name to the next. */
export const LINE = 13;

/** What stands in the lines of a name, from the first down; `children` follow the last. */
export function NameLines(props: {
  lines: readonly string[];
  x: number;
  y: number;
  className: string;
  children?: React.ReactNode;
}) {
  const { lines, x, y, className, children } = props;
  return (
    <text className={className} x={x} y={y}>
      {lines.map((line, i) => (
        <tspan key={line} x={x} dy={i === 0 ? 0 : LINE}>
          {line}
        </tspan>
      ))}
      {children}
    </text>
  );
}
