/** Trees of rollouts, grown by the toy policy: what a branch takes over, how many there are, what they cost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentFailed } from '../../../shared/record/rollout.ts';
import type { Rollout } from '../../../shared/record/rollout.ts';
import type { Sampler } from '../../../shared/model/sampler.ts';
import { freshState, run } from '../../../shared/train/run.ts';
import type { StepRecord } from '../../../shared/train/run.ts';
import { trainStep } from '../../../shared/train/step.ts';
import { sum } from '../../../shared/util/math.ts';
import { fakePolicy, type FakePolicy } from '../../support/fake-policy.ts';
import { toyTokenizer, toyTrainer } from '../../support/toy-trainer.ts';

const id = (word: string): number => toyTokenizer.encode(word)[0];
const [search, endSearch, answer, endAnswer, think, endThink, endInformation, bo, ada] = [
  ...['<search>', '</search>', '<answer>', '</answer>', '<think>', '</think>', '</information>', 'Bo', 'Ada'],
].map(id);

/** Mostly searches, so that branches are long, and thinks about half of what it finds. */
const searching = (): FakePolicy =>
  fakePolicy((tokens, rng) => {
    const [before, last] = tokens.slice(-2);
    if (last === search || last === answer || last === think) return rng.pick([bo, ada]);
    if (before === think) return endThink;
    if (last === endInformation && rng.next() < 0.5) return think;
    if (before === search) return endSearch;
    if (before === answer) return endAnswer;
    return rng.next() < 0.75 ? search : answer;
  });

const grown = async (
  { groupSize = 8, questionsPerStep = 4, ...values }: Readonly<Record<string, number>> = {},
  sampler: Sampler = searching(),
  failing: readonly string[] = [],
) => {
  const trainer = toyTrainer({
    sampler,
    failing,
    config: {
      algorithm: { name: 'reasonRag', ...values },
      rollout: { groupSize, questionsPerStep, maxTurns: 4, maxTokens: 100 },
    },
  });
  const { groups } = await trainStep(1, trainer);
  return groups.map((group) => group.map(({ rollout }) => rollout));
};

function assertBranch(branch: Rollout, from: Rollout, tokens: number): void {
  for (const column of ['tokens', 'mask', 'logProb', 'entropy'] as const)
    assert.deepEqual(branch[column].slice(0, tokens), from[column].slice(0, tokens), column);
  const turns = from.turns.filter(({ message }) => message.end <= tokens);
  assert.deepEqual(branch.turns.slice(0, turns.length), turns);
  const beliefs = turns.length + 1;
  assert.deepEqual(branch.groundTruthLogProb!.slice(0, beliefs), from.groundTruthLogProb!.slice(0, beliefs));
  const { message, thoughtEnd } = from.turns[turns.length];
  assert.ok([message.start, thoughtEnd].includes(tokens), 'it leaves before a message or after a thought');
  assert.equal(branch.turns[turns.length].message.start, message.start);
}

test('a branch holds what it took over exactly, beliefs included, and is a whole rollout by itself', async () => {
  const sampler = searching();
  const trees = await grown({}, sampler);
  assert.equal(sampler.open(), 0, 'every row was released');
  const branches = trees.flat().filter(({ grownFrom }) => grownFrom !== undefined);
  assert.ok(branches.length > 8, `${branches.length} branches`);
  const [before, after] = [true, false].map((whole) =>
    branches.filter(
      ({ turns, grownFrom }) => turns.some(({ message }) => message.start === grownFrom!.tokens) === whole,
    ),
  );
  assert.ok(
    before.length > 2 && after.length > 2,
    `${before.length} leave before a message, ${after.length} after a thought`,
  );
  for (const tree of trees)
    tree.forEach((rollout, i) => {
      assert.equal(rollout.member, i);
      if (rollout.grownFrom) assertBranch(rollout, tree[rollout.grownFrom.member], rollout.grownFrom.tokens);
      const responses = rollout.turns.filter(({ response }) => response !== null).length;
      assert.equal(rollout.groundTruthLogProb!.length, 1 + responses);
      assert.ok(rollout.turns.length <= 4);
    });
});

test('a tree has two rollouts from its question, one more for each further iteration, and at most groupSize', async () => {
  for (const [iterations, groupSize] of [
    [1, 2],
    [3, 4],
    [7, 8],
    [7, 5],
  ])
    for (const tree of await grown({ iterations, groupSize })) {
      assert.ok(tree.length <= groupSize);
      assert.deepEqual(
        tree.slice(0, 2).map(({ grownFrom }) => grownFrom),
        [undefined, undefined],
      );
    }
  const sizes = (await grown({ questionsPerStep: 16 })).map((tree) => tree.length);
  assert.equal(Math.max(...sizes), 8, 'some tree is full');
});

test('three children: the first expansion draws three, the next what is missing of three at one state', async () => {
  for (const tree of await grown({ children: 3, iterations: 2, groupSize: 5, questionsPerStep: 8 })) {
    assert.deepEqual(
      tree.slice(0, 3).map(({ grownFrom }) => grownFrom),
      [undefined, undefined, undefined],
    );
    const [first] = tree.slice(3);
    if (!first) continue; // all three answered at once
    const said = ({ tokens, turns }: Rollout) => tokens.slice(0, turns[0].message.end).join();
    const through = tree.filter((rollout) => said(rollout) === said(first) && rollout.turns.length > 1);
    assert.equal(through.length, 3);
    for (const { grownFrom } of tree.slice(3)) assert.equal(grownFrom!.tokens, first.turns[1].message.start);
  }
});

test('the same seed grows the same trees, and each tree whatever the others are', async () => {
  const trees = await grown();
  assert.deepEqual(await grown(), trees);
  const [alone] = await grown({ questionsPerStep: 1 });
  assert.deepEqual(
    alone.map(({ tokens }) => tokens),
    trees[0].map(({ tokens }) => tokens),
  );
});

test('a branch that the environment failed has no children and is drawn again', async () => {
  const trees = await grown({ questionsPerStep: 8 }, searching(), ['Ada']);
  const failed = trees.flat().filter(environmentFailed);
  assert.ok(failed.length > 0);
  for (const tree of trees) {
    assert.ok(tree.length <= 8);
    for (const { grownFrom } of tree) assert.ok(!grownFrom || !environmentFailed(tree[grownFrom.member]));
  }
});

test('each token and search counts once, in the rollout that made it', async () => {
  const policy = searching();
  let sampled = 0;
  const counting: Sampler = {
    ...policy,
    sample: async (...asked) => {
      const messages = await policy.sample(...asked);
      sampled += sum(messages.map(({ tokens }) => tokens.length));
      return messages;
    },
  };
  const trainer = toyTrainer({
    sampler: counting,
    config: {
      algorithm: { name: 'reasonRag' },
      rollout: { groupSize: 8, maxTurns: 4 },
      train: { steps: 1, evaluateEvery: 0 },
    },
  });
  const records: StepRecord[] = [];
  const { state } = await run(
    trainer,
    {
      record: async (record) => void records.push(record),
      checkpoint: async () => undefined,
      control: async () => 'continue',
    },
    freshState,
  );
  assert.ok(records[0].groups.flat().some(({ rollout }) => rollout.grownFrom));
  assert.equal(state.counters.sampledTokens, sampled);
});
