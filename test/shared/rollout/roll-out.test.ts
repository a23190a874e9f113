import { test } from 'node:test';
import assert from 'node:assert/strict';
import type { Question } from '../../../shared/data/question.ts';
import { tagProtocol } from '../../../shared/rollout/protocols/tags.ts';
import { environmentFailed } from '../../../shared/record/rollout.ts';
import { rollOut } from '../../../shared/rollout/roll-out.ts';
import type { RolloutOptions } from '../../../shared/rollout/roll-out.ts';
import { stream } from '../../../shared/util/rng.ts';
import { fakePolicy, scripted, uniform } from '../../support/fake-policy.ts';
import type { FakePolicy } from '../../support/fake-policy.ts';
import { memoryRetriever } from '../../support/memory-retriever.ts';
import { wordTokenizer } from '../../support/word-tokenizer.ts';

const tokenizer = wordTokenizer('who leads Bo? Ada Bo Cy leads');
const protocol = tagProtocol(tokenizer);
const corpus = {
  id: 'c',
  passages: [
    { id: 'p1', title: 'Bo', text: 'Ada leads Bo' },
    { id: 'p2', title: 'Cy', text: 'Cy leads nobody' }, // "nobody" is not in the vocabulary
  ],
};
const question: Question = {
  id: 'q1',
  text: 'who leads Bo?', // 4 tokens with the heading
  groundTruth: ['Ada', 'Cy'],
  split: 'train',
  corpusId: 'c',
  kind: 'path',
  hops: 1,
  supporting: ['p1'],
  hopAnswers: ['Ada'],
  supportingText: null,
  searchKeys: null,
};
const options: RolloutOptions = {
  maxTurns: 3,
  maxTokens: 100,
  maxMessageTokens: 10,
  maxResponseTokens: 10,
  passages: 2,
  temperature: 1,
  topP: 1,
  wrapper: 'answerTag',
};
const ask = '<search> Bo </search>'; // answered with <information> Ada leads Bo </information>, 5 tokens
const say = '<answer> Ada </answer>';

interface Setting extends Partial<RolloutOptions> {
  readonly scripts?: readonly string[];
  readonly policy?: FakePolicy;
  readonly groupSize?: number;
  readonly questions?: number;
  readonly failing?: readonly string[];
  readonly seed?: number;
  readonly scoreGroundTruth?: boolean;
}

async function play({
  scripts = [],
  policy,
  groupSize,
  questions = 1,
  failing,
  seed = 1,
  scoreGroundTruth = true,
  ...changed
}: Setting) {
  const sampler = policy ?? fakePolicy(scripted(scripts.map((script) => tokenizer.encode(script))));
  const retriever = memoryRetriever(failing);
  const size = groupSize ?? scripts.length;
  const groups = await rollOut(
    {
      name: '7',
      firstGroup: 0,
      scoreGroundTruth,
      tasks: Array.from({ length: questions }, () => ({ question, corpus })),
      groupSize: size,
      rng: (group, member) => stream(seed, 'sample', 7, group * size + member),
    },
    { sampler, retriever, protocol },
    { ...options, ...changed },
  );
  assert.equal(sampler.open(), 0, 'all rows are released');
  return { groups, sampler, retriever, rollouts: groups.flat() };
}

test('spans, mask and log-probs of a scripted rollout are exact', async () => {
  const { rollouts, sampler } = await play({ scripts: [`<think> Cy </think> ${ask} ${say}`] });
  const [rollout] = rollouts;
  // prompt 0–3, message 4–9, response 10–14, message 15–17
  assert.equal(
    tokenizer.decode(rollout.tokens),
    `Question: who leads Bo? <think> Cy </think> ${ask} <information> Ada leads Bo </information> ${say}`,
  );
  assert.deepEqual(
    rollout.turns.map(({ message, response }) => [message, response]),
    [
      [
        { start: 4, end: 10 },
        { start: 10, end: 15 },
      ],
      [{ start: 15, end: 18 }, null],
    ],
  );
  assert.deepEqual([...rollout.mask], [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1]);
  // the fake policy's log-prob of the token at position p is −(p + 1)/100, its entropy (p + 1)/1000
  assert.deepEqual(
    rollout.logProb,
    Float32Array.from(rollout.mask, (mask, p) => (mask ? -(p + 1) / 100 : 0)),
  );
  assert.deepEqual(
    rollout.entropy,
    Float32Array.from(rollout.mask, (mask, p) => (mask ? (p + 1) / 1000 : 0)),
  );
  assert.deepEqual(
    rollout.turns.map(({ thought, query, answer }) => [thought, query, answer]),
    [
      ['Cy', 'Bo', null],
      [null, null, 'Ada'],
    ],
  );
  assert.deepEqual(
    rollout.turns[0].retrieval!.passages.map(({ passage }) => passage.id),
    ['p1'],
  );
  const { id, questionId, group, member, promptLength, stopReason, answer, wellFormed, error } = rollout;
  assert.deepEqual(
    { id, questionId, group, member, promptLength, stopReason, answer, wellFormed, error },
    {
      ...{ id: '7/0/0', questionId: 'q1', group: 0, member: 0, promptLength: 4 },
      ...{ stopReason: 'answered', answer: 'Ada', wellFormed: true, error: null },
    },
  );
  assert.deepEqual(
    sampler.seen[0],
    [...rollout.tokens],
    'the row held the rollout and nothing else: forks leave no trace',
  );
});

