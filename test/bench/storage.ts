/** Disk and time of saved rollouts with every token column: tokens, mask, log-prob, entropy, ratio,
 *  ground-truth log-probs. */
import { writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeChunk } from '../../main/run-folder/rollout-chunk.ts';
import { readRollout } from '../support/read-rollout.ts';
import { trainStep } from '../../shared/train/step.ts';
import type { SavedRollout } from '../../shared/record/saved-rollout.ts';
import { stream } from '../../shared/util/rng.ts';
import { randomRollouts } from '../support/random-rollouts.ts';
import type { Bench } from './bench.ts';
import { quickstartPair } from './quickstart.ts';
import type { Row } from './row.ts';

const header = { step: 1, tokenizer: 'bench' };

/** A step returns rollouts without the ratio to the updated policy; random ratios compress no better than real ones. */
function withRatio(stored: readonly SavedRollout[]): SavedRollout[] {
  const rng = stream(1, 'bench ratio');
  return stored.map((one) => ({
    ...one,
    ratio: Float32Array.from(one.rollout.mask, (written) => (written === 1 ? Math.exp(0.05 * rng.normal()) : 1)),
  }));
}

function measure(stored: readonly SavedRollout[], note: string): Row[] {
  const rollouts = withRatio(stored);
  const tokens = rollouts.reduce((total, { rollout }) => total + rollout.tokens.length, 0);
  encodeChunk(header, rollouts);
  const start = performance.now();
  const bytes = encodeChunk(header, rollouts);
  const writing = performance.now() - start;
  return [
    {
      name: '1,000 rollouts of 100 tokens',
      value: (1000 * 100 * bytes.length) / tokens / 1e6,
      unit: 'MB',
      reach: { atMost: 1.5 },
      note: `${note}; ${rollouts.length} rollouts a step, ${Math.round(tokens / rollouts.length)} tokens each, scaled`,
    },
    { name: 'encoding one rollout', value: writing / rollouts.length, unit: 'ms' },
    { name: 'reading one rollout from the file', value: readingMs(bytes, rollouts.length), unit: 'ms' },
  ];
}

function readingMs(chunk: Uint8Array, count: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'igpo-bench-'));
  try {
    const path = join(folder, 'chunk');
    writeFileSync(path, chunk);
    readRollout(path, 0);
    const start = performance.now();
    for (let n = 0; n < count; n++) readRollout(path, n);
    return (performance.now() - start) / count;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const storage: Bench = {
  name: 'storage',
  title: 'Saved rollouts',
  cases: {
    // tokens drawn at random compress worst
    random: async () => {
      const shape = { step: 1, groups: 16, groupSize: 8, turns: 6, promptLength: 30, vocabularySize: 412 };
      return measure(randomRollouts(stream(1, 'bench storage'), shape), 'random tokens and log-probs');
    },
    quickstart: async (options) => {
      const { pair, description } = await quickstartPair(options);
      const { groups } = await trainStep(1, pair.igpo);
      await pair.close();
      return measure(groups.flat(), description);
    },
  },
};
