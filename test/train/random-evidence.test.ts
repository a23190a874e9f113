import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomEvidence } from '../../shared/train/random-evidence.ts';
import { trainStep } from '../../shared/train/step.ts';
import { mean } from '../../shared/util/math.ts';
import { fakePolicy, scripted } from '../support/fake-policy.ts';
import { taughtModel } from '../support/taught-model.ts';
import { toyTask, toyTokenizer, toyTrainer } from '../support/toy-trainer.ts';

const igSearch = { algorithm: { name: 'igSearch' }, rollout: { groupSize: 2, questionsPerStep: 1 } };
const wrapper = toyTokenizer.encode('<answer> Ada');

test('each response is replaced by passages that were not found, and the belief after them is the policy’s own', async () => {
  const script = toyTokenizer.encode('<search> Bo </search> <answer> Ada </answer>');
  const sampler = fakePolicy(scripted([script]));
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
  assert.deepEqual(asked, new Array(6).fill([...response, ...wrapper]));
  for (const { rollout } of groups.flat()) {
    // four tokens of prompt and three of query, five of the response, one of the wrapper: Ada is the fourteenth token
    assert.deepEqual(rollout.randomEvidenceBelief, [Float64Array.of(-0.14, -0.14, -0.14).map(Math.fround)]);
    assert.deepEqual(rollout.groundTruthLogProb!.map(mean), [-0.06, -0.14].map(Math.fround));
  }
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
  for (const { tokens, turns, randomEvidenceBelief } of with_) {
    const found = turns.filter(({ response: given }) => given !== null);
    assert.equal(randomEvidenceBelief!.length, found.length);
    for (const [t, { message }] of found.entries()) {
      const row = Int32Array.of(...tokens.subarray(0, message.end), ...response, ...wrapper);
      const [logProb] = await model.learner.logProbs([{ tokens: row }], 'current');
      for (const belief of randomEvidenceBelief![t]) assert.ok(Math.abs(belief - logProb.at(-1)!) < 1e-5);
      compared++;
    }
  }
  assert.ok(compared > 0, 'the policy searched');
  await model.close();
});

test('nothing is drawn where no score reads it', () => {
  assert.equal(randomEvidence(1, toyTrainer({})), undefined);
  assert.deepEqual(
    randomEvidence(1, toyTrainer({ config: igSearch }))!(
      toyTask('train', 0),
      0,
    )({
      ...{ query: 'Bo', elapsedMs: null },
      passages: toyTask('train', 0).corpus.passages.map((passage) => ({ passage, relevance: 1 })),
    }),
    [[], [], []],
    'a search that found all there is leaves nothing to draw',
  );
});
