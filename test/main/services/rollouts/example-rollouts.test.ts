import { test } from 'node:test';
import assert from 'node:assert/strict';
import { exampleRollouts } from '../../../../main/services/rollouts/example-rollouts.ts';
import { savedRollout } from '../../../support/saved-rollout.ts';

const right = savedRollout({
  found: ['p1', 'x', 'p2', null],
  belief: [-4, -2, -2.5, -0.5],
  advantage: [2, 0, 1, 1],
  answer: 'Ada',
});
const lucky = savedRollout({ found: ['x', null], belief: [-4, -3.9], advantage: [1, 1], answer: 'Ada' });
const wrong = savedRollout({ found: ['p1', null], belief: [-4, -3], advantage: [0.5, -1], answer: 'Bo' });
const missed = savedRollout({
  found: ['p1', 'p2', null],
  belief: [-4, -2, -1],
  advantage: [-1, -1, -1],
  answer: 'Bo',
});
const group = (algorithm: string, ...rollouts: (typeof right)[]) => ({ algorithm, seed: 1, step: 9, rollouts });

test('the three examples: gain found the useful turn, equal outcomes with unequal advantages, a failure', () => {
  const shown = exampleRollouts([
    group('grpo', lucky, missed),
    group('igpo', right, wrong),
    group('igpo', wrong, { ...wrong }),
  ]);
  assert.deepEqual(
    shown.map(({ algorithm, answer, note }) => [algorithm, answer, note]),
    [
      // gains +2 with p1, −0.5 with nothing new, +2 with p2
      [
        'igpo',
        'Ada',
        'Gain at work: turn 1 found a passage that the answer needs and gained +2.00 nats, turn 2 found nothing new and gained −0.50.',
      ],
      [
        'igpo',
        'Bo',
        'No signal from outcomes: all 2 rollouts of this question ended wrong, yet their turns earned different advantages.',
      ],
      ['grpo', 'Bo', 'A failure: it answered wrong after 3 turns, and had found every passage that the answer needs.'],
    ],
  );
  const [{ turns }] = shown;
  assert.deepEqual(turns[2].passages, [{ title: 'p2', supporting: true }]);
  assert.deepEqual([turns[2].beliefBefore, turns[2].beliefAfter, turns[2].gain], [-2.5, -0.5, 2]);
  assert.deepEqual([turns[3].beliefAfter, turns[3].gain, turns[3].answer], [null, null, 'Ada']);
});

test('a kind without an example is not shown, and no rollout is shown twice', () => {
  assert.deepEqual(exampleRollouts([]), []);
  assert.deepEqual(exampleRollouts([group('grpo', lucky)]), []); // no gain to speak of, nothing failed
  const backwards = savedRollout({
    ...{ found: ['p1', 'x', null], belief: [-4, -3.5, -1], advantage: [1, 2, 1], answer: 'Ada' },
  });
  assert.deepEqual(exampleRollouts([group('igpo', backwards)]), []); // what found nothing gained more
  assert.equal(exampleRollouts([group('igpo', wrong)]).length, 1);
});
