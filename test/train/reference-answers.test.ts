import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renewTeacher, withReferenceAnswers } from '../../shared/train/reference-answers.ts';
import { fakeRollout } from '../scorers/fake-rollout.ts';
import { toyLearner, toyTask, toyTokenizer, toyTrainer } from '../support/toy-trainer.ts';
import { positionTrainer } from './position-trainer.ts';

test('every accepted answer is scored by the teacher after the prompt and each response, whole answers at once', async () => {
  const { trainer, asked } = positionTrainer('tips');
  const task = toyTask('train', 0);
  const question = { ...task.question, groundTruth: ['Ada', 'Ada Bo'] };
  // prompt at 0, messages at 1 and 3, a response at 2
  const rollout = { ...fakeRollout({ retrieved: [['p'], null], answer: 'Ada' }), tokens: Int32Array.of(5, 6, 7, 8, 9) };
  const [[scored], [untouched]] = await withReferenceAnswers(
    [[rollout], [fakeRollout({ answer: 'x' })]],
    [{ ...task, question }, task],
    trainer,
  );
  // the wrapper is one token, so the answer starts at 2 after the prompt, and at 4 after three tokens
  assert.deepEqual(scored.refAnswerLogProb, [Float64Array.of(-2, -2 - 3), Float64Array.of(-4, -4 - 5)]);
  assert.deepEqual(untouched.refAnswerLogProb, [Float64Array.of(-2)]);
  assert.deepEqual(asked[3], { tokens: [5, 6, 7, ...toyTokenizer.encode('<answer> Ada Bo')], policy: 'teacher' });
});

test('the teacher is taken anew after every so many steps where the algorithm wants it, and else never', async () => {
  const renewed = async (algorithm: object, steps: readonly number[]) => {
    const at: number[] = [];
    for (const step of steps)
      await renewTeacher(
        step,
        toyTrainer({
          config: { algorithm },
          learner: {
            ...toyLearner({ skill: 0 }),
            refreshTeacher: async () => {
              at.push(step);
            },
          },
        }),
      );
    return at;
  };
  const steps = [1, 2, 3, 4, 199, 200, 201, 400];
  assert.deepEqual(await renewed({ name: 'tips', teacherEvery: 2 }, steps), [2, 4, 200, 400]);
  assert.deepEqual(await renewed({ name: 'tips' }, steps), [200, 400]);
  assert.deepEqual(await renewed({ name: 'tips', teacherEvery: 0 }, steps), []);
  assert.deepEqual(await renewed({ name: 'grpo' }, steps), []);
});

test('nothing is asked of the reference policy where no score reads it', async () => {
  const groups = [[fakeRollout({})]];
  assert.equal(await withReferenceAnswers(groups, [toyTask('train', 0)], toyTrainer({})), groups);
});
