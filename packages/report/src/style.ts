/**
 * The look of a report: the studio's tokens, light and dark, and the few parts that a page of paper needs. Nothing here
 * comes from a scenario.
 */
import { FONT } from "./font.generated.ts";

/** Colours by name, for screens light and dark and for paper. */
export const tokens = `
:root { color-scheme: light dark;
  --ground:#f3f5f4; --surface:#ffffff; --sunk:#f8f9f8; --ink:#141c24; --ink-2:#434e59; --ink-3:#606b75;
  --rule:#dde2e3; --rule-2:#b4bdc2; --rule-3:#87929a; --focus:#0a58ca; --select:#e4edf6; --mark:#fff3c9;
  --fault:#a3123f; --warn:#7d5400; --e-agreement:#1d5c9f; --e-interim:#8db9de; --e-talks:#d3dadd;
  --e-open:#eaedee; --e-sanctions:#cfab3a; --e-strike:#dd7a36; --e-war:#7b1c3d; --on-agreement:#ffffff;
  --on-interim:#10283f; --on-talks:#2c363e; --on-open:#2c363e; --on-sanctions:#2b2200; --on-strike:#2d1200;
  --on-war:#ffffff; --p-now:#141c24; --p-ghost:#7b868e; }
@media (prefers-color-scheme: dark) { :root {
    --ground:#0e1317; --surface:#141a1f; --sunk:#10161a; --ink:#e9edef; --ink-2:#b3bdc4; --ink-3:#929ea6;
    --rule:#283138; --rule-2:#434f58; --rule-3:#6c7982; --focus:#7db7ff; --select:#1b2a3a; --mark:#3b3210;
    --fault:#ff8aa8; --warn:#e6b85a; --e-agreement:#6cacee; --e-interim:#33618c; --e-talks:#33404a;
    --e-open:#222b32; --e-sanctions:#b8952f; --e-strike:#e2803c; --e-war:#b93e6d; --on-agreement:#071a2d;
    --on-interim:#e8f1fa; --on-talks:#dbe2e6; --on-open:#c3ccd2; --on-sanctions:#1a1400; --on-strike:#240e00;
    --on-war:#fff0f5; --p-now:#e9edef; --p-ghost:#8f9ba3; } }
/* Paper is light, whatever the screen is. */
@media print { :root { color-scheme: light;
  --ground:#f3f5f4; --surface:#ffffff; --sunk:#f8f9f8; --ink:#141c24; --ink-2:#434e59; --ink-3:#606b75;
  --rule:#dde2e3; --rule-2:#b4bdc2; --rule-3:#87929a; --focus:#0a58ca; --select:#e4edf6; --mark:#fff3c9;
  --fault:#a3123f; --warn:#7d5400; --e-agreement:#1d5c9f; --e-interim:#8db9de; --e-talks:#d3dadd;
  --e-open:#eaedee; --e-sanctions:#cfab3a; --e-strike:#dd7a36; --e-war:#7b1c3d; --on-agreement:#ffffff;
  --on-interim:#10283f; --on-talks:#2c363e; --on-open:#2c363e; --on-sanctions:#2b2200; --on-strike:#2d1200;
  --on-war:#ffffff; --p-now:#141c24; --p-ghost:#7b868e; } }
`;

const letters = `@font-face { font-family: "Plex"; src: url("data:font/woff2;base64,${FONT}") format("woff2"); font-weight: 100 700; font-stretch: 85% 100%; }`;

/** The colours of endings, and of what is written on them. */
export const endingFills = `.f-agreement { fill: var(--e-agreement); } .f-interim { fill: var(--e-interim); } .f-talks { fill: var(--e-talks); } .f-open { fill: var(--e-open); }
.f-sanctions { fill: var(--e-sanctions); } .f-strike { fill: var(--e-strike); } .f-war { fill: var(--e-war); }
svg .o-agreement { fill: var(--on-agreement); } svg .o-interim { fill: var(--on-interim); } svg .o-talks { fill: var(--on-talks); }
svg .o-open { fill: var(--on-open); } svg .o-sanctions { fill: var(--on-sanctions); } svg .o-strike { fill: var(--on-strike); } svg .o-war { fill: var(--on-war); }
`;

