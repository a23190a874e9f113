import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import './support/runes.ts';

/** The start of the window, and the catalogue of its views, which are components. */
const components: readonly string[] = ['main.ts', 'features/index.ts'];

test('importing a file of the window reads nothing of a browser: here is none', async () => {
  const renderer = join(import.meta.dirname, '../../renderer');
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !components.includes(file),
  );
  assert.ok(files.length > 80);
  const failed: string[] = [];
  for (const file of files) await import(join(renderer, file)).catch((error) => failed.push(`${file}: ${error}`));
  assert.deepEqual(failed, []);
});
