import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whileSampling } from '../../../shared/measurements/measurement.ts';
import { trainingMeasurements } from '../../../shared/train/reads.ts';
import type { Retrieval } from '../../../shared/data/retrieval.ts';
import type { StartedRollout } from '../../../shared/rollout/fork-measurement.ts';
import { trainStep } from '../../../shared/train/step.ts';
import type { Trainer } from '../../../shared/train/trainer.ts';
import { mean } from '../../../shared/util/math.ts';
import { fakePolicy, scripted } from '../../support/fake-policy.ts';
import { taughtModel } from '../../support/taught-model.ts';
import { toyTask, toyTokenizer, toyTrainer } from '../../support/toy-trainer.ts';

const igSearch = { algorithm: { name: 'igSearch' }, rollout: { groupSize: 2, questionsPerStep: 1 } };
const wrapper = toyTokenizer.encode('<answer> Ada');

test('each response is replaced by passages that were not found, and the belief after them is the policy’s own', async () => {
  const scripts = ['<search> Bo </search>', '<search> Bo </search> <search> Bo </search>'].map((searches) =>
    toyTokenizer.encode(`${searches} <answer> Ada </answer>`),
  );
  const sampler = fakePolicy(scripted(scripts));
  const asked: number[][] = [];
  const spying = {
    ...sampler,
    score: (requests: Parameters<typeof sampler.score>[0]) => {
      asked.push(...requests.map(({ fork }) => Array.from(fork)));
      return sampler.score(requests);
    },
  };
  const { groups } = await trainStep(1, toyTrainer({ config: igSearch, sampler: spying }));
  // of two passages one was found, so all three draws are the other one
  const response = toyTokenizer.encode('<information> Bo leads Cy </information>');
  assert.deepEqual(asked, new Array(9).fill([...response, ...wrapper]));
  // four tokens of prompt and three of query, five of the response, one of the wrapper: Ada is the fourteenth token,
  // and eight later the
  // twenty-second
  const thrice = (logProb: number) => new Float64Array(3).fill(Math.fround(logProb));
  const [once, twice] = groups[0].map(({ rollout }) => rollout);
  assert.deepEqual(once.measured, { randomEvidence: [thrice(-0.14)] });
  assert.deepEqual(twice.measured, { randomEvidence: [thrice(-0.14), thrice(-0.22)] });
  assert.deepEqual(twice.groundTruthLogProb!.map(mean), [-0.06, -0.14, -0.22].map(Math.fround));
});

test('on a real policy the belief after random passages is that of a fresh pass over them, and the rollout is as without', async () => {
  const model = await taughtModel();
  const response = toyTokenizer.encode('<information> Bo leads Cy </information>');
  const searched = (config: Record<string, object>) => trainStep(1, toyTrainer({ ...model, config }));
  const still = { optimizer: { learningRate: 0 } };
  const [with_, without] = [
    await searched({ algorithm: { name: 'igSearch' }, ...still }),
    await searched({ algorithm: { name: 'igpo' }, ...still }),
  ].map(({ groups }) => groups.flat().map(({ rollout }) => rollout));
  assert.deepEqual(
    with_.map(({ tokens }) => tokens),
    without.map(({ tokens }) => tokens),
  );
  let compared = 0;
  for (const { tokens, turns, measured } of with_) {
    const found = turns.filter(({ response: given }) => given !== null);
    assert.equal(measured!.randomEvidence.length, found.length);
    for (const [t, { message }] of found.entries()) {
      const row = Int32Array.of(...tokens.subarray(0, message.end), ...response, ...wrapper);
      const [logProb] = await model.learner.logProbs([{ tokens: row }], 'current');
      for (const belief of measured!.randomEvidence[t]) assert.ok(Math.abs(belief - logProb.at(-1)!) < 1e-5);
      compared++;
    }
  }
  assert.ok(compared > 0, 'the policy searched');
  await model.close();
});

test('rollouts of a group draw alike while they find the same, those of another group or step draw otherwise', () => {
  const passages = Array.from({ length: 12 }, (_, i) => ({ id: `p${i}`, title: `${i}`, text: `passage ${i}` }));
  const task = { ...toyTask('train', 0), corpus: { id: 'many', passages } };
  const trainer = toyTrainer({ config: igSearch });
  const found = (...places: number[]) => ({
    ...{ query: 'Bo', elapsedMs: null },
    passages: places.map((i) => ({ passage: passages[i], relevance: 1 })),
  });
  const drawn = (step: number, group: number, ...searches: ReturnType<typeof found>[]) => {
    return drawnFor(trainer, step, { ...task, group }, searches);
  };
  const [first, second] = drawn(1, 0, found(0, 1), found(2, 3));
  assert.deepEqual(drawn(1, 0, found(0, 1), found(2, 3)), [first, second]);
  assert.deepEqual(
    first.map((draw) => draw.length),
    [2, 2, 2],
  );
  assert.ok(
    first.flat().every((id) => id !== 'p0' && id !== 'p1'),
    'none of those that were found',
  );
  assert.ok(new Set(first.map((draw) => draw.join())).size > 1, 'three draws, not one three times');
  const [, other] = drawn(1, 0, found(0, 1), found(4, 5));
  assert.ok(
    other.flat().every((id) => id !== 'p4' && id !== 'p5') && second.flat().every((id) => id !== 'p2' && id !== 'p3'),
  );
  assert.notDeepEqual(drawn(1, 1, found(0, 1))[0], first, 'another group');
  assert.notDeepEqual(drawn(2, 0, found(0, 1))[0], first, 'another step');
});

test('random passages are drawn only if a score reads them', () => {
  const trainer = toyTrainer({});
  assert.deepEqual(whileSampling(trainingMeasurements(trainer), 1, trainer).forkMeasurements, []);
});

test('after a search that found the whole corpus no random passages are drawn', () => {
  const task = toyTask('train', 0);
  const passages = task.corpus.passages.map((passage) => ({ passage, relevance: 1 }));
  const all = { ...{ query: 'Bo', elapsedMs: null }, passages };
  assert.deepEqual(drawnFor(toyTrainer({ config: igSearch }), 1, { ...task, group: 0 }, [all]), [[[], [], []]]);
});

/** [searches][draws] ids of the passages that are drawn for one rollout. */
function drawnFor(
  trainer: Trainer,
  step: number,
  rollout: StartedRollout,
  searches: readonly Retrieval[],
): string[][][] {
  const [{ forksOf }] = whileSampling(trainingMeasurements(trainer), step, trainer).forkMeasurements;
  const forks = forksOf(rollout);
  return searches.map((found) => {
    const drawn: string[][] = [];
    const response = (passages: Retrieval['passages']) => {
      drawn.push(passages.map(({ passage }) => passage.id));
      return Int32Array.of(drawn.length);
    };
    const groundTruth = { tokens: Int32Array.of(8, 9), span: { start: 1, end: 2 } };
    assert.deepEqual(
      forks({ found, groundTruth, response }),
      [1, 2, 3].map((nth) => ({ fork: Int32Array.of(nth, 8, 9), forkFrom: 2 })),
    );
    return drawn;
  });
}