const page = `
*, *::before, *::after { box-sizing: border-box; }
html { font: 400 13px/19px "Plex", "IBM Plex Sans", system-ui, sans-serif; color: var(--ink); background: var(--ground);
  font-variant-numeric: lining-nums tabular-nums; -webkit-text-size-adjust: 100%; }
body { margin: 0; padding: 24px 0; }
h1, h2, h3, p, ol, ul, dl, dd, figure, table { margin: 0; padding: 0; }
ol, ul { list-style: none; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sheet { max-width: 794px; margin: 0 auto; background: var(--surface); padding: 42px 47px 30px; display: flex; flex-direction: column;
  gap: 26px; overflow-wrap: break-word; }
.kick { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; font-size: 11.5px; color: var(--ink-3);
  border-bottom: 2px solid var(--ink); padding-bottom: 8px; }
.kick b { color: var(--ink); }
h1 { font-size: 27px; line-height: 32px; font-weight: 600; letter-spacing: -.018em; margin: 12px 0 8px; text-wrap: balance; }
h2 { font-size: 15.5px; line-height: 20px; font-weight: 600; margin-bottom: 6px; }
h3 { font-size: 13px; font-weight: 600; }
.lead { font-size: 15px; line-height: 22px; text-wrap: pretty; }
.caveat { color: var(--ink-2); margin-top: 6px; } .caveat + table { margin-top: 8px; }
.cap { font-size: 11.5px; line-height: 15.5px; color: var(--ink-3); margin-top: 6px; font-stretch: 92%; }
.cap.above { margin-bottom: 8px; } p + .t { margin-top: 8px; }
.grounds { columns: 2; column-gap: 26px; margin-top: 6px; }
.grounds li { display: grid; grid-template-columns: 62px 1fr; gap: 8px; padding: 4px 0; line-height: 17px; font-size: 12px; break-inside: avoid; }
.grounds b { font-weight: 600; }
.verdict { font-size: 15.5px; font-weight: 600; }
.stories li { display: grid; grid-template-columns: 46px 1fr; gap: 4px; padding: 6px 0; border-bottom: 1px solid var(--rule); }
.stories .path { font-size: 11.5px; line-height: 16px; color: var(--ink-2); font-stretch: 92%; }
.changes li { padding: 3px 0; border-bottom: 1px solid var(--rule); }
.grid3 { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 14px 18px; }
dl.facts { display: grid; grid-template-columns: 150px 1fr; gap: 2px 12px; font-size: 12px; }
dl.facts dt { color: var(--ink-3); } dl.facts dd { overflow-wrap: anywhere; }
footer { border-top: 1px solid var(--rule-2); padding-top: 9px; font-size: 11px; line-height: 15px; color: var(--ink-3); font-stretch: 92%; }

table.t { border-collapse: collapse; width: 100%; font-size: 12.5px; line-height: 17px; }
.t th { text-align: left; font-weight: 400; font-size: 11px; line-height: 14px; font-stretch: 88%; color: var(--ink-3); padding: 0 10px 3px 0;
  vertical-align: bottom; border-bottom: 1px solid var(--rule-2); }
.t tbody th { font-size: 12.5px; line-height: 17px; color: var(--ink); font-stretch: 100%; border-bottom-color: var(--rule);
  padding: 3px 10px 3px 0; vertical-align: middle; }
.t td { padding: 3px 10px 3px 0; border-bottom: 1px solid var(--rule); vertical-align: middle; }
.t td, .t tbody th { overflow-wrap: anywhere; }
.t .num { text-align: right; white-space: nowrap; } .t .big { font-weight: 600; font-size: 13.5px; } .t .s { font-weight: 400; font-size: 11px; color: var(--ink-3); }
.t .tight { width: 1%; white-space: nowrap; }
.t .lab { display: block; font-size: 11px; line-height: 14px; color: var(--ink-3); font-stretch: 88%; font-weight: 400; }
.t .top { vertical-align: top; }
.t td:last-child, .t th:last-child { padding-right: 0; }
.t tr.leads th { font-weight: 600; }
.grade { display: inline-block; white-space: nowrap; font-weight: 600; font-size: 10.5px; line-height: 15px; font-stretch: 88%; padding: 0 4px; margin-right: 3px;
  border: 1px solid var(--rule-3); border-radius: 2px; color: var(--ink-2); }
.grade.strong { border-color: var(--ink-2); color: var(--ink); background: var(--select); } .grade.weak { border-style: dashed; }
.warn { color: var(--warn); }
details { margin-top: 6px; font-size: 12px; }
summary { color: var(--ink-2); font-size: 11.5px; line-height: 24px; cursor: pointer; width: fit-content; }
.scroll { overflow-x: auto; }
.scroll .t td, .scroll .t tbody th { font-size: 11.5px; line-height: 15px; }

svg { display: block; max-width: 100%; overflow: visible; }
svg text { font: 400 11.5px "Plex", "IBM Plex Sans", system-ui, sans-serif; font-stretch: 90%; fill: var(--ink-2); }
svg .s { font-size: 10.5px; fill: var(--ink-3); font-stretch: 85%; } svg .b { font-weight: 600; fill: var(--ink); }
svg .m { font-weight: 500; fill: var(--ink); } svg .end { text-anchor: end; } svg .mid { text-anchor: middle; }
svg .halo { paint-order: stroke; stroke: var(--surface); stroke-width: 3.5px; stroke-linejoin: round; }
svg .axis { stroke: var(--rule-3); fill: none; } svg .grid { stroke: var(--rule); fill: none; }
svg .clock { stroke: var(--ink-2); stroke-dasharray: 1 3; fill: none; }
svg .clockhead { fill: var(--ink); } svg .clockhead.hollow { fill: var(--surface); stroke: var(--ink); }
svg .seam { fill: none; stroke: var(--surface); stroke-width: .75; } svg .jaw { fill: none; stroke: var(--ink); stroke-width: 1.5; }
svg .ink { fill: var(--p-now); } svg .hollow { fill: var(--surface); stroke: var(--p-now); }
svg .errors { fill: url(#hatch); stroke: var(--p-now); stroke-width: .75; }
svg .line { fill: none; stroke: var(--p-now); stroke-width: 1.75; stroke-linejoin: round; }
svg .dash1 { stroke-dasharray: 5 3; } svg .dash2 { stroke-dasharray: 2 2; } svg .dash3 { stroke-dasharray: 7 2 1 2; }
svg .band { fill: none; stroke: var(--p-ghost); stroke-width: 1; }
svg .shade { fill: var(--ink); opacity: .07; }
svg .bracket { fill: none; stroke: var(--ink-2); } svg .under { fill: none; stroke: var(--surface); stroke-width: 3; }
svg .stated { fill: var(--surface); stroke: var(--ink-2); } svg .habit { fill: none; stroke: var(--ink-2); stroke-dasharray: 1.5 1.5; stroke-width: 1.5; }
${endingFills}.swatch { display: inline-block; margin-right: 7px; vertical-align: 0; }
.slim, .t tr.below { display: none; }

@media screen and (max-width: 780px) {
  body { padding: 0; } .sheet { padding: 22px 16px; }
  .grounds { columns: 1; }
  h1 { font-size: 23px; line-height: 28px; }
  .wide { display: none; } .slim { display: block; }
  .roomy { display: none; } .t tr.below { display: table-row; } .t tr:has(+ .below) > * { border-bottom: 0; } .t .below td { padding-top: 0; padding-right: 0; }
  .t .tight { white-space: normal; width: auto; } .t td, .t tbody th, .t th { padding-right: 6px; }
  dl.facts { grid-template-columns: 1fr; gap: 0; } dl.facts dd { margin-bottom: 6px; }
}
@media print {
  html { font-size: 10.5pt; background: none; } body { padding: 0; } .sheet { max-width: none; padding: 0; gap: 18px; }
  .keep, tr, li, svg { break-inside: avoid; } p { orphans: 3; widows: 3; } h2, h3 { break-after: avoid; }
  details > summary { list-style: none; } details::details-content { content-visibility: visible; display: block; height: auto; }
  .scroll { overflow: visible; }
}
@media (forced-colors: active) {
  .f-agreement, .f-interim, .f-talks, .f-open, .f-sanctions, .f-strike, .f-war { fill: Canvas; stroke: CanvasText; }
  svg .line, svg .axis, svg .clock, svg .band, svg .bracket, svg .jaw, svg .seam { stroke: CanvasText; } svg .ink, svg text { fill: CanvasText; }
}
`;

export const style = `${letters}${tokens}${page}`;
