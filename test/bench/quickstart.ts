/** Training steps of the quickstart preset: its world, its 128 rollouts, its warm start. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadExperiment } from '../../main/run-folder/experiments.ts';
import { openTrainer } from '../../main/trainer/open-trainer.ts';
import { algorithms } from '../../shared/algorithms/index.ts';
import { applyOverrides, type Overrides } from '../../shared/config/overrides.ts';
import { parseRunConfig, type RunConfig } from '../../shared/config/run-config.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import type { BenchOptions } from './bench.ts';
import type { Pair } from './pair.ts';
import { quickstartScript, scriptedPair } from './scripted.ts';
import { shapes } from './shapes.ts';

/** The preset's run with this algorithm, and the changes that the comparison needs. */
export function quickstartConfig(algorithm: string, { quick, threads, checkpoint }: BenchOptions): RunConfig {
  const { base } = loadExperiment('quickstart');
  const changes: Overrides = {
    'algorithm.name': algorithm,
    // GRPO's extra pass would make information gain look cheaper
    ...('klCoefficient' in algorithms.find(({ name }) => name === algorithm)!.parameters && {
      'algorithm.klCoefficient': 0,
    }),
    'train.scoreGroundTruth': 'auto', // only the algorithm that reads it pays for it
    'optimizer.learningRate': 0, // the policy does not change, so a step has the same rollouts under both
    ...(checkpoint !== null && { 'model.checkpoint': checkpoint }),
    ...(quick && { 'rollout.questionsPerStep': 2 }),
  };
  return parseRunConfig({ name: algorithm, threads, ...applyOverrides(base, changes) }, catalogues);
}

/** Steps of both algorithms. Without the preset's warm start: a fresh policy with scripted lengths.
 *  Throws a sentence if another checkpoint is missing or does not fit. */
export async function quickstartPair(options: BenchOptions): Promise<{ pair: Pair; description: string }> {
  const [igpoConfig, grpoConfig] = [quickstartConfig('igpo', options), quickstartConfig('grpo', options)];
  const { checkpoint } = igpoConfig.model;
  if (options.checkpoint === null && !isShipped(checkpoint)) {
    const script = { ...quickstartScript, questions: igpoConfig.rollout.questionsPerStep };
    const pair = await scriptedPair(shapes['d64'].architecture, script, options.threads);
    return { pair, description: `fresh policy, scripted lengths (${checkpoint} has not been made)` };
  }
  const { trainer: igpo, close } = await openTrainer(igpoConfig);
  const grpo = { ...igpo, config: grpoConfig, algorithm: algorithms.find(({ name }) => name === 'grpo')! };
  return { pair: { grpo, igpo, close }, description: `warm start ${checkpoint}` };
}

const isShipped = (checkpoint: string): boolean =>
  existsSync(fileURLToPath(new URL(`../../resources/checkpoints/${checkpoint}/model.json`, import.meta.url)));
