/** Tokens that a step reads besides its rollouts, to score them: counterfactual passages, and rollouts under another
 *  policy. */
import type { Rollout } from '../../shared/record/rollout.ts';
import type { Sampler } from '../../shared/model/sampler.ts';
import { trainStep } from '../../shared/train/step.ts';
import type { Trainer } from '../../shared/train/trainer.ts';
import { sum } from '../../shared/util/math.ts';
import { callsFor } from './bench.ts';

export interface ReadBesides {
  /** Of one step, what rows read alike counted as often as they are. */
  readonly tokens: number;
  /** ms of a forward pass over as many tokens, at the pace of whole rollouts together. */
  readonly ms: number;
}

/** Takes one step. Does not count what is forked behind a response while it is read: the ground truth of information
 *  gain. */
export async function readBesides(trainer: Trainer): Promise<ReadBesides> {
  let tokens = 0;
  const counting = (sampler: Sampler, appends: boolean): Sampler => ({
    ...sampler,
    append(requests) {
      if (appends) tokens += sum(requests.map((request) => request.tokens.length + (request.fork?.length ?? 0)));
      return sampler.append(requests);
    },
    score(requests) {
      tokens += sum(requests.map(({ fork }) => fork.length));
      return sampler.score(requests);
    },
  });
  const { groups } = await trainStep(1, {
    ...trainer,
    sampler: counting(trainer.sampler, false),
    ...(trainer.teacher && { teacher: counting(trainer.teacher, true) }),
  });
  const rollouts = groups.flat().map(({ rollout }) => rollout);
  return { tokens, ms: tokens === 0 ? 0 : tokens * (await msPerToken(rollouts, trainer)) };
}

async function msPerToken(rollouts: readonly Rollout[], { learner }: Trainer): Promise<number> {
  // no two rows the same, since equal ones are read once
  const rows = rollouts.map(({ tokens, mask }, i) => ({ tokens: tokens.with(0, i), mask }));
  const pass = callsFor(300, () => learner.logProbs(rows, 'current'));
  await pass();
  return (await pass()) / sum(rows.map((row) => row.tokens.length));
}
