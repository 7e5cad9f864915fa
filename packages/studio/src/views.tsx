/**
 * The views of what stands, by their names. The first comes with the page; the others when they are first looked at.
 */
import { type ComponentType, lazy } from "react";
import { ForecastView } from "./see/forecast-view.tsx";
import type { Shown, View } from "./state/studio.ts";

interface Listed {
  readonly title: string;
  /** Does the text stand beside it? */
  readonly beside: boolean;
  readonly Show: ComponentType<{ shown: Shown }>;
}

export const views: Readonly<Record<View, Listed>> = {
  forecast: { title: "Forecast", beside: true, Show: ForecastView },
  "what if": {
    title: "What if",
    beside: true,
    Show: lazy(async () => ({ default: (await import("./whatif/what-if-view.tsx")).WhatIfView })),
  },
  why: {
    title: "Why",
    beside: false,
    Show: lazy(async () => ({ default: (await import("./why/why-view.tsx")).WhyView })),
  },
  news: {
    title: "News",
    beside: false,
    Show: lazy(async () => ({ default: (await import("./news/news-view.tsx")).NewsView })),
  },
  map: {
    title: "Map",
    beside: false,
    Show: lazy(async () => ({ default: (await import("./map/map-view.tsx")).MapView })),
  },
};

export const Writer = lazy(async () => ({ default: (await import("./write/writer.tsx")).Writer }));
export const Sliders = lazy(async () => ({ default: (await import("./whatif/sliders.tsx")).Sliders }));
