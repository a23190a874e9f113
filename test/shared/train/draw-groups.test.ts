/** Dynamic sampling: questions drawn again until enough groups have a signal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LearnerRow } from '../../../shared/model/learner.ts';
import { hasSignal } from '../../../shared/train/signal.ts';
import { trainStep } from '../../../shared/train/step.ts';
import { toyLearner, toyTrainer } from '../../support/toy-trainer.ts';

/** Four questions a step, groups of three; about 3 % of answers are right, so that most groups are equal. */
async function step(mostDraws: number, skill = 0.03, number = 1, algorithm = 'dapo') {
  const seen: LearnerRow[][] = [];
  const trainer = toyTrainer({
    config: {
      algorithm: { name: algorithm, formatPenalty: 0, ...(algorithm === 'dapo' && { mostDraws }) },
      rollout: { groupSize: 3, questionsPerStep: 4 },
      train: { scoreGroundTruth: 'auto', updatesPerStep: 2 },
    },
    policy: { skill },
    learner: toyLearner({ skill }, seen),
  });
  return {
    ...(await trainStep(number, trainer)),
    learned: seen.flat().map(({ tokens }) => tokens),
    updates: seen.length,
  };
}

test('a step draws until it has as many groups with a signal as questions, and learns from the first of those', async () => {
  const { groups, learned, metrics, updates } = await step(50);
  const signals = groups.filter(hasSignal);
  assert.ok(groups.length > 4 && groups.length % 4 === 0 && signals.length >= 4, `${groups.length} groups`);
  assert.ok(groups.slice(0, -4).filter(hasSignal).length < 4, 'no draw too many');
  assert.deepEqual(
    learned,
    signals.slice(0, 4).flatMap((group) => group.map(({ rollout }) => rollout.tokens)),
  );
  assert.equal(metrics['signal/draws'], groups.length / 4);
  assert.equal(updates, 2);
  const ids = groups.flat().map(({ rollout }) => rollout.id);
  assert.equal(new Set(ids).size, ids.length, 'every rollout has an id of its own');
});

test('after the last draw a step learns from the groups with a signal, or from all of that draw if none has one', async () => {
  const few = await step(2);
  const signals = few.groups.filter(hasSignal);
  assert.equal(few.groups.length, 8);
  assert.ok(signals.length < 4, `${signals.length} with a signal`);
  const none = await step(3, 0);
  assert.equal(none.groups.length, 12);
  assert.deepEqual(
    none.learned,
    none.groups.slice(8).flatMap((group) => group.map(({ rollout }) => rollout.tokens)),
  );
});

test('a step that needs one draw asks the same questions as without dynamic sampling, and one draw is GRPO’s step', async () => {
  const tokens = ({ groups }: Awaited<ReturnType<typeof step>>) =>
    groups.flat().map(({ rollout }) => [...rollout.tokens]);
  const [one, grpo] = [await step(1), await step(1, 0.03, 1, 'grpo')];
  assert.deepEqual(tokens(one), tokens(grpo));
  assert.deepEqual(
    one.groups.flat().map(({ credit }) => credit.advantage),
    grpo.groups.flat().map(({ credit }) => credit.advantage),
  );
  assert.deepEqual(one.learned, grpo.learned);
  assert.ok(!('signal/draws' in grpo.metrics));
});

test('no question is asked in two steps, however often they draw', async () => {
  const asked = async (number: number) => (await step(3, 0, number)).groups.map(([{ question }]) => question.id);
  const [first, second] = [await asked(1), await asked(2)];
  assert.equal(new Set([...first, ...second]).size, 24);
});
