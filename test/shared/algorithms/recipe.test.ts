/** docs/recipes.md, "An algorithm", followed to the letter in a copy of the project. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const recipe = readFileSync(join(root, 'docs/recipes.md'), 'utf8')
  .split('\n## ')
  .find((section) => section.startsWith('An algorithm\n'))!;
const name = 'pairwise';

/** The section's code blocks, in their order, without the list's indent. */
const [file, line, entry, row, section, ...more] = [...recipe.matchAll(/^ {3}```\w+\n(.*?)^ {3}```$/gms)].map(
  ([, block]) => block.replace(/^ {3}/gm, ''),
);

/** Puts text before the first place where another stands. */
function insert(path: string, text: string, before: string): void {
  const old = readFileSync(path, 'utf8');
  assert.ok(old.includes(before), `${path} has ${before}`);
  writeFileSync(
    path,
    old.replace(before, () => text + before),
  );
}

function projectWithAlgorithm(folder: string): void {
  for (const part of ['shared', 'main', 'renderer', 'test', 'docs', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  for (const part of ['node_modules', 'resources']) symlinkSync(join(root, part), join(folder, part), 'junction');
  const catalogue = join(folder, 'shared/algorithms/index.ts');
  const docs = join(folder, 'docs/algorithms.md');
  writeFileSync(join(folder, `shared/algorithms/${name}.ts`), file);
  insert(catalogue, line, "import { ppo } from './ppo.ts';\n");
  insert(catalogue, `  ${entry}`, '];');
  insert(docs, row, '| `gigpo` |');
  insert(docs, `${section}\n`, '## `gigpo`\n');
}

test('an algorithm in one file and one line appears in the form, the command line, the docs and the smoke run', (t) => {
  const folder = temporaryFolder(t);
  assert.deepEqual(more, []);
  assert.ok(!existsSync(join(root, `shared/algorithms/${name}.ts`)), `${name} is an example only`);
  projectWithAlgorithm(folder);
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined }; // else a test within a test reports to this one
  const node = (...args: string[]) => {
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
    return stdout + stderr;
  };

  const form = `
    import { sections } from './renderer/features/setup/form.ts';
    import { catalogues } from './shared/train/catalogues.ts';
    const { help, presets, fields } = sections({ algorithm: { name: '${name}' } }, catalogues).find(({ name }) => name === 'algorithm');
    console.log(help, presets.join(), fields.map(({ key }) => key).join());`;
  assert.match(
    node('--input-type=module-typescript', '--eval', form),
    /^Every turn gets the share .* paper .*\bformatPenalty\b.*\bclipLow\b/,
  );

  assert.match(
    node('main/cli/index.ts', 'rescore', 'none', '--algorithm', 'pairwis'),
    /expected one of igpo, .*, pairwise, got pairwis — did you mean pairwise\?/,
  );

  const covering = [
    ...[
      'shared/algorithms/docs',
      'shared/algorithms/invariants',
      'shared/algorithms/options',
      'property/credit',
      'shared/train/smoke',
    ],
    'shared/train/catalogues',
  ];
  const tests = covering.map((path) => {
    const report = node('--test-reporter=tap', `--test-name-pattern=\\b${name}\\b`, `test/${path}.test.ts`);
    const [, passed] = /^# pass (\d+)$/m.exec(report) ?? [];
    assert.match(report, /^# fail 0$/m, report);
    return [path, Number(passed)];
  });
  // of each setting, the defaults and one preset: five invariants, six rules, one smoke run
  assert.deepEqual(tests, [
    ['shared/algorithms/docs', 1],
    ['shared/algorithms/invariants', 10],
    ['shared/algorithms/options', 6], // two of each setting; its parameters, and the dual clip
    ['property/credit', 12],
    ['shared/train/smoke', 2],
    ['shared/train/catalogues', 1],
  ]);
});
