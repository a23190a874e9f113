/** The groups of a step: questions, rollouts, measurements, scores and credit. Draws again for an algorithm that wants
 *  groups with a signal. */
import { beforeScoring, whileSampling } from '../measurements/measurement.ts';
import { rollOut } from '../rollout/roll-out.ts';
import type { Batch } from '../rollout/roll-out.ts';
import { stream } from '../util/rng.ts';
import { creditGroup } from './credit-group.ts';
import { growTrees } from './grow-trees.ts';
import { trainingMeasurements } from './reads.ts';
import { hasSignal } from './signal.ts';
import type { CreditedRollout } from './credited-rollout.ts';
import type { Trainer } from './trainer.ts';

type Group = readonly CreditedRollout[];

const mostDraws = ({ algorithm, config }: Trainer): number => algorithm.mostDraws?.(config.algorithm) ?? 1;

/** All groups that step `step` draws: `questionsPerStep` questions, and with `mostDraws` as many again until that many
 *  groups have a signal. */
export async function drawGroups(step: number, trainer: Trainer): Promise<Group[]> {
  const groups: Group[] = [];
  const wanted = trainer.config.rollout.questionsPerStep;
  for (let draw = 0; draw < mostDraws(trainer); draw++) {
    groups.push(...(await drawOnce(step, draw, trainer)));
    if (groups.filter(hasSignal).length >= wanted) break;
  }
  return groups;
}

/** The drawn groups that the step learns from: all; with `mostDraws` the first `questionsPerStep` that have a signal,
 *  or the last draw if none has. */
export function learnedGroups(groups: readonly Group[], trainer: Trainer): readonly Group[] {
  if (mostDraws(trainer) === 1) return groups;
  const wanted = trainer.config.rollout.questionsPerStep;
  const signals = groups.filter(hasSignal).slice(0, wanted);
  return signals.length > 0 ? signals : groups.slice(-wanted);
}

async function drawOnce(step: number, draw: number, trainer: Trainer): Promise<Group[]> {
  const { algorithm, config } = trainer;
  const options = { ...config.rollout, ...config.retriever };
  const batch = trainingBatch(step, draw, trainer);
  const collected = algorithm.search
    ? await growTrees(batch, algorithm.search(config.algorithm), options, trainer)
    : await rollOut(batch, trainer, options);
  const rollouts = await beforeScoring(trainingMeasurements(trainer), collected, batch.tasks, trainer);
  return rollouts.map((group, i) => creditGroup(group, batch.tasks[i].question, trainer));
}

/** The questions of a draw. Each draw has its own, whether or not the step needs it. */
function trainingBatch(step: number, draw: number, trainer: Trainer): Batch {
  const { seed, rollout } = trainer.config;
  const { groupSize, questionsPerStep } = rollout;
  const first = ((step - 1) * mostDraws(trainer) + draw) * questionsPerStep;
  return {
    name: String(step),
    tasks: Array.from({ length: questionsPerStep }, (_, i) => trainer.task('train', first + i)),
    firstGroup: draw * questionsPerStep,
    groupSize,
    ...whileSampling(trainingMeasurements(trainer), step, trainer),
    rng: (group, member) => stream(seed, 'sample', step, group * groupSize + member),
  };
}
