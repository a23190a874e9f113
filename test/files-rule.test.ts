/** The lint rule that keeps changes of the disk in one room. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { ESLint } from 'eslint';

const root = join(import.meta.dirname, '..');
const eslint = new ESLint({ cwd: root });

async function refused(file: string, lines: readonly string[]): Promise<string[]> {
  const [{ messages }] = await eslint.lintText(lines.join('\n'), { filePath: join(root, file) });
  return messages.filter(({ ruleId }) => ruleId?.endsWith('no-restricted-imports')).map(({ line }) => lines[line - 1]);
}

const changes = [
  "import { writeFileSync } from 'node:fs';",
  "import { rm } from 'node:fs/promises';",
  "import * as fs from 'node:fs';",
  "import Database from 'better-sqlite3';",
];
const allowed = [
  "import { existsSync, statfsSync } from 'node:fs';",
  "import type { Statement } from 'better-sqlite3';",
];

test('in main only the rooms made for it change the disk or open a database', async () => {
  assert.deepEqual(await refused('main/services/x.ts', [...changes, ...allowed]), changes);
  assert.deepEqual(await refused('main/files/x.ts', changes), []);
});
