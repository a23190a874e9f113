import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { creditText } from '../../../../main/cli/credit-text.ts';
import { creditXray, groupCredit, mostSteps } from '../../../../main/services/rollouts/credit.ts';
import { createOpenChunks } from '../../../../main/services/rollouts/open-chunks.ts';
import { Journal } from '../../../../main/run-folder/journal.ts';
import { trainStep } from '../../../../shared/train/step.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { toyTrainer } from '../../../support/toy-trainer.ts';

/** A run of two algorithms' worth of steps, on a world that the catalogue has. */
async function saved(t: TestContext, steps: number) {
  const trainer = toyTrainer({ config: { algorithm: { name: 'igpo', klCoefficient: 0 } } });
  const folder = join(temporaryFolder(t), 'run');
  const config = {
    name: 'toy',
    seed: 3,
    model: { checkpoint: 'none' },
    algorithm: trainer.config.algorithm,
    rollout: trainer.config.rollout,
  };
  const run = { config, codeVersion: '0', device: 'cpu', warmStart: '5e1f' };
  const journal = Journal.create(folder, run, { tokenizer: 'words' });
  for (let step = 1; step <= steps; step++) journal.rollouts(step, (await trainStep(step, trainer)).groups.flat());
  journal.close();
  return { id: 'toy/igpo-seed-3', folder };
}

test('the run’s own algorithm comes first and gives what was saved; the others follow as they were asked for', async (t) => {
  const run = await saved(t, 3);
  const xray = await creditXray(run, {
    algorithms: [{ name: 'grpo' }, { name: 'igpo' }, { name: 'igpo', preset: 'v1' }],
  });
  assert.deepEqual(
    xray.rows.map(({ choice, title, own }) => [choice, title, own]),
    [
      ['igpo', 'IGPO', true],
      ['grpo', 'GRPO', false],
      ['igpo', 'IGPO', false], // its KL coefficient is another one
      ['igpo:v1', 'IGPO v1', false],
    ],
  );
  assert.deepEqual([xray.differing, xray.steps, xray.stepsSaved, xray.rollouts], [0, [1, 2, 3], 3, 24]);
  assert.equal(xray.rows[1].figures!.rescued.all, 0);
  assert.deepEqual(xray.rows[0].figures!.equalOutcomes, xray.rows[1].figures!.equalOutcomes);
  assert.equal(xray.example!.members.length, 4);
  for (const { turns } of xray.example!.members) for (const { tokens } of turns) assert.ok(tokens > 0);
  const text = creditText(xray).join('\n');
  assert.match(text, /^Steps 1 to 3: 24 rollouts, \d+ turns\n/);
  assert.match(text, /IGPO, as trained +\d+\.\d %/);
  const one = await creditXray(run, { firstStep: 2, lastStep: 2, algorithms: [] });
  assert.deepEqual(one.steps, [2]);
  assert.ok(one.rows.length > 5, 'all algorithms where none is named');
  for (const { figures, problem } of one.rows) assert.notEqual(figures === null, problem === null);
});

test('an algorithm that cannot credit the rollouts is a sentence in its row; an unknown one is refused', async (t) => {
  const run = await saved(t, 1);
  const { rows } = await creditXray(run, { algorithms: [{ name: 'ppo' }] });
  assert.match(rows[1].problem!, /^critic: expected its value estimates/);
  await assert.rejects(creditXray(run, { algorithms: [{ name: 'nope' }] }), /^RangeError: algorithm: expected one of/);
  await assert.rejects(
    creditXray(run, { firstStep: 9, algorithms: [] }),
    /^RangeError: toy\/igpo-seed-3: expected steps with training rollouts \(1 to 1\), got none in 9 to the end$/,
  );
});

test('a rollout’s group is the same under each algorithm as in the X-ray', async (t) => {
  const run = await saved(t, 1);
  const { rows, example } = await creditXray(run, { algorithms: [{ name: 'grpo' }] });
  const where = example!.members[1].address;
  const group = groupCredit(createOpenChunks(), run, where, [{ name: 'grpo' }]);
  assert.deepEqual(group.group, example);
  assert.deepEqual(
    group.rows.map(({ title }) => title),
    rows.map(({ title }) => title),
  );
  assert.throws(
    () => groupCredit(createOpenChunks(), run, { ...where, set: 'evaluation' }, []),
    /Rollouts of an evaluation get no credit/,
  );
  assert.throws(
    () => groupCredit(createOpenChunks(), run, { ...where, n: 99 }, []),
    /expected a rollout that is saved and whole, got 99/,
  );
});

test('of many steps an even selection is read, the first and the last among them', async (t) => {
  const run = await saved(t, mostSteps + 5);
  const { steps, stepsSaved } = await creditXray(run, { algorithms: [{ name: 'grpo' }] });
  assert.equal(stepsSaved, mostSteps + 5);
  assert.deepEqual(
    [steps.length, new Set(steps).size, steps[0], steps.at(-1)],
    [mostSteps, mostSteps, 1, mostSteps + 5],
  );
});
