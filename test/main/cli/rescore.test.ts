import { test } from 'node:test';
import assert from 'node:assert/strict';
import { cli } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('rescore prints its usage, and says what is wrong with its arguments', async (t) => {
  const folder = temporaryFolder(t);
  const said = async (...args: string[]) => {
    const { code, stdout, stderr } = await cli(['rescore', ...args], folder);
    return [code, stdout + stderr] as const;
  };
  const [[ok, help], [none, missing], [unknown, run], [wrong, steps], [other, algorithm]] = await Promise.all([
    said('--help'),
    said(),
    said('quickstart/igpo'),
    said('quickstart/igpo', '--steps', '20..10'),
    said('quickstart/igpo', '--algorithm', 'igpo:v7'),
  ]);
  assert.deepEqual([ok, none, unknown, wrong, other], [0, 2, 2, 2, 2]);
  assert.match(help, /igpo-lab rescore <run>[\s\S]*--algorithm NAME\[:PRESET\][\s\S]*--steps A\.\.B/);
  assert.match(missing, /^rescore: expected igpo-lab rescore <run>, got 0 arguments\n$/);
  assert.match(run, /^quickstart\/igpo: unknown run/);
  assert.match(steps, /^--steps: expected a step or a range such as 10\.\.20, got 20\.\.10\n$/);
  assert.match(algorithm, /^algorithm igpo: expected a preset of paper, v1, .*got v7 — did you mean v1\?\n$/);
});