test('beliefs are scored after the prompt and every response, of the first accepted answer, in calls that append anyway', async () => {
  const { rollouts, sampler } = await play({ scripts: [`${ask} ${ask} ${say}`] });
  // prefixes of 4, 4 + 3 + 5 = 12 and 20 tokens; the fork is <answer> Ada, so Ada is the second token after the prefix
  assert.deepEqual(
    rollouts[0].groundTruthLogProb,
    [6, 14, 22].map((position) => Float32Array.of(-position / 100)),
  );
  assert.deepEqual(sampler.calls, { append: 3, score: 0, sample: 3, forks: 3 });
});

test('scoring ground truth does not change the rollout, and a rollout without it says so', async () => {
  const seen = await Promise.all(
    [true, false].map((scoreGroundTruth) => play({ scripts: [`${ask} ${say}`], scoreGroundTruth })),
  );
  const [scored, plain] = seen.map(({ rollouts }) => rollouts[0]);
  assert.equal(scored.groundTruthLogProb!.length, 2);
  assert.equal(plain.groundTruthLogProb, null);
  assert.deepEqual({ ...scored, groundTruthLogProb: null }, plain);
});

test('a rollout that answers at once has one turn and the belief of its prompt', async () => {
  const { rollouts, retriever } = await play({ scripts: [say] });
  assert.equal(rollouts[0].turns.length, 1);
  assert.equal(rollouts[0].groundTruthLogProb!.length, 1);
  assert.deepEqual(retriever.batches, []);
});

test('an empty answer is an answer', async () => {
  const { rollouts } = await play({ scripts: ['<answer> </answer>'] });
  const [{ stopReason, answer, wellFormed }] = rollouts;
  assert.deepEqual({ stopReason, answer, wellFormed }, { stopReason: 'answered', answer: '', wellFormed: true });
});

test('a rollout that only searches stops at maxTurns with its last response read and scored', async () => {
  const { rollouts } = await play({ scripts: [`${ask} ${ask}`], maxTurns: 2 });
  const [rollout] = rollouts;
  assert.deepEqual([rollout.stopReason, rollout.answer, rollout.wellFormed], ['maxTurns', null, true]);
  assert.deepEqual(rollout.turns[1].response, { start: 15, end: 20 });
  assert.equal(rollout.groundTruthLogProb!.length, 3);
});

test('maxTurns 1 leaves one message', async () => {
  const { rollouts } = await play({ scripts: [say, ask], maxTurns: 1 });
  assert.deepEqual(
    rollouts.map(({ stopReason }) => stopReason),
    ['answered', 'maxTurns'],
  );
});

test('a message that is cut off stops its rollout for lack of tokens', async () => {
  const { rollouts } = await play({ scripts: ['<search> Bo Bo Bo </search>'], maxMessageTokens: 4 });
  const [rollout] = rollouts;
  assert.deepEqual([rollout.stopReason, rollout.wellFormed, rollout.turns.length], ['maxTokens', false, 1]);
  assert.equal(rollout.turns[0].query, null);
  assert.equal(rollout.tokens.length, 8);
});

test('a response that leaves no room for a further token is not read', async () => {
  // 4 prompt + 3 message + 5 response = 12
  const stops = async (maxTokens: number) => {
    const { rollouts } = await play({ scripts: [`${ask} ${say}`], maxTokens });
    const [{ stopReason, tokens, turns, groundTruthLogProb }] = rollouts;
    return [stopReason, tokens.length, turns.length, turns[0].response, groundTruthLogProb!.length];
  };
  assert.deepEqual(await stops(12), ['maxTokens', 7, 1, null, 1]);
  assert.deepEqual(await stops(13), ['maxTokens', 13, 2, { start: 7, end: 12 }, 2]);
  assert.deepEqual(await stops(15), ['answered', 15, 2, { start: 7, end: 12 }, 2]);
});

test('the fork of the last belief still fits into the sampler', async () => {
  // a row of 14 holds 12 tokens and the 2 of the fork; the fake policy throws where a fork goes past its length
  const script = tokenizer.encode(`${ask} ${say}`);
  for (const [maxLength, length] of [
    [14, 7],
    [15, 13],
    [16, 14],
    [17, 15],
  ]) {
    const { rollouts } = await play({ policy: fakePolicy(scripted([script]), maxLength), groupSize: 1 });
    assert.equal(rollouts[0].tokens.length, length);
  }
});

test('a prompt that leaves no room is refused by name', async () => {
  await assert.rejects(
    play({ scripts: [say], maxTokens: 4 }),
    /the prompt of question q1 to be shorter than 4 tokens, got 4 — raise maxTokens/,
  );
});

