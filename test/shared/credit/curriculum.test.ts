import assert from 'node:assert/strict';
import { test } from 'node:test';
import { igpo } from '../../../shared/algorithms/igpo.ts';
import { curriculum } from '../../../shared/credit/curriculum.ts';
import { atStep } from '../../../shared/train/adapt.ts';
import { valuesOf } from '../algorithms/defaults.ts';
import { close, closeRows } from '../../support/close.ts';
import { scoredGroup } from '../../support/scored-group.ts';
import { toyTrainer } from '../../support/toy-trainer.ts';

test('V25: over 100 steps the outcome’s weight grows from .5 to 1 and the gain’s falls from 1 to .5, and both stay', () => {
  for (const [step, outcome, gain] of [
    [0, 0.5, 1],
    [25, 0.625, 0.875],
    [50, 0.75, 0.75],
    [100, 1, 0.5],
    [130, 1, 0.5],
  ])
    close(Object.values(curriculum(step / 100)), [outcome, gain]);
  assert.throws(() => curriculum(-0.1), /expected a progress of 0 or more, got -0.1/);
});

test('V25: a run with preset curriculum weighs gains and outcomes by its step, without it all steps are alike', () => {
  const trainer = toyTrainer({
    config: { algorithm: { name: 'igpo', preset: 'curriculum' }, train: { steps: 100 } },
  });
  const weights = (step: number) => {
    const { gainWeight, outcomeWeight } = atStep(step, trainer).config.algorithm;
    return [outcomeWeight, gainWeight] as number[];
  };
  closeRows([25, 50, 100].map(weights), [
    [0.625, 0.875],
    [0.75, 0.75],
    [1, 0.5],
  ]);
  const plain = toyTrainer({ config: { algorithm: { name: 'igpo' } } });
  assert.deepEqual(atStep(3, plain).config, plain.config);
});

test('the weights act after normalising: outcomes and gains of weight ½ and 2 have half and twice their part', () => {
  // two rollouts: outcomes 1 and 0 are z = ±1, gains 3 and 1 too
  const group = scoredGroup([
    { gains: [3], outcome: 1 },
    { gains: [1], outcome: 0 },
  ]);
  for (const normMode of ['separate', 'scaledSeparate'] as const) {
    const values = valuesOf(igpo, { outcomeWeight: 0.5, gainWeight: 2, normMode });
    const credits = igpo.batchCredit!(group, igpo.credit(group, values), values);
    closeRows(
      credits.map(({ reward }) => reward),
      [
        [2, 0.5],
        [-2, -0.5],
      ],
    );
  }
});
