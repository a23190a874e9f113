import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableCsv } from '../../../../renderer/features/experiments/table-csv.ts';
import type { ExperimentRow, RunRow } from '../../../../shared/ipc/views.ts';

const run = {
  ...{ id: 'e/igpo-seed-1', experiment: 'e', label: 'igpo', seed: 1, state: 'finished', step: 40, steps: 40 },
  ...{ answerF1: 0.5, exactMatch: null, seconds: 61.5, created: '2026-01-01', device: 'cpu, 2 threads' },
  ...{ tags: ['a', 'b'], note: 'said "no"' },
} as unknown as RunRow;
const experiments = new Map([['e', { title: 'IGPO, graded' } as unknown as ExperimentRow]]);

test('a run is a row, cells with commas and quotes are quoted, what is missing is empty', () => {
  const [heads, row, end] = tableCsv([run], experiments).split('\r\n');
  assert.equal(
    heads,
    'experiment,run,algorithm,seed,state,step,steps,answer F1,exact match,"trained, s",begun,device,tags,note',
  );
  assert.equal(
    row,
    '"IGPO, graded",e/igpo-seed-1,igpo,1,finished,40,40,0.5,,61.5,2026-01-01,"cpu, 2 threads",a b,"said ""no"""',
  );
  assert.equal(end, '');
});

test('a run that lies alone has no experiment', () => {
  const alone = { ...run, experiment: null };
  assert.match(tableCsv([alone], experiments).split('\r\n')[1], /^,e\/igpo/);
});

test('no note, tag or title is a formula to a spreadsheet', () => {
  const formulas = { ...run, note: '=HYPERLINK("http://192.0.2.1")', tags: ['+1'], label: '＝1' };
  const row = tableCsv([formulas], new Map([['e', { title: '@SUM(1)' } as unknown as ExperimentRow]])).split('\r\n')[1];
  assert.match(row, /^'@SUM\(1\),e\/igpo-seed-1,'＝1,/);
  assert.match(row, /,'\+1,"'=HYPERLINK\(""http:\/\/192\.0\.2\.1""\)"$/);
});
