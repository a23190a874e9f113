/** The report's main figure as one SVG file for a paper or slides. It has its own colours, because few programs except
 *  browsers know style sheet variables. */
import { analyse } from './analysis.ts';
import { mainChart } from './figures.ts';
import { drawChart, empty } from './line-chart.ts';
import { markup, trusted } from './markup.ts';
import type { Report } from './report.ts';
import { seriesColours, seriesDashes } from './style.ts';

const headingHeight = 46;

const style = `text { font-size: 11px; fill: #5d646e; } .title { font-size: 13px; font-weight: 620; fill: #1b1e23; } .empty { font-size: 12px; }
.grid { stroke: #e2e5e9; } .zero { stroke: #8b929c; } .threshold { stroke: #8b929c; stroke-dasharray: 2 4; }
path { fill: none; stroke-linejoin: round; } .mean { stroke-width: 2; } .seed { stroke-width: 1; opacity: 0.33; } .failed { stroke-width: 1.5; }
.band { opacity: 0.13; } .dot { stroke: none; } .direct { font-weight: 620; font-size: 12px; } .direct .value { font-weight: 400; font-size: 11px; fill: #5d646e; }
${seriesColours
  .map(
    (colour, i) =>
      `path.s${i} { stroke: ${colour}; } path.mean.s${i} { stroke-dasharray: ${seriesDashes[i]}; } .band.s${i}, .dot.s${i}, .direct.s${i} { fill: ${colour}; }`,
  )
  .join('\n')}
`;

export function reportSvg(report: Report): string {
  const chart = mainChart(report, analyse(report));
  const { subtitle, drawing } = drawChart(chart);
  const height = chart.height + headingHeight;
  const page = markup`<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${chart.width}" height="${height}" viewBox="0 0 ${chart.width} ${height}" font-family="Inter, Helvetica, Arial, sans-serif" role="img" aria-label="${chart.title}">
<style>
${trusted(style)}</style>
<rect width="${chart.width}" height="${height}" fill="#ffffff"/>
<text class="title" x="10" y="20">${chart.title}</text>
<text x="10" y="37">${subtitle}</text>
<g transform="translate(0 ${headingHeight})">${drawing ?? empty(chart)}</g>
</svg>
`;
  return page.markup;
}
