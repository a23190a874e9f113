/** Runs in which every text and time is hostile, beside a good run: every view shows them as text. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runFiles } from '../../main/run-folder/run-folder.ts';
import { acting } from '../support/hostile-strings.ts';
import { saveHostileRun } from '../support/hostile-run.ts';
import { saveSyntheticExperiment, saveSyntheticRun } from '../support/synthetic-runs.ts';
import { drivers, launch, temporaryHome } from './support/launch.ts';
import { goTo, places } from './support/places.ts';

const web = drivers.find(({ name }) => name === 'web host')!;

test('hostile runs neither act in the window nor hide the good run', { skip: web.skip }, async (t) => {
  const home = temporaryHome(t);
  const runs = join(home, 'runs');
  for (const folder of saveSyntheticExperiment(runs, 'good', 1)) saveSyntheticRun(folder);
  saveHostileRun(join(runs, 'evil'));
  const { config } = runFiles(join(runs, 'no-time'));
  saveSyntheticRun(join(runs, 'no-time'));
  writeFileSync(config, readFileSync(config, 'utf8').replace(/"created":"[^"]*"/, '"created":"not a time"'));
  saveSyntheticRun(join(runs, 'no-event'));
  for (const time of ['x', '+275760-09-13T00:00:00.001Z', 8.64e15, null])
    appendFileSync(
      runFiles(join(runs, 'no-event')).events,
      `${JSON.stringify({ time, kind: 'checkpoint', step: 1 })}\n`,
    );

  const { page } = await launch(t, web, { home });
  const acted: string[] = [];
  page.on('pageerror', (error) => acted.push(`threw: ${error.message}`));
  page.on('dialog', (dialog) => {
    acted.push(`asked: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (!/^(blob|data|about):$/.test(protocol) && host !== new URL(page.url()).host)
      acted.push(`asked ${request.url()}`);
  });
  // the hostile runs as the subject of a view, too
  for (const id of ['evil', 'no-time', 'no-event'])
    for (const place of [...places('good', id, 1), ...places(id, id, 1)]) {
      await goTo(page, place);
      assert.deepEqual(acted, [], `${id}, ${place.name}`);
      assert.doesNotMatch(await page.title(), acting);
    }
  await goTo(page, { name: 'experiments', hash: '#/experiments' });
  await page.getByText('Synthetic good').first().waitFor();
  await goTo(page, { name: 'live', hash: '#/live/no-event' });
  assert.equal(await page.locator('[onerror], [onload], a[href^="javascript:"]').count(), 0);
});
