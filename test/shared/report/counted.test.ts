/** One rule for what a comparison counts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../../shared/report/analysis.ts';
import { counted, standingOf } from '../../../shared/report/counted.ts';
import { reportHtml } from '../../../shared/report/html.ts';
import { sampleReport } from './sample-report.ts';

const exact = 'evaluation/test/exact_match';

/** The sample's runs, of which some were cut: "label seed" → last step. */
function candidates(cut: Readonly<Record<string, number>> = {}) {
  return sampleReport(3, 2).runs.map((run) => {
    const last = cut[`${run.algorithm} ${run.seed}`] ?? 150;
    const series = Object.fromEntries(
      Object.entries(run.series).map(([name, { step, value }]) => {
        const n = step.filter((one) => one <= last).length;
        return [name, { step: step.slice(0, n), value: value.slice(0, n) }];
      }),
    );
    const ended = last === 150;
    return { ...run, series, ended, standing: standingOf(ended ? 'finished' : 'interrupted', last, 150) };
  });
}

test('a run that did not end is named with its step and left out, and cuts no other', () => {
  const runs = counted(candidates({ 'GRPO 2': 3 }));
  assert.deepEqual(
    runs.flatMap(({ algorithm, seed, failure }) => (failure === null ? [] : [`${algorithm} ${seed}: ${failure}`])),
    ['GRPO 2: interrupted at step 3 of 150'],
  );
  const { verdict, paragraphs } = analyse({ ...sampleReport(3, 2), runs });
  assert.equal(verdict.range![1], 150 * 128);
  assert.equal(verdict.comparisons[0].final.paired!.n, 2);
  assert.ok(
    paragraphs.some(({ claim }) => claim.startsWith('GRPO seed 2 is not in these numbers: interrupted at step 3 of')),
  );
  const html = reportHtml({ ...sampleReport(3, 2), runs });
  assert.ok(html.includes('>interrupted at step 3 of 150<') && html.includes('>finished<'));
});

test('before every algorithm has a run that ended, all count as far as all have come', () => {
  const runs = counted(candidates({ 'GRPO 1': 40, 'GRPO 2': 30, 'GRPO 3': 50 }));
  assert.ok(runs.every(({ failure }) => failure === null));
  assert.equal(analyse({ ...sampleReport(3, 2), runs }).verdict.range![1], 30 * 128);
});

test('a damaged run is named and takes neither the verdict nor the report along', () => {
  const damaged = candidates().map((run) =>
    run.algorithm === 'IGPO' && run.seed === 3
      ? { ...run, series: { ...run.series, [exact]: { step: [0, 10, 10, 20], value: [0, 0.1, 0.1, 0.2] } } }
      : run,
  );
  const runs = counted(damaged);
  const [bad] = runs.filter(({ failure }) => failure !== null);
  assert.equal(bad.failure, `its journal is damaged — ${exact}: expected finite, increasing x, got 10 after 10`);
  const { verdict } = analyse({ ...sampleReport(3, 2), runs });
  assert.equal(verdict.comparisons[0].final.paired!.n, 2);
  assert.ok(reportHtml({ ...sampleReport(3, 2), runs }).includes('IGPO seed 3 is not in these numbers'));
});

test('a run that failed keeps its own sentence', () => {
  const [first, ...others] = candidates({ 'IGPO 1': 20 });
  const [failed] = counted([{ ...first, failure: 'out of memory' }, ...others]);
  assert.equal(failed.failure, 'out of memory');
});
