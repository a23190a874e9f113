import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { encodeChunk } from '../../../main/run-folder/rollout-chunk.ts';
import { readChunk, readIndex } from '../../../main/run-folder/rollout-reader.ts';
import { readRollout } from '../../support/read-rollout.ts';
import { groupsOf } from '../../../shared/record/groups.ts';
import { rolloutSummary } from '../../../shared/record/summary.ts';
import type { SavedRollout } from '../../../shared/record/saved-rollout.ts';
import { stream } from '../../../shared/util/rng.ts';
import { randomRollouts } from '../../support/random-rollouts.ts';
import type { Shape } from '../../support/random-rollouts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const shape: Shape = { step: 3, groups: 3, groupSize: 4, turns: 4, promptLength: 20, vocabularySize: 400 };
const header = { step: 3, tokenizer: 'words-400' };

/** Asserts that what was read is what was written, within the precision the format promises. */
function assertStored(got: SavedRollout, wanted: SavedRollout, message: string): void {
  const near = (a: number, b: number) => Object.is(a, b) || Math.abs(a - b) <= 2 ** -11 * Math.abs(b);
  const column = (a: Float32Array | null, b: Float32Array | null, name: string) => {
    assert.equal(a?.length, b?.length, `${message}, ${name}`);
    a?.forEach((value, i) => assert.ok(near(value, b![i]), `${message}, ${name}[${i}]: ${value} for ${b![i]}`));
  };
  column(got.rollout.logProb, wanted.rollout.logProb, 'logProb');
  column(got.rollout.entropy, wanted.rollout.entropy, 'entropy');
  column(got.ratio, wanted.ratio, 'ratio');
  const exactly = ({ rollout, ...rest }: SavedRollout) => ({
    ...rest,
    ratio: null,
    rollout: {
      ...rollout,
      logProb: null,
      entropy: null,
      turns: rollout.turns.map((turn) => ({
        ...turn,
        retrieval: turn.retrieval && {
          ...turn.retrieval,
          elapsedMs: turn.retrieval.elapsedMs?.toPrecision(4),
          passages: turn.retrieval.passages.map(({ passage, relevance }) => [passage, relevance.toPrecision(4)]),
        },
      })),
    },
  });
  assert.deepEqual(exactly(got), exactly(wanted), message);
}

test('random rollouts come back one by one, whatever their group size, turns and vocabulary', (t) => {
  const path = join(temporaryFolder(t), 'chunk');
  for (let seed = 0; seed < 40; seed++) {
    const rng = stream(seed, 'chunk');
    const rollouts = randomRollouts(rng, {
      step: 3,
      groups: 1 + rng.integer(3),
      groupSize: 1 + rng.integer(4),
      turns: 1 + rng.integer(4),
      promptLength: rng.integer(2) * 20,
      vocabularySize: rng.pick([2, 400, 150_000]),
      critic: seed % 2 === 0,
      credit: seed % 3 > 0,
    });
    writeFileSync(path, encodeChunk(header, rollouts));
    const index = readIndex(path);
    assert.equal(index.problem, null);
    assert.deepEqual([index.step, index.tokenizer], [3, 'words-400']);
    assert.deepEqual(
      index.entries,
      rollouts.map((stored, n) => ({ n, offset: index.entries[n]?.offset, ...rolloutSummary(stored) })),
    );
    rollouts.forEach((wanted, n) => assertStored(readRollout(path, n), wanted, `seed ${seed}, rollout ${n}`));
    assert.deepEqual(readChunk(path), { ...index, rollouts: rollouts.map((_, n) => readRollout(path, n)) });
  }
});

test('log-probs near 0 keep their relative precision, and -Infinity and values without a mask stay exact', (t) => {
  const path = join(temporaryFolder(t), 'chunk');
  const [stored] = randomRollouts(stream(1, 'precision'), { ...shape, groups: 1, groupSize: 1 });
  const mask = Uint8Array.of(1, 0, 1, 1, 1, 0);
  const logProb = Float32Array.of(-1e-7, 0, -Infinity, -12.345678, -1e-30, 0);
  const rollout = {
    ...stored!.rollout,
    tokens: Int32Array.of(1, 2, 3, 4, 5, 6),
    mask,
    logProb,
    entropy: new Float32Array(6),
    ...{ promptLength: 0, turns: [] },
  };
  writeFileSync(path, encodeChunk(header, [{ ...stored!, rollout, ratio: null }]));
  const got = readRollout(path, 0).rollout;
  assert.deepEqual([got.logProb[1], got.logProb[2], got.logProb[5]], [0, -Infinity, 0]);
  for (const i of [0, 3, 4])
    assert.ok(Math.abs(got.logProb[i] / logProb[i] - 1) <= 2 ** -11, `token ${i}: ${got.logProb[i]}`);
  assert.deepEqual(got.mask, mask);
});

