/** How cost grows with turns, sequence length and group size. The d 64 model, rollouts of exact lengths. */
import { callsFor, median, type Bench, type BenchOptions } from './bench.ts';
import { decode } from './decoding.ts';
import { freshLearner, randomTokens, samplerOf, supervisedRows } from './model.ts';
import { overhead, stepPair } from './pair.ts';
import type { Row } from './row.ts';
import { quickstartScript, rolloutTokens, scriptedPair, type Script } from './scripted.ts';
import { shapes } from './shapes.ts';

const { architecture } = shapes['d64'];

async function steps(label: string, script: Script, { quick, threads }: BenchOptions): Promise<Row[]> {
  const pair = await scriptedPair(architecture, script, threads);
  const times = await stepPair(pair, quick ? 1 : 6);
  await pair.close();
  const ms = median(times.igpo);
  const rollouts = script.questions * script.groupSize;
  return [
    {
      name: `${label}: step, IGPO`,
      value: ms,
      unit: 'ms',
      note: `${rollouts} rollouts × ${rolloutTokens(script)} tokens, ${((1000 * rollouts * rolloutTokens(script)) / ms / 1000).toFixed(1)}k tokens/s`,
    },
    { name: `${label}: IGPO over GRPO`, value: overhead(times), unit: '×' },
  ];
}

/** Training at about 4,096 tokens an update whatever the length, and decoding 32 rows at the end of such a sequence. */
async function atLength(length: number, { quick, threads }: BenchOptions): Promise<Row[]> {
  const fresh = quick ? 4 : 32;
  const batch = Math.max(1, Math.floor(4096 / length));
  const learner = await freshLearner(architecture, threads);
  const sampler = await samplerOf(learner, threads, 32, length);
  const rows = supervisedRows(architecture, batch, length);
  const update = callsFor(quick ? 0 : 1000, () => learner.supervise(rows, 1e-4));
  const sample = () => decode(sampler, randomTokens(architecture, length - fresh), 32, fresh);
  await update();
  await sample();
  const [updateMs, sampleMs] = [await update(), await sample()];
  await sampler.close();
  await learner.release();
  return [
    { name: `${length} tokens: training`, value: (1000 * batch * length) / updateMs, unit: 'tokens/s' },
    {
      name: `${length} tokens: decoding`,
      value: (1000 * 32 * fresh) / sampleMs,
      unit: 'tokens/s',
      note: 'batch 32, at the end of the sequence',
    },
  ];
}

const each = async (sizes: readonly number[], measure: (size: number) => Promise<Row[]>): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const size of sizes) rows.push(...(await measure(size)));
  return rows;
};

export const scaling: Bench = {
  name: 'scaling',
  title: 'How cost grows',
  cases: {
    turns: (options) =>
      each(options.quick ? [1, 2] : [1, 2, 4, 8], (turns) =>
        steps(`${turns} turns`, { ...quickstartScript, turns }, options),
      ),
    length: (options) =>
      each(options.quick ? [64, 128] : [64, 128, 256, 512, 1024], (length) => atLength(length, options)),
    group: (options) =>
      each(options.quick ? [2, 4] : [4, 8, 16, 32], (groupSize) =>
        steps(`G = ${groupSize}`, { ...quickstartScript, groupSize }, options),
      ),
  },
};
