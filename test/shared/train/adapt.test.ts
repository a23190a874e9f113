import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withAdapted } from '../../../shared/train/adapt.ts';
import { toyTrainer } from '../../support/toy-trainer.ts';

test('adapted values replace the configured ones and nothing else', () => {
  const trainer = toyTrainer({});
  const moved = withAdapted(trainer, { klCoefficient: 0.5 });
  assert.deepEqual(moved.config, {
    ...trainer.config,
    algorithm: { ...trainer.config.algorithm, klCoefficient: 0.5 },
  });
  assert.deepEqual(withAdapted(trainer, {}).config, trainer.config);
});
