/** Pan and zoom of many long curves: our chart and uPlot over the same series in the same page, in turn
 *  frame by frame. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Load, Result } from '../chart/page.ts';
import type { Row } from '../row.ts';
import type { AppBench, AppOptions } from './bench.ts';
import { openBrowser } from './window.ts';

const palette = '--s0:#0072b2;--s1:#d55e00;--s2:#00815e;--s3:#b0578c;--s4:#a87400;--s5:#2d87b8';
const tokens = `--paper:#fff;--soft:#5d646e;--faint:#8b929c;--rule:#e2e5e9;${palette}`;

async function measured(load: Load): Promise<Result> {
  const script = await build({
    ...{ entryPoints: [new URL('../chart/page.ts', import.meta.url).pathname], bundle: true, write: false },
    ...{ format: 'iife', globalName: 'bench' },
  });
  const code = script.outputFiles[0].text.replaceAll('</script', '<\\/script');
  const html = `<!doctype html><style>:root{${tokens}}</style><body><script>${code}</script>`;
  const server = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end(html));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return (await page.evaluate(`bench.measure(${JSON.stringify(load)})`)) as Result;
  } finally {
    await browser.close();
    server.close();
  }
}

const drawing =
  (runs: number, smooth: boolean, target: number) =>
  async ({ quick }: AppOptions): Promise<Row[]> => {
    const result = await measured({ runs, smooth, points: quick ? 5000 : 100_000, frames: quick ? 20 : 90 });
    return Object.entries(result).flatMap(([kind, { ours, uPlot }]): Row[] => {
      const note = `a frame: median ${ours.median.toFixed(0)}, worst ${ours.worst.toFixed(0)} ms; uPlot ${uPlot.quartile.toFixed(0)}, ${uPlot.median.toFixed(0)}, ${uPlot.worst.toFixed(0)}`;
      const frames = 1000 / ours.quartile;
      return [
        {
          name: `${kind}: frames that its drawing allows`,
          value: frames,
          unit: '/s',
          reach: { atLeast: target },
          note,
        },
        { name: `${kind}: as quick as uPlot, times`, value: uPlot.quartile / ours.quartile, unit: '×' },
      ];
    });
  };

export const charts: AppBench = {
  name: 'charts',
  title: 'Charts of 100,000 points a run, drawn by the processor',
  cases: {
    'runs-20': drawing(20, false, 60),
    'runs-20-smoothed': drawing(20, true, 60),
    'runs-100': drawing(100, false, 20),
  },
};
