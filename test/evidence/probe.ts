/** Success of a trained policy and the cost of one of its steps, from its last checkpoint. Saved beside the run, so
 *  that it is measured once. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { latestCheckpoint } from '../../main/run-folder/checkpoint-folder.ts';
import { saveFile } from '../../main/files/write.ts';
import { openTrainer } from '../../main/trainer/open-trainer.ts';
import { readManifest } from '../../main/run-folder/run-folder.ts';
import { parseRunConfig } from '../../shared/config/run-config.ts';
import { headlineMetric } from '../../shared/metrics/evaluation.ts';
import type { Learner } from '../../shared/model/learner.ts';
import type { Sampler } from '../../shared/model/sampler.ts';
import { catalogues } from '../../shared/train/catalogues.ts';
import { evaluate, type Evaluation } from '../../shared/train/evaluate.ts';
import { trainStep } from '../../shared/train/step.ts';
import type { Trainer } from '../../shared/train/trainer.ts';
import { sum } from '../../shared/util/math.ts';

export interface Probe {
  /** Exact match of one sampled rollout of each test question, before training and after. */
  readonly sampledStart: number;
  readonly sampledEnd: number;
  /** KL of the trained policy to its start, over the rollouts of `sampledEnd`: mean over the policy's tokens of
   *  log π − log π_start, nats. */
  readonly klStart: number;
  /** Sequences read in a step beside sampling and update (reference policy, teacher, critic of every token),
   *  per rollout. */
  readonly passes: number;
  /** Tokens read in a step to know beliefs, forked from a cache, random evidence included, per rollout. */
  readonly forked: number;
}

/** Of the run in a folder, on the first `questions` test questions. */
export async function probe(folder: string, questions: number): Promise<Probe> {
  const path = join(folder, 'probe.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Probe;
  const { trainer, learner, close } = await openTrainer(parseRunConfig(readManifest(folder).config, catalogues));
  const sampled = () => evaluate(0, 'test', questions, trainer, trainer.config.rollout.temperature);
  await learner.freezeReference();
  const start = await sampled();
  const { checkpoint } = latestCheckpoint(folder);
  if (checkpoint) learner.restore(checkpoint.params, { tensors: checkpoint.optState, updates: 0 });
  const end = await sampled();
  const measured: Probe = {
    sampledStart: exactMatch(start),
    sampledEnd: exactMatch(end),
    klStart: await klToReference(end, learner),
    ...(await readBesides(trainer)),
  };
  await close();
  saveFile(path, Buffer.from(`${JSON.stringify(measured, null, 2)}\n`));
  return measured;
}

const exactMatch = ({ metrics }: Evaluation): number => metrics[headlineMetric];

async function klToReference({ rollouts }: Evaluation, learner: Learner): Promise<number> {
  const all = rollouts.map(({ rollout }) => rollout);
  const reference = await learner.logProbs(all, 'reference');
  const over = (values: (t: number, i: number) => number) =>
    sum(all.map(({ mask }, i) => sum([...mask.keys()].filter((t) => mask[t] === 1).map((t) => values(t, i)))));
  return over((t, i) => all[i].logProb[t] - reference[i][t]) / over(() => 1);
}

/** Takes one step, discards it, and counts what it read. */
async function readBesides(trainer: Trainer): Promise<Pick<Probe, 'passes' | 'forked'>> {
  const read = { passes: 0, forked: 0 };
  const learner: Learner = {
    ...trainer.learner,
    logProbs: (rows, policy) => ((read.passes += rows.length), trainer.learner.logProbs(rows, policy)),
    values: (rows) => ((read.passes += rows.length), trainer.learner.values(rows)),
  };
  const countingForks = (sampler: Sampler): Sampler => ({
    ...sampler,
    append(requests) {
      read.forked += sum(requests.map(({ fork }) => fork?.length ?? 0));
      return sampler.append(requests);
    },
    score(requests) {
      read.forked += sum(requests.map(({ fork }) => fork.length));
      return sampler.score(requests);
    },
  });
  const teacher = trainer.teacher && {
    ...countingForks(trainer.teacher),
    start: (count: number) => ((read.passes += count), trainer.teacher!.start(count)),
  };
  const sampler = countingForks(trainer.sampler);
  const { groups } = await trainStep(1, { ...trainer, learner, sampler, ...(teacher && { teacher }) });
  const rollouts = groups.flat().length;
  return { passes: read.passes / rollouts, forked: read.forked / rollouts };
}
