import { test } from 'node:test';
import assert from 'node:assert/strict';
import { run } from '../../../shared/train/run.ts';
import type { StepRecord } from '../../../shared/train/run.ts';
import { toyTrainer } from '../../support/toy-trainer.ts';

test('the final splits are evaluated once, after the evaluation that ends the run, also where patience ends it', async () => {
  const splits = async (train: object) => {
    const records: StepRecord[] = [];
    const trainer = {
      ...toyTrainer({ config: { train } }),
      evaluationSplits: ['test'],
      finalSplits: ['testHops'],
    } as const;
    const hooks = {
      record: async (record: StepRecord) => void records.push(record),
      checkpoint: async () => undefined,
    };
    await run(trainer, { ...hooks, control: async () => 'continue' });
    return records.flatMap(({ step, metrics }) => ('evaluation/testHops/exact_match' in metrics ? [step] : []));
  };
  assert.deepEqual(await splits({ steps: 5, evaluateEvery: 2 }), [5]);
  // the toy's evaluation jumps to 1 and stays: evaluations 2, 4, … stop improving one after the other
  const [ended] = await splits({ steps: 100, evaluateEvery: 1, patience: 2 });
  assert.ok(ended < 100, `${ended}`);
});
