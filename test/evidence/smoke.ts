/** Every algorithm of the catalogue with its defaults on a small world: none may diverge. One table shows what each
 *  reaches and costs. Options: --algorithms a,b:preset (all) --seeds 1,2 --steps 60 --learning-rate 3e-4
 *  --threads 1 --runs DIR. Finished runs are not trained again. */
import { parseArgs } from 'node:util';
import { loadExperiment } from '../../main/run-folder/experiments.ts';
import { algorithms } from '../../shared/algorithms/index.ts';
import type { Experiment } from '../../shared/config/experiment.ts';
import { applyOverrides } from '../../shared/config/overrides.ts';
import { parseSeeds } from '../../shared/config/seeds.ts';
import { parseChoice } from '../../shared/xray/rescore.ts';
import { divergenceRule } from './divergence.ts';
import { probe } from './probe.ts';
import { smokeTable, type Measured } from './smoke-table.ts';
import { trainStudy } from './train.ts';

/** Sampled rollouts, greedy ones are half as many: a share of 10 % is known to 2 points. */
const probeQuestions = 256;

/** Half the rollouts of the quickstart, and by default a third of its learning rate: success rises over the 60 steps
 *  instead of within the first five. */
const shape = {
  world: { name: 'graded', hops: 3, minHops: 3 },
  'rollout.questionsPerStep': 8,
  'train.evaluateEvery': 20,
  'train.evaluationQuestions': 128,
  'train.evaluationSplits': 'test',
  'train.evaluationTemperature': 0, // sampled success is measured beside it
  'train.checkpointEvery': 20,
  'train.scoreGroundTruth': 'auto', // each algorithm pays only for what it reads
};

export async function smoke(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      algorithms: { type: 'string', default: algorithms.map(({ name }) => name).join(',') },
      seeds: { type: 'string', default: '1,2' },
      steps: { type: 'string', default: '60' },
      'learning-rate': { type: 'string', default: '3e-4' },
      threads: { type: 'string', default: '1' },
      runs: { type: 'string', default: 'runs/evidence' },
    },
  });
  const { base } = loadExperiment('quickstart');
  const experiment: Experiment = {
    name: 'smoke',
    title: 'Every algorithm on a small world',
    description:
      'Whether each learns and none diverges, and what each costs; defaults, one warm start, the same questions.',
    base: applyOverrides(base, {
      ...shape,
      'train.steps': Number(values.steps),
      'optimizer.learningRate': Number(values['learning-rate']),
      threads: Number(values.threads),
    }),
    algorithms: values.algorithms.split(',').map((text) => {
      const { name, preset } = parseChoice(text);
      return { label: text, overrides: { 'algorithm.name': name, ...(preset && { 'algorithm.preset': preset }) } };
    }),
    seeds: parseSeeds(values.seeds, '--seeds'),
  };
  const runs = await trainStudy(experiment, values.runs, 1); // alone, since what each costs is measured
  const measured: Measured[] = [];
  for (const run of runs) {
    measured.push({ run, probe: await probe(run.folder, probeQuestions) });
    process.stdout.write(`measured ${run.label}, seed ${run.seed}: ${measured.length} of ${runs.length}\n`);
  }
  const inOrder = experiment.algorithms.flatMap(({ label }) => measured.filter(({ run }) => run.label === label));
  process.stdout.write(`\n${smokeTable(inOrder)}\n\nDiverged: ${divergenceRule}.\n`);
}
