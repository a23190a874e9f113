/** The lint rule that keeps clocks and fixed waits out of tests. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { ESLint } from 'eslint';

const root = join(import.meta.dirname, '..');
const eslint = new ESLint({ cwd: root });

/** Lines of the text that the rule refuses. */
async function refused(file: string, lines: readonly string[]): Promise<string[]> {
  const [{ messages }] = await eslint.lintText(lines.join('\n'), { filePath: join(root, file) });
  return messages.filter(({ ruleId }) => ruleId === 'no-restricted-syntax').map(({ line }) => lines[line - 1]);
}

const stopwatch = [
  'performance.now();',
  'process.cpuUsage();',
  'process.hrtime.bigint();',
  'await page.waitForTimeout(200);',
];
const clock = [
  'Date.now();',
  'new Date();',
  'setTimeout(done, 5);',
  'setInterval(look, 5);',
  "import { setTimeout as wait } from 'node:timers/promises';",
];
const allowed = ["new Date('2026-01-01T00:00:00Z');", 'AbortSignal.timeout(120_000);', 'setImmediate(done);'];

test('a test neither reads a clock nor waits for a moment', async () => {
  assert.deepEqual(await refused('test/main/x.test.ts', [...stopwatch, ...clock, ...allowed]), [
    ...stopwatch,
    ...clock,
  ]);
});

test('the support of tests may write the time and end what hangs, but not measure', async () => {
  assert.deepEqual(await refused('test/support/x.ts', [...stopwatch, ...clock, ...allowed]), stopwatch);
});

test('the bench and the evidence may measure', async () => {
  for (const file of ['test/bench/x.ts', 'test/evidence/x.ts'])
    assert.deepEqual(await refused(file, [...stopwatch, ...clock]), []);
});
