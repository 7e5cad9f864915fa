/** Measuring for charts. */
import { useLayoutEffect, useRef, useState } from "react";

/** The width of an element in pixels, as it changes: charts are drawn at the width of their pane, never scaled. */
export function useWidth(usual = 800, least = 280) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(usual);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => setWidth(Math.max(least, Math.floor(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [least]);
  return [ref, width] as const;
}
