/** The services over ten thousand runs: how long each piece of work blocks all other calls. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextRound, setTimeout as pause } from 'node:timers/promises';
import { openApp } from '../../../main/services/app/app.ts';
import { encodeMessage } from '../../../shared/ipc/wire.ts';
import type { OverviewChange } from '../../../shared/ipc/views.ts';
import type { Row } from '../row.ts';
import type { AppBench, AppOptions } from './bench.ts';
import { folderOfRuns } from './large-folders.ts';

/** Runs of one experiment. */
const each = 40;
const atMost = 50;

async function measure({ quick }: AppOptions): Promise<Row[]> {
  const experiments = quick ? 10 : 250;
  const dataFolder = folderOfRuns({ experiments, runs: each, metrics: 4, points: 20 });
  const home = mkdtempSync(join(tmpdir(), 'igpo-bench-'));
  const begun = performance.now();
  const app = openApp({ dataFolder, settingsFile: join(home, 'settings.json') });
  const opening = performance.now() - begun;
  const leaving = new AbortController();
  const caller = { signal: leaving.signal, turn: () => nextRound() };
  const { handlers } = app;
  const ids: string[] = [];
  let told = 0;
  const hear = (change: OverviewChange): void => {
    encodeMessage(change); // as for a web socket
    told += change.runs.length;
    if (change.whole || ids.length < experiments * each) ids.push(...change.runs.map(({ id }) => id));
  };
  const listen = async (): Promise<void> => {
    for await (const change of handlers.overview({}, caller)) hear(change);
  };
  const runs = { value: experiments * each, what: `${(experiments * each).toLocaleString('en-US')} runs` };
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) await pause(5);
  };
  const rows: Row[] = [{ name: `opening ${runs.what}`, value: opening, unit: 'ms', note: 'before the first call' }];
  const stall = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const value = await longestTurn(work);
    rows.push({ name, value, unit: 'ms', reach: { atMost }, note: 'longest that another call waited' });
  };
  try {
    await stall('listing every run to a window', async () => {
      void listen();
      await until(() => told >= runs.value);
    });
    await stall('looking at every folder', () => pause(quick ? 1500 : 8000));
    told = 0;
    await stall('a tag on every run, told to the window', async () => {
      await handlers.annotate({ ids, tags: ['bench'] }, caller);
      await until(() => told >= runs.value);
    });
    await handlers.annotate({ ids, tags: [] }, caller);
    const search = { orderBy: 'step', descending: true, limit: 1000 } as const;
    await stall('searching the rollouts of every run', async () =>
      handlers.rollouts({ runs: ids, filter: { words: 'mother' }, ...search }, caller),
    );
    const { experiment } = (await handlers.presets({}, caller))[0];
    await stall('an estimate from what was trained before', async () => handlers.estimate({ experiment }, caller));
    return rows;
  } finally {
    leaving.abort();
    await app.close();
    rmSync(home, { recursive: true });
  }
}

/** ms of the longest turn of the event loop during the work. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let [longest, over] = [0, false];
  const watched = (async () => {
    for (let last = performance.now(); !over;) {
      await new Promise((done) => setImmediate(done));
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
  })();
  await work();
  await new Promise((done) => setImmediate(done));
  over = true;
  await watched;
  return longest;
}

export const services: AppBench = {
  name: 'services',
  title: 'The services over ten thousand runs',
  cases: { runs: measure },
};
