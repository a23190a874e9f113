/** `npm run screenshots [-- --runs DIR]`: every view in both themes and two sizes, with real runs, into
 *  docs/screenshots/. Without a data folder it trains the quickstart first, for minutes. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { collectRun } from '../support/collect-run.ts';
import { openStore } from '../../main/store/open.ts';
import { chunkFiles } from '../../main/run-folder/run-folder.ts';
import { chromiumArgs, chromiumPath, noChromium } from './support/chromium.ts';
import { checkout } from './support/launch.ts';
import { goTo, places, showTheme } from './support/places.ts';
import type { Place } from './support/places.ts';
import { startProcess } from './support/process.ts';
import { palettePng } from './support/palette-png.ts';
import { noteCalls } from './support/settled.ts';

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
const mostEach = 200e3;
const mostTogether = 6e6;

const { values } = parseArgs({ options: { runs: { type: 'string' } } });
if (noChromium) throw new Error(noChromium);
const home = mkdtempSync(join(tmpdir(), 'igpo-screenshots-'));
try {
  const runs = values.runs === undefined ? trained() : resolve(values.runs);
  indexAll(runs);
  await takeAll(runs, join(checkout, 'docs/screenshots'));
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

function trained(): string {
  const runs = join(home, 'runs');
  const command = [join(checkout, 'main/cli/index.ts'), 'run', 'quickstart', '--runs', runs];
  execFileSync(process.execPath, command, { stdio: 'inherit' });
  return runs;
}

/** Reads every run into the index first, so that no picture shows a list that is still being read. */
function indexAll(runs: string): void {
  const store = openStore(join(runs, '.index.sqlite'));
  for (const name of readdirSync(runs, { recursive: true, encoding: 'utf8' }))
    if (basename(name) === 'config.json') collectRun(store, join(runs, dirname(name)));
  store.close();
}

/** Every view of the quickstart in the folder, or else of its first experiment. */
function placesIn(runs: string): Place[] {
  const names = readdirSync(runs).filter((name) => !name.startsWith('.'));
  const experiment = names.find((name) => name === 'quickstart') ?? names[0];
  if (experiment === undefined) throw new RangeError(`--runs ${runs}: expected an experiment, got an empty folder`);
  const folders = readdirSync(join(runs, experiment)).filter((name) => name.includes('-seed-'));
  const run = folders.find((name) => name.startsWith('igpo')) ?? folders[0];
  const steps = chunkFiles(join(runs, experiment, run)).filter(({ set }) => set === 'training');
  return places(experiment, `${experiment}/${run}`, steps[steps.length >> 1].step);
}

async function takeAll(runs: string, folder: string): Promise<void> {
  const host = startProcess([
    join(checkout, 'main/serve.ts'),
    ...['--port', '0', '--read-only', '--runs', runs, '--settings', join(home, 'settings.json')],
  ]);
  const [, url] = await host.says(/IGPO Lab: (\S+)/);
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs });
  try {
    mkdirSync(folder, { recursive: true });
    const page = await browser.newPage();
    noteCalls(page);
    await page.goto(url!);
    for (const theme of ['light', 'dark'] as const) {
      await page.locator('h1').first().waitFor();
      await showTheme(page, theme);
      for (const place of placesIn(runs))
        for (const size of sizes) {
          const name = `${place.name}-${theme}-${size.width}x${size.height}.png`;
          await page.setViewportSize(size);
          await goTo(page, place);
          const bytes = await picture(page);
          if (bytes.length > mostEach)
            throw new Error(`${name}: expected at most ${mostEach} bytes, got ${bytes.length}`);
          writeFileSync(join(folder, name), bytes);
        }
    }
  } finally {
    await browser.close();
    await host.stop();
  }
  const total = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  if (total > mostTogether) throw new Error(`${folder}: expected at most ${mostTogether} bytes, got ${total}`);
  console.log(`${readdirSync(folder).length} pictures in ${folder}, ${(total / 1e6).toFixed(1)} MB`);
}

/** The page as a picture with a palette. */
async function picture(page: Page): Promise<Buffer> {
  await page.mouse.move(0, 0);
  const pixels = await page.screenshot({ animations: 'disabled' });
  return palettePng(pixels);
}
