import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { retrieverHost } from '../../../main/trainer/retriever-host.ts';

function freshFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'retrievals-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'retrievals.jsonl');
}
const asked = { query: 'Bo', corpusId: 'web', k: 3 };
const answer = { query: 'Bo', passages: [], elapsedMs: 42 };

test('what was recorded is found again by the next session, and a run that records nothing leaves no file', (t) => {
  const file = freshFile(t);
  const first = retrieverHost(file);
  assert.equal(first.recorded!(asked), null);
  assert.equal(existsSync(file), false);
  first.record!(asked, answer);
  assert.deepEqual(first.recorded!(asked), answer);
  assert.deepEqual(retrieverHost(file).recorded!(asked), answer);
  assert.equal(retrieverHost(file).recorded!({ ...asked, k: 4 }), null);
});

test('a line that a crash has cut off is forgotten, and what is recorded after it is read', (t) => {
  const file = freshFile(t);
  retrieverHost(file).record!(asked, answer);
  appendFileSync(file, '{"query":"half');
  const resumed = retrieverHost(file);
  assert.equal(resumed.recorded!({ ...asked, query: 'half' }), null);
  resumed.record!({ ...asked, query: 'Cy' }, answer);
  assert.deepEqual(retrieverHost(file).recorded!({ ...asked, query: 'Cy' }), answer);
});

test('a damaged line is named', (t) => {
  const file = freshFile(t);
  appendFileSync(file, '{"query":7}\n');
  assert.throws(() => retrieverHost(file).recorded!(asked), /retrievals\.jsonl line 1\.query: expected text, got 7/);
});
