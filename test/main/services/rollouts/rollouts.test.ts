import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createOpenChunks } from '../../../../main/services/rollouts/open-chunks.ts';
import { groupMembers, groupTree, rolloutColumns, rolloutView } from '../../../../main/services/rollouts/rollouts.ts';
import { collectRun } from '../../../support/collect-run.ts';
import { openStore } from '../../../../main/store/open.ts';
import { encodeChunk } from '../../../../main/run-folder/rollout-chunk.ts';
import { decodes } from '../../../../main/run-folder/rollout-record.ts';
import { chunkFile } from '../../../../main/run-folder/run-folder.ts';
import { Journal } from '../../../../main/run-folder/journal.ts';
import { contract } from '../../../../shared/ipc/contract.ts';
import { rolloutSets } from '../../../../shared/ipc/rollout-views.ts';
import { tagProtocol } from '../../../../shared/rollout/protocols/tags.ts';
import type { Rollout } from '../../../../shared/record/rollout.ts';
import { rolloutTree } from '../../../../shared/xray/rollout-tree.ts';
import { totalReward } from '../../../../shared/record/saved-rollout.ts';
import type { SavedRollout } from '../../../../shared/record/saved-rollout.ts';
import { sum } from '../../../../shared/util/math.ts';
import { stream } from '../../../../shared/util/rng.ts';
import { worldTokenizer } from '../../../../shared/questions/world.ts';
import { graded } from '../../../../shared/worlds/graded.ts';
import { parseParameters } from '../../../../shared/config/parse.ts';
import { randomRollouts } from '../../../support/random-rollouts.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const world = graded.create(parseParameters(graded.parameters, {}, 'world'));

const numbered = (rollout: Rollout, groupId: string, change: Partial<Rollout> = {}): Rollout => ({
  ...{ ...rollout, ...change, groupId },
  id: `${groupId}/${rollout.member}`,
});

/** A group of random rollouts of a question of the world, with its real prompt. */
function groupOf(index: number, step: number): SavedRollout[] {
  const { question } = world.question(1, 'train', index);
  const prompt = tagProtocol(worldTokenizer).prompt(question);
  const shape = { step, groups: 1, groupSize: 4, turns: 3, promptLength: prompt.length };
  return randomRollouts(stream(index, 'group', step), {
    ...shape,
    vocabularySize: worldTokenizer.vocabularySize,
  }).map((saved) => {
    saved.rollout.tokens.set(prompt);
    return {
      ...saved,
      question,
      rollout: numbered(saved.rollout, `${step}/${index}`, { questionId: question.id, group: index }),
    };
  });
}

/** A run with the rollouts that `write` gives it. */
function savedRun(t: TestContext, write: (journal: Journal) => void, tokenizer = worldTokenizer.name) {
  const folder = join(temporaryFolder(t), 'igpo-seed-1');
  const run = { config: { seed: 1 }, codeVersion: '0.1.0', device: 'cpu', warmStart: '5e1f', id: 'uuid' };
  const journal = Journal.create(folder, run, { tokenizer });
  write(journal);
  journal.close();
  return { id: 'quickstart/igpo-seed-1', storeId: 'uuid', folder };
}

/** Nothing was opened before. */
const chunks = createOpenChunks;
const training = (step: number, n: number) => ({ step, set: 'training', n }) as const;

test('each row of a list opens the rollout that it names', (t) => {
  const place = savedRun(t, (journal) => {
    for (const step of [1, 2]) journal.rollouts(step, [...groupOf(0, step), ...groupOf(1, step)]);
    journal.rollouts(2, groupOf(2, 2), 'evaluation');
  });
  const store = openStore(':memory:');
  collectRun(store, place.folder);
  const { runs, ...asked } = contract.rollouts.parse(
    { runs: [place.id], filter: { words: 'wh' }, orderBy: 'reward', descending: true, limit: 100 },
    'rollouts',
  );
  const planned = { id: 'quickstart/igpo-seed-2', storeId: null, folder: 'nowhere' };
  assert.deepEqual(runs, [place.id]);
  const list = rolloutColumns(store, [planned, place], asked);
  assert.equal(list.total, 20);
  for (let i = 0; i < list.total; i++) {
    const where = { step: list.step[i], set: rolloutSets[list.set[i]], n: list.n[i] };
    const { address, saved } = rolloutView(chunks(), place, where);
    assert.deepEqual(address, { run: place.id, ...where });
    assert.equal(list.run[i], 1);
    assert.equal(list.reward[i], Math.fround(totalReward(saved)!));
    assert.deepEqual(list.questions[list.question[i]], { id: saved.question.id, text: saved.question.text });
  }
});

