/** The report's style sheet: light and dark designed together, A4 for print, no font or picture from outside. */

/** Okabe–Ito in the order of best contrast, darkened until text in them can be read on white paper; lightened on dark.
 *  The same as in the window, with a dash pattern each. */
export const seriesColours = ['#0072b2', '#bb5100', '#00815e', '#a95386', '#946600', '#4d545e'] as const;
export const seriesDashes = ['none', '7 3', '2 3', '9 3 2 3', '14 4', '4 2 1 2'] as const;

export const style = `
:root { color-scheme: light; --paper: #ffffff; --ink: #1b1e23; --soft: #5d646e; --faint: #8b929c; --rule: #e2e5e9; --wash: #f5f6f8;
  ${seriesColours.map((colour, i) => `--s${i}: ${colour};`).join(' ')} --win: #2f78b7; --loss: #c2453a; --star: #a87400; }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --paper: #14161a; --ink: #e4e7eb; --soft: #a0a7b1; --faint: #767d87;
  --rule: #2b2f36; --wash: #1c1f25; --s0: #4ba6e0; --s1: #f0843f; --s2: #2fbf94; --s3: #de8fbd; --s4: #e6b13d; --s5: #c3cad4; --win: #5aa2dc; --loss: #ea7367; --star: #e6b13d; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 13px/1.5 Inter, "Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-variant-numeric: tabular-nums; -webkit-font-smoothing: antialiased; }
main { max-width: 1040px; margin: 0 auto; padding: 48px 40px 64px; }
h1 { font-size: 24px; line-height: 1.25; font-weight: 650; letter-spacing: -0.015em; margin: 0 0 8px; text-wrap: balance; }
h2 { font-size: 15px; font-weight: 650; margin: 32px 0 4px; padding-top: 12px; border-top: 1px solid var(--rule); }
h3 { font-size: 13px; font-weight: 620; margin: 0; }
h4 { font-size: 11px; font-weight: 600; color: var(--soft); margin: 0 0 6px; }
p { margin: 0 0 8px; }
.lead, .note { color: var(--soft); max-width: 78ch; overflow-wrap: anywhere; }
.note { font-size: 12px; }
.text { max-width: 78ch; margin: 16px 0; overflow-wrap: anywhere; }
.verdict { margin: 24px 0 8px; padding: 2px 0 2px 16px; border-left: 3px solid var(--ink); max-width: 84ch; }
.verdict .claim { margin: 10px 0 2px; font-weight: 560; }
.verdict .claim:first-child { margin-top: 0; font-size: 16px; line-height: 1.45; letter-spacing: -0.005em; }
.verdict .details { margin: 0; color: var(--soft); }
.key { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 6px 0 10px; font-size: 12px; }
.key span { display: inline-flex; align-items: center; gap: 7px; }
.key svg { width: 32px; height: 8px; }
figure { margin: 16px 0 0; min-width: 0; }
figcaption p { color: var(--soft); font-size: 11px; line-height: 1.35; margin: 0 0 4px; }
svg { display: block; width: 100%; height: auto; }
svg text { font-size: 11px; fill: var(--soft); font-family: inherit; }
svg .label { fill: var(--soft); } svg .empty { font-size: 12px; fill: var(--faint); }
svg .grid { stroke: var(--rule); stroke-width: 1; } svg .zero { stroke: var(--faint); stroke-width: 1; }
svg .threshold { stroke: var(--faint); stroke-width: 1; stroke-dasharray: 2 4; }
svg path, svg line.mean { fill: none; stroke: var(--c); stroke-linejoin: round; }
svg .mean { stroke-width: 2; stroke-dasharray: var(--dash); } svg .seed { stroke-width: 1; opacity: 0.33; }
svg .failed { stroke-width: 1.5; } svg .band { fill: var(--c); opacity: 0.13; }
svg .dot { fill: var(--c); stroke: none; } svg .direct { font-weight: 620; font-size: 12px; fill: var(--c); } svg .direct .value { font-weight: 400; fill: var(--soft); font-size: 11px; }
${seriesDashes.map((dash, i) => `.s${i} { --c: var(--s${i}); --dash: ${dash}; }`).join(' ')}
.multiples { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px 24px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 12px; }
.data { margin: 8px 0 4px; } .data th, .data td { text-align: left; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: anywhere; }
.data th { font-weight: 500; color: var(--soft); border-bottom-color: var(--faint); vertical-align: bottom; overflow-wrap: normal; }
.data .n { text-align: right; padding: 5px 0 5px 14px; } .data .n + :not(.n) { padding-left: 20px; } .data td.n { white-space: nowrap; overflow-wrap: normal; } .data td:first-child { font-weight: 560; }
.chip { color: var(--c); font-weight: 620; }
.rollout { margin: 20px 0 32px; break-inside: avoid; }
.rollout header p { color: var(--soft); font-size: 12px; margin: 2px 0 6px; }
.rollout h3 { font-size: 14px; overflow-wrap: anywhere; }
dl { display: flex; flex-wrap: wrap; gap: 4px 28px; margin: 0 0 6px; } dl div { display: flex; gap: 8px; } dt { color: var(--soft); } dd { margin: 0; font-weight: 560; overflow-wrap: anywhere; }
.belief b { color: var(--ink); font-weight: 620; } .belief abbr { text-decoration: none; margin-right: 8px; } .arrow { color: var(--faint); }
.turns { list-style: none; margin: 10px 0 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(212px, 1fr)); gap: 20px 0; }
.turns > li { display: flex; flex-direction: column; border-left: 1px solid var(--rule); padding: 0 16px; min-width: 0; overflow-wrap: anywhere; }
.thought { color: var(--soft); font-style: italic; font-size: 12px; margin: 0 0 6px; }
.query { margin: 0 0 6px; font-weight: 540; } .query span { color: var(--faint); font-weight: 400; margin-right: 4px; }
.passages { list-style: none; margin: 0 0 10px; padding: 0; font-size: 12px; color: var(--soft); } .passages li { display: flex; gap: 6px; }
.passages li span { width: 1em; text-align: center; flex: none; } .passages .supporting { color: var(--ink); } .passages .supporting span { color: var(--star); }
.none { font-style: italic; }
.credit { margin-top: auto; } .credit table { font-size: 12px; } .credit th { font-weight: 400; color: var(--soft); text-align: left; padding: 1px 0; } .credit td { text-align: right; padding: 1px 0; }
.gain { height: 10px; margin-bottom: 6px; } .gain .track { fill: var(--rule); } .gain .win { fill: var(--win); } .gain .loss { fill: var(--loss); } .gain line { stroke: var(--soft); stroke-width: 1; vector-effect: non-scaling-stroke; }
footer { margin-top: 44px; padding-top: 12px; border-top: 1px solid var(--rule); color: var(--faint); font-size: 11px; }
@media screen and (max-width: 760px) { main { padding: 28px 18px; } .multiples { grid-template-columns: minmax(0, 1fr); } }
@page { size: A4; margin: 16mm 14mm; @bottom-right { content: counter(page) ' / ' counter(pages); font: 8pt system-ui, sans-serif; color: #767d87; } }
@media print { main { max-width: none; padding: 0; } body { font-size: 9.5pt; } figure, tr, .verdict { break-inside: avoid; } h2, h3, .note { break-after: avoid; } .scroll { overflow: visible; } .data { font-size: 7pt; } .data th, .data td { min-width: 46pt; padding: 3pt 8pt 3pt 0; } .data .n { min-width: 0; padding: 3pt 0 3pt 8pt; } .data .n + :not(.n) { padding-left: 12pt; } }
`;
