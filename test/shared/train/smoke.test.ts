/** Every algorithm of the catalogue, under each of its presets, takes two steps of the toy trainer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasCritic } from '../../../shared/algorithms/algorithm.ts';
import { algorithms } from '../../../shared/algorithms/index.ts';
import type { LearnerRow } from '../../../shared/model/learner.ts';
import { trainStep } from '../../../shared/train/step.ts';
import { shorter } from '../algorithms/defaults.ts';
import { toyLearner, toyTrainer } from '../../support/toy-trainer.ts';

for (const { name, presets } of algorithms)
  for (const preset of [undefined, ...Object.keys(presets)])
    test(`${name}, ${preset ?? 'defaults'}: two steps give finite metrics and move the policy with what the turns earned`, async () => {
      const policy = { skill: 0.3 };
      const seen: LearnerRow[][] = [];
      const trainer = toyTrainer({
        policy,
        config: {
          algorithm: { name, ...(preset !== undefined && { preset }), ...shorter[`${name}/${preset}`] },
          rollout: { groupSize: 6 },
          train: { scoreGroundTruth: 'auto' },
        },
        learner: toyLearner(policy, seen),
      });
      for (const step of [1, 2]) {
        const { metrics, groups } = await trainStep(step, trainer);
        for (const [metric, value] of Object.entries(metrics)) assert.ok(Number.isFinite(value), `${metric}: ${value}`);
        const turns = groups.flat().map(({ rollout }) => rollout.turns.length);
        assert.ok(Math.max(...turns) > 1, 'some rollouts search');
      }
      const rows = seen.flat();
      assert.ok(
        rows.some(({ advantage }) => advantage.some((a) => a !== 0)),
        'something was learned from',
      );
      const learnsValues = hasCritic(trainer.algorithm, trainer.config.algorithm);
      for (const { valueTarget } of rows) assert.equal(valueTarget !== undefined, learnsValues, 'targets for a critic');
      const { clipScaled } = trainer.algorithm.objective(trainer.config.algorithm);
      for (const { weight, clipScale } of rows) {
        assert.equal(clipScale !== undefined, clipScaled === true, 'clip ranges of turns where the loss reads them');
        clipScale?.forEach((factor, t) => assert.equal(factor > 0, weight[t] > 0, `clip range ${factor} at ${t}`));
      }
      for (const { advantage, weight } of rows)
        advantage.forEach((a, t) => assert.ok(a === 0 || weight[t] > 0, `advantage ${a} outside of the mask at ${t}`));
      assert.notEqual(policy.skill, 0.3);
    });
