import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAdapted, withAdapted } from '../../../shared/train/adapt.ts';
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

test('a checkpoint from before there were adapted values has none, and what is not numbers is refused', () => {
  assert.deepEqual(parseAdapted(undefined, 'state'), {});
  assert.deepEqual(parseAdapted({ klCoefficient: 0.5 }, 'state'), { klCoefficient: 0.5 });
  assert.throws(() => parseAdapted({ klCoefficient: 'much' }, 'state'), /state: expected numbers by name, got \{"klC/);
  assert.throws(() => parseAdapted(null, 'state'), /state: expected numbers by name, got null/);
});
