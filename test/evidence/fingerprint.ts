/** Whether a change of the code leaves the science as it was: a short run of every algorithm from the shipped warm
 *  start, as two hashes. Options: --algorithms a,b:preset (all) --steps 3 --threads 1 --runs DIR (a new temporary
 *  folder). Not in the hashes: what depends on the clock or the machine (`time/*`, `throughput/*`,
 *  `total/seconds`, `record/*`, the time of a retrieval), ids of groups, and the credit of evaluations. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadExperiment } from '../../main/run-folder/experiments.ts';
import { latestCheckpoint } from '../../main/run-folder/checkpoint-folder.ts';
import { readChunk } from '../../main/run-folder/rollout-reader.ts';
import { chunkFiles, readManifest, runFiles } from '../../main/run-folder/run-folder.ts';
import { algorithms } from '../../shared/algorithms/index.ts';
import { applyOverrides } from '../../shared/config/overrides.ts';
import { parseChoice } from '../../shared/xray/rescore.ts';
import { trainStudy } from './train.ts';

const shape = {
  'train.evaluateEvery': 3,
  'train.evaluationQuestions': 16,
  'train.evaluationSplits': 'test',
  'train.checkpointEvery': 0,
};

export async function fingerprint(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      algorithms: { type: 'string', default: algorithms.map(({ name }) => name).join(',') },
      steps: { type: 'string', default: '3' },
      threads: { type: 'string', default: '1' },
      runs: { type: 'string' },
    },
  });
  const { base } = loadExperiment('quickstart');
  const runs = await trainStudy(
    {
      name: 'fingerprint',
      title: 'Every algorithm for a few steps',
      description: 'Two versions of the code do the same where their fingerprints are equal.',
      base: applyOverrides(base, { ...shape, 'train.steps': Number(values.steps), threads: Number(values.threads) }),
      algorithms: values.algorithms.split(',').map((text) => {
        const { name, preset } = parseChoice(text);
        return { label: text, overrides: { 'algorithm.name': name, ...(preset && { 'algorithm.preset': preset }) } };
      }),
      seeds: [1],
    },
    values.runs ?? mkdtempSync(join(tmpdir(), 'igpo-fingerprint-')),
    2,
  );
  const rows = runs.map(({ label, folder }) => ({ label, params: paramsHash(folder), record: recordHash(folder) }));
  for (const { label, params, record } of rows)
    process.stdout.write(`${label.padEnd(20)} params ${params.slice(0, 16)}  record ${record.slice(0, 16)}\n`);
  const whole = (key: 'params' | 'record') => sha256(rows.map((row) => `${row.label} ${row[key]}`).join('\n'));
  process.stdout.write(`\nparams ${whole('params')}\nrecord ${whole('record')}\n`);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Params and optimizer state of the last checkpoint, byte for byte. */
function paramsHash(folder: string): string {
  const { checkpoint } = latestCheckpoint(folder, readManifest(folder).configHash);
  if (!checkpoint) throw new Error(`run folder ${folder}: expected a checkpoint, got none`);
  const hash = createHash('sha256');
  for (const tensors of [checkpoint.params, checkpoint.optState])
    for (const [name, { shape, data }] of Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1))) {
      hash.update(`${name} ${shape.join(',')}\n`);
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  return hash.digest('hex');
}

/** Metrics and rollouts. */
function recordHash(folder: string): string {
  const hash = createHash('sha256');
  for (const line of readFileSync(runFiles(folder).metrics, 'utf8').split('\n').filter(Boolean)) {
    const metrics = Object.entries(JSON.parse(line) as Record<string, unknown>);
    hash.update(canonical(Object.fromEntries(metrics.filter(([name]) => !ofTheMachine(name)))));
  }
  for (const { path, step } of chunkFiles(folder)) {
    const evaluation = path.includes('evaluation');
    hash.update(`${step} ${evaluation}\n`);
    for (const stored of readChunk(path).rollouts) {
      if (stored === null) throw new Error(`${path}: expected intact rollouts, got a damaged one`);
      hash.update(canonical(comparable(stored, evaluation)));
    }
  }
  return hash.digest('hex');
}

const ofTheMachine = (metric: string): boolean =>
  /^(time|throughput|record)\//.test(metric) || metric === 'total/seconds';

/** A rollout as plain values by name, whatever holds them. */
function comparable(stored: Readonly<Record<string, unknown>> | object, evaluation: boolean): unknown {
  const { credit, rollout, ...rest } = stored as { credit?: object; rollout?: object };
  const flat = Object.entries({ ...rest, ...rollout, ...credit });
  const leftOut = ['groupId', ...(evaluation ? ['reward', 'advantage'] : [])];
  return Object.fromEntries(flat.filter(([key]) => !leftOut.includes(key)));
}

/** Keys in order, typed arrays as their bytes, nothing that is undefined or measured by a clock. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (key, one: unknown) => {
    if (key === 'elapsedMs') return undefined;
    if (ArrayBuffer.isView(one))
      return `${one.constructor.name} ${Buffer.from(one.buffer, one.byteOffset, one.byteLength).toString('base64')}`;
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