test('a rollout is sent with the text of its tokens, each distinct text once', (t) => {
  const place = savedRun(t, (journal) => journal.rollouts(1, groupOf(0, 1)));
  const { saved, vocabulary, words, tokenProblem } = rolloutView(chunks(), place, training(1, 2));
  assert.equal(tokenProblem, null);
  assert.deepEqual(
    Array.from(words, (word) => vocabulary[word]),
    Array.from(saved.rollout.tokens, (id) => worldTokenizer.token(id)),
  );
  assert.equal(new Set(vocabulary).size, vocabulary.length);
  assert.ok(vocabulary.length < words.length);
});

test('tokens show by number where their text is not known, with the reason', (t) => {
  const problemOf = (tokenizer: string, change: (saved: SavedRollout) => SavedRollout) => {
    const place = savedRun(t, (journal) => journal.rollouts(1, groupOf(0, 1).map(change)), tokenizer);
    const { saved, vocabulary, words, tokenProblem } = rolloutView(chunks(), place, training(1, 0));
    assert.deepEqual(
      Array.from(words, (word) => vocabulary[word]),
      Array.from(saved.rollout.tokens, (id) => `‹${id}›`),
    );
    return tokenProblem;
  };
  assert.match(
    problemOf('qwen', (saved) => saved)!,
    /^tokenizer qwen: expected one of worlds — tokens are shown by number; open the run with the version that wrote it$/,
  );
  // The same name, but every id one higher, as after a word was put into the vocabulary.
  const moved = problemOf('worlds', (saved) => {
    const tokens = saved.rollout.tokens.map((id) => (id + 1) % worldTokenizer.vocabularySize);
    return { ...saved, rollout: { ...saved.rollout, tokens } };
  });
  assert.match(moved!, /^tokenizer worlds: expected the prompt to hold the question, got other words/);
  const beyond = problemOf('worlds', (saved) => {
    saved.rollout.tokens[saved.rollout.tokens.length - 1] = worldTokenizer.vocabularySize;
    return saved;
  });
  assert.match(beyond!, /^tokenizer worlds: expected/);
});

test('a group holds its rollouts by member, as they were credited', (t) => {
  const [first, second] = [groupOf(0, 1), groupOf(1, 1)];
  // One question's rollouts apart from each other, not by member.
  const mixed = [second[3], first[0], first[2], second[0], first[1], second[1], first[3], second[2]];
  const place = savedRun(t, (journal) => journal.rollouts(1, mixed));
  const members = groupMembers(chunks(), place, training(1, 4));
  assert.deepEqual(
    members.map(({ member, address }) => [member, address.n]),
    [
      [0, 1],
      [1, 4],
      [2, 2],
      [3, 6],
    ],
  );
  members.forEach((member, i) => {
    const { rollout, scores, credit } = first[i];
    assert.deepEqual(member, {
      address: { run: place.id, ...training(1, member.address.n) },
      member: i,
      reward: sum(credit!.reward),
      exactMatch: scores.outcomeScores.exactMatch ?? null,
      answerF1: scores.outcomeScores.answerF1Set ?? null,
      answer: rollout.answer,
      stopReason: rollout.stopReason,
      gains: scores.turnScores.informationGain ?? rollout.turns.map(() => null),
      advantages: [...credit!.advantage],
    });
  });
});

test('a rollout without credit is listed, opened and grouped with neither reward nor advantage', (t) => {
  const uncredited = groupOf(2, 2).map((saved) => ({ ...saved, credit: null }));
  const place = savedRun(t, (journal) => {
    journal.rollouts(2, groupOf(0, 2));
    journal.rollouts(2, uncredited, 'evaluation');
  });
  const store = openStore(':memory:');
  collectRun(store, place.folder);
  const everything = { filter: {}, orderBy: 'reward', limit: 100 } as const;
  for (const descending of [true, false]) {
    const { reward } = rolloutColumns(store, [place], { ...everything, descending });
    assert.deepEqual(
      Array.from(reward, (one) => Number.isNaN(one)),
      [false, false, false, false, true, true, true, true],
    );
  }
  const where = { step: 2, set: 'evaluation', n: 1 } as const;
  assert.equal(rolloutView(chunks(), place, where).saved.credit, null);
  for (const { reward, advantages, gains } of groupMembers(chunks(), place, where)) {
    assert.equal(reward, null);
    assert.deepEqual(
      advantages,
      gains.map(() => null),
    );
  }
});

test('a group is a tree where one of its rollouts branched off another', (t) => {
  const withBranch = (group: SavedRollout[], branch: number | null): SavedRollout[] =>
    group.map((saved, i) => {
      const { rollout } = saved;
      const whole = Object.fromEntries(
        Object.entries(rollout).filter(([name]) => name !== 'grownFrom'),
      ) as unknown as Rollout;
      const from = { grownFrom: { member: 0, tokens: rollout.promptLength } };
      return { ...saved, rollout: { ...whole, ...(i === branch && from) } };
    });
  const [branched, apart] = [withBranch(groupOf(0, 1), 2), withBranch(groupOf(1, 1), null)];
  const place = savedRun(t, (journal) => journal.rollouts(1, [...branched, ...apart]));
  assert.deepEqual(
    groupTree(chunks(), place, training(1, 1))!.map(({ visits, ends, turn }) => [visits, ends, turn]),
    rolloutTree(branched).map(({ visits, ends, turn }) => [visits, ends, turn]),
  );
  assert.equal(groupTree(chunks(), place, training(1, 4)), null);
  assert.throws(() => groupTree(chunks(), place, training(1, 8)), /expected a rollout from 0 to 7, got 8$/);
});

