/** From credited rollouts to optimizer updates. */
import { spread } from '../credit/spread.ts';
import { tokenWeights } from '../loss/aggregate.ts';
import type { Objective, RatioSpan } from '../loss/objective.ts';
import type { LearnerRow } from '../model/learner.ts';
import { environmentFailed } from '../record/rollout.ts';
import type { WorkingRollout } from '../rollout/working-rollout.ts';
import type { CreditedRollout } from './credited-rollout.ts';
import type { Trainer } from './trainer.ts';
import { updateByPreference } from './update-by-preference.ts';
import type { StepUpdate } from './update-by-preference.ts';

/** One result per update: `updatesPerStep` of them, each on an equal part of the groups, in order. Rollouts that the
 *  environment failed are skipped. Throws RangeError for an update without other rollouts. */
export async function update(
  groups: readonly (readonly CreditedRollout[])[],
  objective: Objective,
  learningRate: number,
  trainer: Trainer,
): Promise<StepUpdate[]> {
  const results: StepUpdate[] = [];
  const count = Math.min(trainer.config.train.updatesPerStep, groups.length); // groups can have been dropped
  for (const part of parts(groups, count)) {
    const fair = fairGroups(part);
    results.push(
      objective.preference
        ? await updateByPreference(fair, objective, objective.preference.beta, learningRate, trainer)
        : await trainer.learner.update(await rows(fair.flat(), objective, trainer), objective, learningRate),
    );
  }
  return results;
}

/** `count` consecutive parts whose lengths differ by at most one. */
const parts = <T>(items: readonly T[], count: number): T[][] =>
  Array.from({ length: count }, (_, i) =>
    items.slice(Math.floor((i * items.length) / count), Math.floor(((i + 1) * items.length) / count)),
  );

function fairGroups(groups: readonly (readonly CreditedRollout[])[]): (readonly CreditedRollout[])[] {
  const fair = groups.map((group) => group.filter(({ rollout }) => !environmentFailed(rollout)));
  const all = groups.flat();
  if (fair.flat().length === 0)
    throw new RangeError(
      `rollout ${all[0].rollout.id}: expected a rollout to learn from, got none in ${all.length} (${all[0].rollout.error}) — check the retriever`,
    );
  return fair;
}

async function rows(fair: readonly CreditedRollout[], objective: Objective, trainer: Trainer): Promise<LearnerRow[]> {
  const { rollout: limits } = trainer.config;
  const rollouts = fair.map(({ rollout }) => rollout);
  const mostWritten = Math.min(limits.maxTokens, limits.maxTurns * limits.maxMessageTokens);
  const weights = tokenWeights(
    rollouts.map(({ mask }) => mask),
    objective.aggregation,
    mostWritten,
  );
  const refLogProbs = objective.klCoefficient > 0 ? await trainer.learner.logProbs(rollouts, 'reference') : null;
  return fair.map(({ rollout, credit, tokenCredit }, i) => ({
    tokens: rollout.tokens,
    weight: weights[i],
    advantage: tokenCredit?.advantage ?? spread(credit.advantage, rollout),
    oldLogProb: rollout.logProb,
    refLogProb: refLogProbs && refLogProbs[i],
    ...(tokenCredit?.critic && { valueTarget: tokenCredit.critic.target, oldValue: tokenCredit.critic.value }),
    ...(objective.clipScaled && { clipScale: spread(credit.clipScale!, rollout) }),
    ...(objective.ratioOver && { segments: segments(rollout, objective.ratioOver) }),
  }));
}

/** [T] the turn that a token was written in, or one number for the whole rollout. */
function segments({ tokens, turns }: WorkingRollout, over: RatioSpan): Int32Array {
  const numbers = new Int32Array(tokens.length);
  if (over === 'turn') turns.forEach(({ message }, t) => numbers.fill(t, message.start, message.end));
  return numbers;
}

/** Throws RangeError naming step and metric if an update is not finite: its params are no longer usable. */
export function requireFinite(step: number, updates: readonly StepUpdate[]): void {
  for (const { loss, gradNorm } of updates)
    for (const [name, value] of Object.entries({ 'loss/policy': loss, 'optimizer/grad_norm': gradNorm }))
      if (!Number.isFinite(value))
        throw new RangeError(
          `step ${step}: expected ${name} to be a finite number, got ${value} — start from an earlier checkpoint with a lower learningRate or maxGradNorm`,
        );
}

/** Renews the teacher from the policy after every `teacherEvery` steps of the algorithm. */
export async function renewTeacher(step: number, { algorithm, config, learner }: Trainer): Promise<void> {
  const every = algorithm.teacherEvery?.(config.algorithm) ?? 0;
  if (every > 0 && step % every === 0) await learner.refreshTeacher();
}
