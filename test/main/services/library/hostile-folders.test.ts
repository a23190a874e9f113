/** Received folders of every kind of malice beside an experiment that trains. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeHostileFolders } from '../../../support/hostile-folders.ts';
import type { HostileQuestion, HostileReport } from '../../../support/hostile-host.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { saveTinyWarmStart } from '../../../support/tiny-warm-start.ts';
import { tinyBase } from '../../../support/tiny-run.ts';
import { until } from '../../../support/until.ts';

/** Several times what the services take; each of the folders that lie about a size asks for gigabytes. */
const mostBytes = 1.2e9;
const unix = { skip: process.platform === 'win32' && 'Windows has no pipes in folders' };

test(
  'beside more than sixty hostile folders an experiment trains, each folder says its sentence, nothing dies',
  unix,
  async (t) => {
    const root = temporaryFolder(t);
    const dataFolder = join(root, 'runs');
    mkdirSync(dataFolder);
    const folders = makeHostileFolders(dataFolder);
    assert.ok(folders.length >= 60, `${folders.length} folders`);
    const checkpoint = join(root, 'warm-start');
    await saveTinyWarmStart(checkpoint);
    const experiment = join(root, 'good.json');
    const base = tinyBase(checkpoint, { train: { steps: 3, evaluateEvery: 0 } });
    const algorithms = [{ label: 'igpo', overrides: { 'algorithm.name': 'igpo' } }];
    writeFileSync(experiment, JSON.stringify({ name: 'good', title: 'Good', base, algorithms, seeds: [1] }));

    const host = fork(
      join(import.meta.dirname, '../../../support/hostile-host.ts'),
      [dataFolder, join(root, 'settings.json'), experiment],
      { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] },
    );
    let errors = '';
    host.stderr!.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    const died = once(host, 'exit').then(([code, signal]) => {
      throw new Error(`the services ended with ${code ?? signal}: ${errors.slice(-2000)}`);
    });
    died.catch(() => undefined); // it ends at the end of the test
    t.after(() => host.disconnect());
    const ids = folders.map(({ id }) => id);
    const ask = async (calls: boolean): Promise<HostileReport> => {
      const question: HostileQuestion = { ids, calls };
      host.send(question);
      const [report] = (await Promise.race([once(host, 'message'), died])) as [HostileReport];
      return report;
    };

    const mute = ({ said, asked }: HostileReport) =>
      folders.filter(({ id, says }) => !says.test(`${said[id]}\n${asked[id]}`)).map(({ id }) => `${id}: ${said[id]}`);
    await until(async () => (await ask(false)).good.state === 'finished', 'the end of the good run');
    let report = await ask(true);
    await until(
      async () => {
        if (mute(report).length === 0 && report.good.steps.at(-1) === 3) return true;
        report = await ask(true);
        return false;
      },
      `a sentence of ${mute(report).join(', ') || 'nothing more'}`,
    );
    assert.deepEqual(report.good, { state: 'finished', steps: [1, 2, 3] });
    for (const [id, answers] of Object.entries(report.asked))
      for (const sentence of answers.split('\n'))
        assert.match(sentence, /^answered$|expected|Cannot|—/, `${id}: ${sentence}`);
    t.diagnostic(`${folders.length} folders, peak ${Math.round(report.peakBytes / 1e6)} MB`);
    assert.ok(report.peakBytes < mostBytes, `peak ${report.peakBytes} bytes`);
  },
);