test('a chunk without rollouts is a chunk', (t) => {
  const path = join(temporaryFolder(t), 'chunk');
  writeFileSync(path, encodeChunk(header, []));
  assert.deepEqual(readIndex(path), { ...header, entries: [], problem: null });
  assert.throws(() => readRollout(path, 0), /expected a rollout from 0 to -1, got 0$/);
});

test('rollouts of about 100 tokens take at most 1.5 kB each, alone or in groups', () => {
  for (const [groups, groupSize, most] of [
    [16, 8, 1000],
    [64, 1, 1500],
  ] as const) {
    const rollouts = randomRollouts(stream(1, 'size'), { ...shape, groups, groupSize, turns: 6, promptLength: 30 });
    const tokens = rollouts.reduce((total, { rollout }) => total + rollout.tokens.length, 0);
    const bytes = encodeChunk(header, rollouts).length;
    assert.ok(tokens / rollouts.length > 90, `${tokens / rollouts.length} tokens`);
    assert.ok(
      (100 * bytes) / tokens <= most,
      `${((100 * bytes) / tokens).toFixed(0)} bytes per 100 tokens, G = ${groupSize}`,
    );
  }
});

test('a question that is drawn twice has two groups, each with what its own rollouts found', (t) => {
  const path = join(temporaryFolder(t), 'chunk');
  const [one, two] = [1, 2].map((seed) => randomRollouts(stream(seed, 'twice'), { ...shape, groups: 1 }));
  const again = two.map((stored) => {
    const { member } = stored.rollout;
    const rollout = { ...stored.rollout, id: `3/1/${member}`, groupId: '3/1', group: 1 };
    return { ...stored, question: one[0].question, rollout };
  });
  writeFileSync(path, encodeChunk(header, [...one, ...again]));
  const { rollouts, entries } = readChunk(path);
  assert.deepEqual(
    groupsOf(rollouts.map((stored) => stored!)).map((group) => group.map(({ rollout }) => rollout.id)),
    [one, again].map((group) => group.map(({ rollout }) => rollout.id)),
  );
  assert.deepEqual([...new Set(entries.map(({ groupId }) => groupId))], ['3/0', '3/1']);
  again.forEach((wanted, i) => assertStored(rollouts[one.length + i] as SavedRollout, wanted, wanted.rollout.id));
});

test('a chunk of an earlier version gives its groups ids, and an evaluation of it no credit', () => {
  const read = (name: string) => readChunk(join(import.meta.dirname, '../../golden/rollouts', name));
  const training = read('step-000003.rollouts');
  assert.equal(training.problem, null);
  const groups = groupsOf(training.rollouts.map((stored) => stored!));
  assert.deepEqual(
    groups.map((group) => group.map(({ rollout, credit }) => [rollout.id, rollout.groupId, credit!.reward[0]])),
    [
      [
        ['3/0/0', '3/0', 0.43223352751329547],
        ['3/0/1', '3/0', 0.8727914747373479],
      ],
      [
        ['3/1/0', '3/1', 0.9766863741213189],
        ['3/1/1', '3/1', -0.49485920604869804],
      ],
    ],
  );
  const evaluation = read('step-000003.evaluation.rollouts'); // two splits, a first question each
  assert.deepEqual(
    evaluation.rollouts.map((stored) => [stored!.rollout.groupId, stored!.rollout.answer, stored!.credit]),
    [
      ['3/test/0', 'sasaro', null],
      ['3/testHops/0', 'sasaro', null],
    ],
  );
  for (const { entries, rollouts } of [training, evaluation])
    entries.forEach(({ n, offset, ...summary }) =>
      assert.deepEqual({ n, offset, ...summary }, { n, offset, ...rolloutSummary(rollouts[n] as SavedRollout) }),
    );
});

