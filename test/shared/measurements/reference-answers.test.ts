import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRuntime } from '../../../main/devices/ort-runtime.ts';
import { kvSampler } from '../../../shared/model/kv-sampler.ts';
import { trainStep } from '../../../shared/train/step.ts';
import { referenceAnswers } from '../../../shared/measurements/reference-answers.ts';
import { fakeRollout } from '../scorers/fake-rollout.ts';
import { toyTask, toyTokenizer, toyTrainer } from '../../support/toy-trainer.ts';
import { fakePolicy, uniform } from '../../support/fake-policy.ts';
import { tinyArchitecture } from '../../support/small-model.ts';
import { taughtModel } from '../../support/taught-model.ts';

test('every accepted answer is scored by the teacher after the prompt and each response, whole answers at once', async () => {
  const teacher = fakePolicy(uniform(5));
  const trainer = { ...toyTrainer({ config: { algorithm: { name: 'tips' } } }), teacher };
  const task = toyTask('train', 0);
  const question = { ...task.question, groundTruth: ['Ada', 'Ada Bo'] };
  // prompt at 0, messages at 1 and 3, a response at 2
  const rollout = { ...fakeRollout({ retrieved: [['p'], null], answer: 'Ada' }), tokens: Int32Array.of(5, 6, 7, 8, 9) };
  const untouchedRollout = fakeRollout({ answer: 'x' });
  const [[scored], [untouched]] = await referenceAnswers.measure(
    [[rollout], [untouchedRollout]],
    [{ ...task, question }, task],
    trainer,
  );
  // the wrapper is one token, so the answer is the third token after the prompt, and the fifth after three tokens
  const logProbs = (...positions: number[]) =>
    positions.reduce((sum, position) => sum + Math.fround(-position / 100), 0);
  assert.deepEqual(scored.measured!.referenceAnswers, [
    Float64Array.of(logProbs(3), logProbs(3, 4)),
    Float64Array.of(logProbs(5), logProbs(5, 6)),
  ]);
  assert.deepEqual(untouched.measured, { referenceAnswers: [Float64Array.of(logProbs(3))] });
  assert.deepEqual(teacher.seen, [[5, 6, 7], [...untouchedRollout.tokens.subarray(0, 1)]]);
  assert.equal(teacher.open(), 0, 'every row is given back');
});

test('the teacher does not move with the policy, and equals it once it is renewed', async () => {
  const { learner, sampler, close } = await taughtModel();
  const architecture = { ...tinyArchitecture, vocabularySize: toyTokenizer.vocabularySize };
  const runtime = await openRuntime('cpu', { threads: 2 });
  const teacher = kvSampler({
    ...{ runtime, architecture, maxRows: 8, maxLength: 96 },
    variables: () => learner.variablesOf('teacher'),
  });
  const config = { algorithm: { name: 'tips', baseline: 'group' }, optimizer: { learningRate: 0.02 } }; // no critic
  const trainer = { ...toyTrainer({ learner, sampler, config }), teacher };
  const steps = (await trainStep(1, trainer)).groups.flat();
  const first = steps.find(({ rollout }) => rollout.turns.some(({ response }) => response !== null))!;
  const task = toyTask('train', 0);
  const question = { ...task.question, groundTruth: ['Ada', 'Bo'] };
  let compared = 0;
  for (const moment of ['after an update', 'renewed']) {
    if (moment === 'renewed') await learner.refreshTeacher();
    const { tokens, promptLength, turns } = first.rollout;
    const [[{ measured }]] = await referenceAnswers.measure([[first.rollout]], [{ ...task, question }], trainer);
    const ends = [promptLength, ...turns.flatMap(({ response }) => (response ? [response.end] : []))];
    const rows = ends.flatMap((end) =>
      question.groundTruth.map((answer) => ({
        tokens: Int32Array.of(...tokens.subarray(0, end), ...toyTokenizer.encode(`<answer> ${answer}`)),
      })),
    );
    const expected = await learner.logProbs(rows, 'teacher');
    measured!.referenceAnswers
      .flatMap((answers) => [...answers])
      .forEach((logProb, i) => {
        assert.ok(Math.abs(logProb - expected[i].at(-1)!) < 1e-5, `${moment}, answer ${i}: ${logProb}`);
        compared++;
      });
    const current = await learner.logProbs(rows, 'current');
    assert.equal(expected.at(-1)!.at(-1) === current.at(-1)!.at(-1), moment === 'renewed', moment);
  }
  assert.ok(compared >= 8, 'two answers after prompt and response, at two moments');
  await Promise.all([teacher.close(), close()]);
});
