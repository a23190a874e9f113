import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { readChunk, readIndex } from '../../../main/run-folder/rollout-reader.ts';
import { bomb, chunkOf, packed, rawChunk, recordBytes, tableBytes } from '../../support/raw-chunk.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Records that lie, and what is said of the chunk. */
const records: Readonly<Record<string, readonly [unknown, RegExp]>> = {
  'a mask of 4e9 tokens': [{ maskRuns: [4e9, 0] }, /maskRuns: expected runs of 0 tokens, got 4000000000/],
  'as many tokens as the mask': [{ maskRuns: [4e9], tokens: 4e9 }, /rollout columns: expected 16000000000 bytes/],
  'a mask beyond all numbers': [{ maskRuns: [1e308, 1e308], tokens: 0 }, /expected runs of 0 tokens, got NaN/],
  'a negative run': [{ maskRuns: [-1, 1] }, /expected runs of 0 tokens, got NaN/],
  'a text for a mask': [{ maskRuns: 'abc' }, /expected runs of 0 tokens, got NaN/],
  'tokens of no count': [{ tokens: 1e308 }, /tokens: expected an integer ≥ 0/],
  'rewards that are not there': [{ rewards: 5e8 }, /rollout columns: expected 4000000000 bytes/],
  'ground truth that is not there': [{ groundTruthTokens: [2e9, 2e9] }, /rollout columns: expected 8000000000 bytes/],
  'no turns': [{ turns: null }, /turns: expected a list, got null/],
  'a span beyond the tokens': [
    {
      turns: [
        { message: { start: 0, end: 9e9 }, response: null, thought: null, query: null, answer: null, retrieval: null },
      ],
    },
    /expected spans within 0 tokens/,
  ],
  'a passage that is none': [
    {
      turns: [
        {
          ...{ message: { start: 0, end: 0 }, response: null, thought: null, query: 'q', answer: null },
          retrieval: { query: 'q', elapsedMs: 1, passages: [[99, 1]] },
        },
      ],
    },
    /expected one of the group's 0 passages, got 99/,
  ],
  'an object for an answer': [{ answer: { a: 1 } }, /answer: expected text/],
};

test('a record with false counts is refused before memory of their size is taken', (t) => {
  const path = join(temporaryFolder(t), 'chunk');
  for (const [name, [lie, says]] of Object.entries(records)) {
    writeFileSync(path, chunkOf(lie));
    const { rollouts, problem } = readChunk(path);
    assert.deepEqual(rollouts, [null], name);
    assert.match(problem ?? '', says, name);
    assert.ok(problem!.startsWith(`${path}, byte `), problem!);
  }
  writeFileSync(path, chunkOf({}));
  assert.equal(readChunk(path).problem, null, 'the same without a lie');
});

test('a false index, header or table is refused with a sentence too', (t) => {
  const path = join(temporaryFolder(t), 'chunk');
  const cases: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
    'no list': [rawChunk({ index: packed('{"length":1e9}') }), /index: expected a list of at most 1 rollouts/],
    'a null in it': [rawChunk({ index: packed('[null]') }), /index\[0\]: expected an object, got null/],
    'an offset of no count': [chunkOf({}, { entry: { offset: -5 } }), /offset: expected an integer ≥ 0, got -5/],
    'more than the header says': [
      rawChunk({ index: packed(JSON.stringify(Array.from({ length: 50 }, () => null))) }),
      /expected a list of at most 1 rollouts/,
    ],
    'not compressed': [rawChunk({ index: Buffer.from('junk') }), /bytes that zstd did not write/],
    'a bomb': [rawChunk({ index: bomb(2 ** 26) }), /expected at most 8,192 bytes once decompressed, got more/],
  };
  for (const [name, [bytes, says]] of Object.entries(cases)) {
    writeFileSync(path, bytes);
    assert.match(readIndex(path).problem ?? '', says, name);
  }
  const damagedTable = { group: packed(tableBytes('{"passages":[]}')) };
  for (const [bytes, says] of [
    [chunkOf({}, damagedTable), /table, question: expected an object, got nothing/],
    [chunkOf({}, { group: bomb(2 ** 28) }), /expected at most 67,108,864 bytes once decompressed, got more/],
    [chunkOf({}, { record: bomb(2 ** 28) }), /bytes that zstd did not write|got more/],
    [chunkOf({}, { record: packed(recordBytes('{}', 0xffffffff)) }), /expected JSON within \d+ bytes/],
  ] as const) {
    writeFileSync(path, bytes);
    assert.match(readChunk(path).problem ?? '', says);
  }
  writeFileSync(path, rawChunk({ header: { step: 1, tokenizer: 'x', rollouts: 4e9 } }));
  assert.throws(() => readIndex(path), /header, rollouts: expected at most \d+, got 4,000,000,000/);
});

test('what follows the last block costs one read, however long it is', (t) => {
  const path = join(temporaryFolder(t), 'chunk');
  writeFileSync(path, rawChunk({ trailer: false }));
  truncateSync(path, 200_000_000);
  const reads = t.mock.method(fs, 'readSync', fs.readSync);
  syncBuiltinESMExports();
  t.after(syncBuiltinESMExports);
  assert.match(readIndex(path).problem ?? '', /expected an index at the end, got none/);
  // The magic, the header (head, body), the trailer; then the walk: the header's head and the head of the zeros.
  assert.equal(reads.mock.callCount(), 6);
});