test('without credit a rollout takes no byte for rewards and advantages', () => {
  const one = (credit: boolean) =>
    encodeChunk(header, randomRollouts(stream(5, 'credit'), { ...shape, groups: 1, groupSize: 1, turns: 1, credit }));
  assert.ok(
    one(false).length < one(true).length - 16,
    'one turn has 16 bytes of reward and advantage, as good as random',
  );
});

test('one flipped bit costs at most the rollouts it lies under, and never gives wrong numbers', (t) => {
  const path = join(temporaryFolder(t), 'chunk');
  const rollouts = randomRollouts(stream(2, 'flip'), shape);
  const whole = encodeChunk(header, rollouts);
  for (let byte = 130; byte < whole.length; byte += 97) {
    const bytes = Uint8Array.from(whole);
    bytes[byte] ^= 16;
    writeFileSync(path, bytes);
    let lost = 0;
    rollouts.forEach((wanted, n) => {
      let got: SavedRollout;
      try {
        got = readRollout(path, n);
      } catch (error) {
        assert.match((error as Error).message, /^.*chunk, .*expected .*, got .* — /, `byte ${byte}, rollout ${n}`);
        lost++;
        return;
      }
      assertStored(got, wanted, `byte ${byte}, rollout ${n}`);
    });
    assert.ok(lost <= shape.groupSize, `byte ${byte} costs ${lost} rollouts`);
    const chunk = readChunk(path);
    assert.equal(chunk.rollouts.filter((one) => one !== null).length, rollouts.length - lost, `byte ${byte}`);
    assert.ok(lost === 0 || chunk.problem !== null, `byte ${byte}`);
  }
});

test('a truncated chunk gives the rollouts before the cut and a sentence about the rest', (t) => {
  const path = join(temporaryFolder(t), 'chunk');
  const rollouts = randomRollouts(stream(3, 'cut'), shape);
  writeFileSync(path, encodeChunk(header, rollouts));
  const { entries } = readIndex(path);
  writeFileSync(path, readFileSync(path).subarray(0, entries[7].offset + 20));
  const cut = readIndex(path);
  assert.deepEqual(cut.entries, entries.slice(0, 7));
  assert.equal(
    cut.problem,
    `${path}: expected an index at the end, got none — the file is truncated; 7 of its 12 rollouts can be read`,
  );
  assertStored(readRollout(path, 6), rollouts[6], 'rollout 6');
  assert.throws(
    () => readRollout(path, 7),
    /chunk, rollout 7: expected an intact rollout, got none — .*truncated; 7 of its 12/,
  );
});

test('another file, a stub and a newer version are refused in words', (t) => {
  const path = join(temporaryFolder(t), 'chunk');
  writeFileSync(path, 'metrics and more text');
  assert.throws(() => readIndex(path), /chunk: expected a chunk of rollouts, got another kind of file/);
  writeFileSync(path, 'IGPO');
  assert.throws(() => readIndex(path), /chunk, byte 0: expected 16 bytes, got 4 — the file is truncated or damaged/);
  const bytes = Uint8Array.from(encodeChunk(header, []));
  bytes[14] = 2;
  writeFileSync(path, bytes);
  assert.throws(
    () => readIndex(path),
    /expected format version 1 or older, got 2 — .*newer IGPO Lab; update this one$/,
  );
});

test('what the format cannot keep is refused before it is written', () => {
  const [stored] = randomRollouts(stream(4, 'refuse'), { ...shape, groups: 1, groupSize: 1 });
  const { rollout, scores } = stored!;
  const logProb = Float32Array.from(rollout.logProb);
  logProb[0] = -1; // a prompt token: mask = 0
  assert.throws(() => encodeChunk(header, [{ ...stored!, rollout: { ...rollout, logProb } }]), {
    message: 'internal: rollout 3/0/0, logProb: expected 0 at token 0, where mask = 0, got -1',
  });
  const nan = { ...scores, outcomeScores: { answerF1Set: NaN } };
  assert.throws(() => encodeChunk(header, [{ ...stored!, scores: nan }]), {
    message: 'internal: rollout 3/0/0: expected a finite answerF1Set, got NaN',
  });
  assert.throws(() => encodeChunk(header, [{ ...stored!, rollout: { ...rollout, questionId: 'other' } }]), {
    message: 'internal: rollout 3/0/0: expected question q3-0, got other',
  });
});
