import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { figureLines } from '../../../main/cli/commands/warm-start.ts';
import { cli } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a missing recipe file, or no recipe, is a wrong argument', async (t) => {
  const folder = temporaryFolder(t);
  const missing = await cli(['warm-start', 'no-such-recipe.json'], folder);
  assert.equal(missing.stderr, 'no-such-recipe.json: expected a recipe, got no such file\n');
  assert.equal(missing.code, 2);
  writeFileSync(join(folder, 'recipe.json'), '{"steps": ');
  const damaged = await cli(['warm-start', 'recipe.json'], folder);
  assert.match(damaged.stderr, /^recipe\.json: expected JSON, got /);
  assert.equal(damaged.code, 2);
});

test('a kind of turn that occurred never, or once, is reported as such', () => {
  const never = { n: 0, mean: NaN, standardError: NaN };
  const once = { n: 1, mean: 0.25, standardError: NaN };
  const often = { n: 9, mean: -0.015, standardError: 0.004 };
  const lines = figureLines({
    ...{ world: 'graded', questions: 2, success: 0.5, chainReached: 0.5, successWhenReached: 1, failures: [] },
    gain: { hops: [once, often], useless: never },
    idealGain: { hops: [once, never], useless: never },
  });
  assert.deepEqual(lines.slice(2), [
    "  gain of hop 1: +0.250 nats (of one turn), an ideal reader's +0.250",
    '  gain of hop 2: −0.015 ± 0.004 nats (mean ± standard error, n 9)',
    '  gain of useless turns: no such turn',
    '  gate passed',
  ]);
});
