/** Real runs that take a moment: the tiny warm start with few, short rollouts; and what two equal runs must share. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseRunConfig } from '../../shared/config/run-config.ts';
import type { RunConfig } from '../../shared/config/run-config.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import { checkpointFolder, checkpointSteps } from '../../main/run-folder/checkpoint-folder.ts';
import { sha256 } from '../../main/run-folder/disk.ts';
import { chunkFiles, runFiles } from '../../main/run-folder/run-folder.ts';

const sections = {
  threads: 1,
  world: { name: 'graded' },
  retriever: { name: 'bm25', passages: 1 },
  rollout: { groupSize: 4, questionsPerStep: 2, maxTurns: 3, maxTokens: 128, wrapper: 'answerTag' },
  optimizer: { name: 'adamw', learningRate: 0.01 },
  train: { steps: 3, evaluateEvery: 2, evaluationQuestions: 4, checkpointEvery: 1, scoreGroundTruth: 'always' },
};

/** Sections in `changes` are merged key by key. `checkpoint`: the warm start's folder. */
export function tinyBase(checkpoint: string, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const base: Record<string, unknown> = { ...sections, model: { checkpoint } };
  for (const [key, value] of Object.entries(changes))
    base[key] = typeof value === 'object' ? { ...(base[key] as object), ...value } : value;
  return base;
}

export const tinyConfig = (checkpoint: string, changes: Readonly<Record<string, unknown>> = {}): RunConfig =>
  parseRunConfig({ name: 'tiny/igpo/1', seed: 1, ...tinyBase(checkpoint, changes) }, catalogues);

/** Two algorithms, two seeds. */
export const tinyExperiment = (checkpoint: string, changes: Readonly<Record<string, unknown>> = {}) => ({
  name: 'tiny',
  title: 'Tiny: IGPO against GRPO',
  base: tinyBase(checkpoint, changes),
  algorithms: ['igpo', 'grpo'].map((name) => ({ label: name, overrides: { 'algorithm.name': name } })),
  seeds: [1, 2],
});

/** Everything of a run that its config and seed determine: all except times and ids. */
export function decided(folder: string): unknown {
  const lines = readFileSync(runFiles(folder).metrics, 'utf8').trimEnd().split('\n');
  const timed = (name: string) => /^(time|throughput)\/|^total\/seconds$/.test(name);
  const step = checkpointSteps(folder).at(-1)!;
  const digest = (path: string) => sha256(readFileSync(path));
  return {
    metrics: lines.map((line) =>
      Object.fromEntries(Object.entries(JSON.parse(line) as object).filter(([name]) => !timed(name))),
    ),
    rollouts: chunkFiles(folder).map(({ path }) => [basename(path), digest(path)]),
    checkpoint: ['params', 'optimizer'].map((name) => [
      step,
      digest(join(checkpointFolder(folder, step), `${name}.safetensors`)),
    ]),
  };
}