test('groups of one number in two splits of an evaluation are two groups', (t) => {
  const first = (group: SavedRollout[], split: string) =>
    group.map((saved) => ({ ...saved, rollout: numbered(saved.rollout, `3/${split}/0`, { group: 0 }) }));
  const two = [...first(groupOf(5, 3), 'test'), ...first(groupOf(6, 3), 'testHops')];
  const place = savedRun(t, (journal) => journal.rollouts(3, two, 'evaluation'));
  const members = groupMembers(chunks(), place, { step: 3, set: 'evaluation', n: 6 });
  assert.deepEqual(
    members.map(({ address }) => address.n),
    [4, 5, 6, 7],
  );
});

test('a question that is drawn twice in a step has two groups, in the list and behind each rollout', (t) => {
  const again = groupOf(0, 1).map((saved) => ({
    ...saved,
    rollout: numbered(saved.rollout, '1/1', { group: 1, answer: 'again' }),
  }));
  const place = savedRun(t, (journal) => journal.rollouts(1, [...groupOf(0, 1), ...again]));
  assert.deepEqual(
    groupMembers(chunks(), place, training(1, 5)).map(({ address, answer }) => [address.n, answer]),
    [4, 5, 6, 7].map((n) => [n, 'again']),
  );
  const store = openStore(':memory:');
  collectRun(store, place.folder);
  const asked = { filter: {}, orderBy: 'step', descending: false, limit: 1, wholeGroups: true } as const;
  const { group, n, questions } = rolloutColumns(store, [place], asked);
  assert.deepEqual([...n], [0, 1, 2, 3]);
  assert.deepEqual([[...group], questions.length], [[0, 0, 0, 0], 1]);
  const all = rolloutColumns(store, [place], { ...asked, limit: 100 });
  assert.deepEqual([...all.group], [0, 0, 0, 0, 1, 1, 1, 1]);
});

test('a rollout is decoded once on its way to the window, and not at all to be listed', (t) => {
  const place = savedRun(t, (journal) => journal.rollouts(1, [...groupOf(0, 1), ...groupOf(1, 1)]));
  const store = openStore(':memory:');
  const decoding = (act: () => unknown): number => {
    const before = decodes.rollouts;
    act();
    return decodes.rollouts - before;
  };
  const asked = { filter: { words: 'wh' }, orderBy: 'reward', descending: true, limit: 100 } as const;
  assert.equal(
    decoding(() => collectRun(store, place.folder)),
    0,
  );
  assert.equal(
    decoding(() => assert.equal(rolloutColumns(store, [place], asked).total, 8)),
    0,
  );
  const opened = createOpenChunks();
  const where = training(1, 5);
  assert.equal(
    decoding(() => rolloutView(opened, place, where)),
    1,
  );
  assert.equal(
    decoding(() => groupMembers(opened, place, where)),
    3,
  );
  assert.equal(
    decoding(() => [groupTree(opened, place, where), rolloutView(opened, place, training(1, 6))]),
    0,
  );
});

test('a chunk that was written anew is read anew', (t) => {
  const place = savedRun(t, (journal) => journal.rollouts(1, groupOf(0, 1)));
  const opened = createOpenChunks();
  const first = rolloutView(opened, place, training(1, 0));
  const path = chunkFile(place.folder, 1, 'training');
  rmSync(path);
  writeFileSync(path, encodeChunk({ step: 1, tokenizer: worldTokenizer.name }, groupOf(1, 1)));
  assert.notEqual(rolloutView(opened, place, training(1, 0)).saved.question.id, first.saved.question.id);
});

test('a missing step or rollout is refused in words that name the run as the window does', (t) => {
  const place = savedRun(t, (journal) => journal.rollouts(1, groupOf(0, 1)));
  const none = 'quickstart/igpo-seed-1, training of step 2: expected saved rollouts, got none — choose another step';
  assert.throws(() => rolloutView(chunks(), place, training(2, 0)), { message: none });
  assert.throws(() => groupMembers(chunks(), place, training(2, 0)), { message: none });
  assert.throws(() => rolloutView(chunks(), place, training(1, 4)), /expected a rollout from 0 to 3, got 4$/);
  assert.throws(() => groupMembers(chunks(), place, training(1, 4)), {
    message: 'quickstart/igpo-seed-1, training of step 1: expected a rollout from 0 to 3, got 4',
  });
});
