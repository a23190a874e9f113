/** `node test/bench/chart/run.ts [--chromium PATH] [--frames N]`: pan and zoom of 20 and 100 runs of 100,000 points in a browser without a
 *  graphics card, our chart beside uPlot. Frames count as drawn when their pixels exist. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import type { Row } from '../row.ts';
import { rowLine } from '../row.ts';
import type { Load, Result } from './page.ts';

const { values } = parseArgs({
  options: {
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    frames: { type: 'string', default: '90' },
  },
});
const frames = Number(values.frames);

const loads: readonly (Load & { readonly target: number })[] = [
  { runs: 20, points: 100_000, frames, smooth: false, target: 60 },
  { runs: 20, points: 100_000, frames, smooth: true, target: 60 },
  { runs: 100, points: 100_000, frames, smooth: false, target: 20 },
];

const script = await build({
  entryPoints: [new URL('page.ts', import.meta.url).pathname],
  bundle: true,
  format: 'iife',
  globalName: 'bench',
  write: false,
});
const palette = '--s0:#0072b2;--s1:#d55e00;--s2:#00815e;--s3:#b0578c;--s4:#a87400;--s5:#2d87b8';
const html = `<!doctype html><style>:root{--paper:#fff;--soft:#5d646e;--faint:#8b929c;--rule:#e2e5e9;${palette}}</style><body><script>${script.outputFiles[0]!.text.replaceAll('</script', '<\\/script')}</script>`;
const server = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end(html));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const browser = await chromium.launch({ executablePath: values.chromium, args });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  console.log(`load ${(loadavg()[0]! / availableParallelism()).toFixed(1)} per core before the start`);
  for (const load of loads) {
    console.log(
      `${load.runs} runs of ${load.points.toLocaleString('en-US')} points${load.smooth ? ', raw and smooth lines, against raw ones of uPlot' : ''}`,
    );
    const result = (await page.evaluate(`bench.measure(${JSON.stringify(load)})`)) as Result;
    for (const [kind, { ours, uPlot }] of Object.entries(result)) {
      const note = `median ${ours.median.toFixed(0)}, worst ${ours.worst.toFixed(0)} ms; uPlot ${uPlot.quartile.toFixed(0)}, ${uPlot.median.toFixed(0)}, ${uPlot.worst.toFixed(0)} ms`;
      const rows: Row[] = [
        { name: `${kind}: one frame`, value: ours.quartile, unit: 'ms', note },
        {
          name: `${kind}: frames that allows`,
          value: 1000 / ours.quartile,
          unit: '/s',
          reach: { atLeast: load.target },
        },
        { name: `${kind}: faster than uPlot`, value: uPlot.quartile / ours.quartile, unit: '×' },
      ];
      for (const row of rows) console.log(rowLine(row));
    }
  }
} finally {
  await browser.close();
  server.close();
}
