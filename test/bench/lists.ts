/** Lists of saved rollouts: filtering and searching a hundred thousand of them, and the cost of indexing them. */
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectRun } from '../support/collect-run.ts';
import { openStore } from '../../main/store/open.ts';
import type { Store } from '../../main/store/open.ts';
import { findRollouts } from '../../main/store/rollouts.ts';
import type { RolloutFilter, RolloutOrder } from '../../main/store/rollouts.ts';
import { Journal } from '../../main/run-folder/journal.ts';
import { chunkFile } from '../../main/run-folder/run-folder.ts';
import { stream } from '../../shared/util/rng.ts';
import { randomRollouts } from '../support/random-rollouts.ts';
import { median } from './bench.ts';
import type { Bench, BenchOptions } from './bench.ts';
import type { Row } from './row.ts';

const perChunk = 128;
/** Chunks that differ; the others are copies, because drawing rollouts takes longer than collecting them. */
const distinct = 16;

/** A run of this many chunks. */
export function writeRolloutRun(folder: string, chunks: number): void {
  const run = { config: { seed: 1 }, codeVersion: '0', device: 'cpu', warmStart: '0', id: 'bench' };
  const journal = Journal.create(folder, run, { tokenizer: 'bench' });
  const shape = { groups: perChunk / 8, groupSize: 8, turns: 6, promptLength: 30, vocabularySize: 412 };
  for (let step = 1; step <= Math.min(distinct, chunks); step++)
    journal.rollouts(step, randomRollouts(stream(1, 'bench lists', step), { ...shape, step }));
  journal.close();
  for (let step = distinct + 1; step <= chunks; step++)
    copyFileSync(chunkFile(folder, 1 + (step % distinct), 'training'), chunkFile(folder, step, 'training'));
}

function listing(store: Store, name: string, filter: RolloutFilter, order: Partial<RolloutOrder> = {}): Row {
  const list = () =>
    findRollouts(store, ['bench'], filter, { orderBy: 'reward', descending: true, limit: 1000, ...order });
  const { total, n } = list();
  const times = Array.from({ length: 25 }, () => {
    const start = performance.now();
    list();
    return performance.now() - start;
  });
  const note = `${total.toLocaleString('en-US')} found, ${n.length.toLocaleString('en-US')} listed`;
  return { name, value: median(times), unit: 'ms', reach: { atMost: 50 }, note };
}

function measure({ quick }: BenchOptions): Row[] {
  const chunks = quick ? 40 : 790;
  const root = mkdtempSync(join(tmpdir(), 'igpo-bench-'));
  try {
    writeRolloutRun(join(root, 'run'), chunks);
    const path = join(root, 'store.sqlite');
    const store = openStore(path);
    const start = performance.now();
    collectRun(store, join(root, 'run'));
    const collecting = performance.now() - start;
    store.pragma('wal_checkpoint(TRUNCATE)');
    const rows = [
      { name: `collecting a chunk of ${perChunk}`, value: collecting / chunks, unit: 'ms' },
      {
        name: 'index of 1,000 rollouts',
        value: statSync(path).size / chunks / perChunk / 1000,
        unit: 'MB',
        note: 'beside the 1.5 MB that they may take themselves',
      },
      listing(store, 'all, by reward', {}),
      listing(
        store,
        'right ones that answered, by step',
        { correct: true, stopReason: 'answered' },
        { orderBy: 'step' },
      ),
      listing(store, 'two frequent words', { words: 'mother employer' }),
      listing(store, 'the first letter of a word', { words: 'm' }),
      listing(store, 'a rare word', { words: 'karokaro minvor' }),
    ];
    store.close();
    return rows;
  } finally {
    rmSync(root, { recursive: true });
  }
}

export const lists: Bench = {
  name: 'lists',
  title: 'Lists of saved rollouts',
  cases: { all: async (options) => Promise.resolve(measure(options)) },
};
