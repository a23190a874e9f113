import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { keepReport, keptReport } from '../../../../main/services/reports/kept-reports.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('the changes to a report are found again for the same runs in any order, and for no others', (t) => {
  const folder = temporaryFolder(t);
  assert.deepEqual(keptReport(folder, ['a', 'b']), {});
  const own = {
    title: 'Ours',
    blocks: [
      { kind: 'text', text: 'Why.' },
      { kind: 'curve', metric: 'gain/mean' },
    ],
  } as const;
  keepReport(folder, ['a', 'b/igpo-seed-1'], own);
  assert.deepEqual(keptReport(folder, ['b/igpo-seed-1', 'a', 'a']), own);
  assert.deepEqual(keptReport(folder, ['a']), {});
  keepReport(folder, ['a', 'b/igpo-seed-1'], { description: 'Only this now.' });
  assert.deepEqual(keptReport(folder, ['a', 'b/igpo-seed-1']), { description: 'Only this now.' });
});

test('no id leads out of the folder, and a damaged file says which it is', (t) => {
  const folder = temporaryFolder(t);
  keepReport(folder, ['../../etc/passwd'], { title: 'x' });
  assert.deepEqual(readdirSync(folder), ['.reports']);
  const [name] = readdirSync(join(folder, '.reports'));
  assert.match(name!, /^[0-9a-f]{24}\.json$/);
  writeFileSync(join(folder, '.reports', name!), '{"ids":[],"own":{"blocks":[{"kind":"virus"}]}}');
  assert.throws(() => keptReport(folder, ['../../etc/passwd']), /blocks\[0\]\.kind: expected one of text, verdict/);
});

test('a report on nothing and texts that are too long are refused', (t) => {
  const folder = temporaryFolder(t);
  assert.throws(() => keepReport(folder, [], {}), /expected what it is on/);
  assert.throws(() => keepReport(folder, ['a'], { title: 'x'.repeat(301) }), /report\.title: expected at most 300/);
  assert.throws(() => keepReport(folder, ['a'], { blocks: Array(61).fill({ kind: 'text' }) }), /at most 60/);
  assert.deepEqual(readdirSync(folder), []);
});