test('a message without an action ends its rollout as data', async () => {
  const { rollouts } = await play({ scripts: [`${ask} Cy <end>`, `${ask} ${say}`] });
  assert.deepEqual(
    rollouts.map(({ stopReason, error }) => [stopReason, error]),
    [
      ['error', 'turn 2: expected a query or an answer, got a message with neither'],
      ['answered', null],
    ],
  );
  assert.deepEqual(rollouts.map(environmentFailed), [false, false], 'the policy is to blame');
});

test('a failed retrieval ends the rollouts that asked for it and no others', async () => {
  const { rollouts, retriever } = await play({
    scripts: ['<search> Ada </search>', `${ask} ${say}`, `${ask} ${say}`],
    failing: ['Ada'],
  });
  assert.deepEqual(
    rollouts.map(({ stopReason, error, turns }) => [stopReason, error, turns.length]),
    [
      ['error', 'turn 1: retrieval failed: no connection for Ada', 1],
      ['answered', null, 2],
      ['answered', null, 2],
    ],
  );
  assert.equal(rollouts[0].turns[0].retrieval, null);
  assert.deepEqual(rollouts.map(environmentFailed), [true, false, false]);
  assert.deepEqual(retriever.batches, [3, 1, 1, 1], 'one call for all, then one by one because it failed');
});

test('passages that the vocabulary cannot express end their rollout as data', async () => {
  const { rollouts } = await play({ scripts: ['<search> Cy </search>', `${ask} ${say}`] });
  assert.deepEqual(
    rollouts.map(({ error }) => error),
    ['turn 1: the response could not be written: test words: unknown word nobody', null],
  );
  assert.equal(rollouts[0].turns[0].retrieval!.passages.length, 1);
});

test('all rows of a turn share one call', async () => {
  const { sampler, retriever } = await play({ scripts: [`${ask} ${ask} ${say}`, say, `${ask} ${say}`] });
  assert.deepEqual([sampler.calls.sample, sampler.calls.append], [3, 3]);
  assert.deepEqual(retriever.batches, [2, 1], 'rollouts that are done no longer ask');
});

test('groups hold their members in order, also a group of one', async () => {
  const { groups } = await play({ scripts: [say], groupSize: 2, questions: 3 });
  assert.deepEqual(
    groups.map((group) => group.map(({ id }) => id)),
    [
      ['7/0/0', '7/0/1'],
      ['7/1/0', '7/1/1'],
      ['7/2/0', '7/2/1'],
    ],
  );
  assert.deepEqual((await play({ scripts: [say], groupSize: 1 })).groups[0].length, 1);
});

const wild = (seed: number, groupSize = 4) =>
  play({ policy: fakePolicy(uniform(tokenizer.vocabularySize)), groupSize, questions: 16, seed, maxMessageTokens: 30 });

test('a group has the id of its batch and number, and its rollouts’ ids begin with it', async () => {
  const { groups } = await play({ scripts: [say, say], questions: 2 }); // the same question twice
  assert.deepEqual(
    groups.map((group) => group.map(({ groupId, id, questionId }) => [groupId, id, questionId])),
    [
      [
        ['7/0', '7/0/0', 'q1'],
        ['7/0', '7/0/1', 'q1'],
      ],
      [
        ['7/1', '7/1/0', 'q1'],
        ['7/1', '7/1/1', 'q1'],
      ],
    ],
  );
});

test('the same seed gives the same rollouts and another seed others', async () => {
  const [a, b, c] = [await wild(5), await wild(5), await wild(6)];
  assert.deepEqual(a.rollouts, b.rollouts);
  assert.notDeepEqual(a.rollouts, c.rollouts);
});

test('whatever a policy writes, the record agrees with itself', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const { rollouts, sampler } = await wild(seed);
    rollouts.forEach((rollout, i) => {
      const where = `seed ${seed}, rollout ${rollout.id}`;
      const { tokens, mask, turns, stopReason } = rollout;
      assert.deepEqual([...tokens], sampler.seen[i], where);
      // spans tile the tokens after the prompt, messages where the mask is 1 and responses where it is 0
      const spans = turns.flatMap(({ message, response }) => (response ? [message, response] : [message]));
      assert.deepEqual(
        spans.map(({ start }) => start),
        [rollout.promptLength, ...spans.slice(0, -1).map(({ end }) => end)],
        where,
      );
      assert.equal(spans.at(-1)!.end, tokens.length, where);
      const written = turns.reduce((total, { message }) => total + message.end - message.start, 0);
      assert.equal(
        mask.reduce((a, b) => a + b, 0),
        written,
        where,
      );
      for (const { message } of turns)
        assert.ok(
          mask.subarray(message.start, message.end).every((m) => m === 1),
          where,
        );
      assert.equal(rollout.groundTruthLogProb!.length, 1 + turns.filter(({ response }) => response).length, where);
      assert.equal(stopReason === 'answered', rollout.answer !== null, where);
      assert.equal(stopReason === 'error', rollout.error !== null, where);
    });
  }
});
