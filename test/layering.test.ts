/** The dependency rules of the design hold, and the check that says so can fail. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenRules, catalogues, manyLines, readsDirectly } from './support/layering.ts';
import { readSource } from './support/read-imports.ts';
import { readSources } from './support/read-sources.ts';

const sources = readSources();

test('every import keeps the order of the folders, and no member of a catalogue imports another', (t) => {
  assert.deepEqual(brokenRules(sources), []);
  for (const { path, lines } of sources) if (lines > manyLines) t.diagnostic(`${path}: ${lines} lines, look hard`);
});

test('the catalogues of the design are seen, with all their members', () => {
  const found = new Map(catalogues(sources).map(({ folder, members }) => [folder, members.length]));
  const least = {
    algorithms: 3,
    'graph/ops': 30,
    measurements: 4,
    optimizers: 2,
    retrievers: 1,
    scorers: 8,
    worlds: 2,
    tokenizers: 1,
    questions: 1,
  };
  for (const [folder, count] of Object.entries(least))
    assert.ok((found.get(`shared/${folder}`) ?? 0) >= count, `${folder}: ${found.get(`shared/${folder}`)} members`);
});

const broken = (files: Readonly<Record<string, string>>): string[] =>
  brokenRules(Object.entries(files).map(([path, text]) => readSource(path, text)));

test('an import against the order is refused, as a statement, a re-export, a type, a call or in markup', () => {
  const says = ['shared/loss/a.ts imports shared/model/b.ts: loss may import util, config, data, graph'];
  assert.deepEqual(broken({ 'shared/loss/a.ts': "import { b } from '../model/b.ts';" }), says);
  assert.deepEqual(broken({ 'shared/loss/a.ts': "import type { B } from '../model/b.ts';" }), says);
  assert.deepEqual(broken({ 'shared/loss/a.ts': "export * from '../model/b.ts';" }), says);
  assert.deepEqual(broken({ 'shared/loss/a.ts': "type B = import('../model/b.ts').B;" }), says);
  assert.deepEqual(broken({ 'shared/loss/a.ts': "await import('../model/b.ts');" }), says);
  assert.deepEqual(broken({ 'renderer/views/A.svelte': "<script lang='ts'>import fs from 'node:fs';</script><p>" }), [
    'renderer/views/A.svelte imports node:fs: renderer imports shared and browser packages only',
  ]);
  assert.deepEqual(broken({ 'shared/model/a.ts': "import { b } from '../loss/b.ts'; // from '../train/c.ts'" }), []);
});

test('folders of one row do not import each other, and those beside the order keep to their list', () => {
  assert.equal(broken({ 'shared/data/a.ts': "import '../config/b.ts';" }).length, 1);
  assert.equal(broken({ 'shared/metrics/a.ts': "import '../statistics/b.ts';" }).length, 1);
  assert.equal(broken({ 'shared/report/a.ts': "import '../train/b.ts';" }).length, 1);
  assert.deepEqual(broken({ 'shared/report/a.ts': "import '../statistics/b.ts';" }), []);
  assert.match(broken({ 'shared/extra/a.ts': "import '../util/b.ts';" })[0], /shared\/extra has no place in the order/);
});

test('a feature of the window imports no other feature', () => {
  const says = (imported: string) => broken({ 'renderer/features/live/a.ts': `import '${imported}';` });
  assert.deepEqual(says('../compare/b.ts'), [
    'renderer/features/live/a.ts imports renderer/features/compare/b.ts: ' +
      'what two features share belongs in components, metrics, chart or state of the renderer',
  ]);
  assert.deepEqual(says('./charts/b.ts'), []);
  assert.deepEqual(says('../../components/b.ts'), []);
  assert.deepEqual(broken({ 'renderer/features/index.ts': "import './live/Live.svelte';" }), []);
});

test('the contract stands on what is saved and shown, never on training', () => {
  const importing = (what: string) => broken({ 'shared/ipc/a.ts': `import ${what};` });
  const list = 'ipc may import record, config, metrics, util, xray';
  assert.deepEqual(importing("type { T } from '../train/b.ts'"), [
    `shared/ipc/a.ts imports shared/train/b.ts: ${list}`,
  ]);
  assert.deepEqual(importing("type { R } from '../record/b.ts'"), []);
  assert.deepEqual(importing("type { F } from '../xray/b.ts'"), []);
  assert.deepEqual(importing("{ f } from '../xray/b.ts'"), [
    'shared/ipc/a.ts imports shared/xray/b.ts: ipc may import types of xray alone',
  ]);
});

test('shared imports nothing from outside and reads neither clock nor Math.random', () => {
  for (const outside of ['node:fs', 'electron', 'onnxruntime-node', 'better-sqlite3', 'svelte', '../../main/b.ts'])
    assert.equal(broken({ 'shared/util/a.ts': `import x from '${outside}';` }).length, 1, outside);
  assert.equal(broken({ 'shared/util/a.ts': 'const x = Math.random();' }).length, 1);
  assert.equal(broken({ 'shared/util/a.ts': 'const x = new Date();' }).length, 1);
  assert.equal(broken({ 'shared/util/a.ts': 'const x = Date.now();' }).length, 1);
  assert.deepEqual(broken({ 'shared/util/a.ts': 'const x = Math.round(1);' }), []);
});

test('Electron stays in the shell, and nothing but tests imports tests', () => {
  assert.deepEqual(broken({ 'main/electron/a.ts': "import { app } from 'electron';" }), []);
  assert.equal(broken({ 'main/start.ts': "import { app } from 'electron';" }).length, 1);
  assert.equal(broken({ 'main/services/a.ts': "import { app } from 'electron';" }).length, 1);
  assert.equal(broken({ 'main/services/a.ts': "import { x } from '../../renderer/x.ts';" }).length, 1);
  assert.equal(broken({ 'main/services/a.ts': "import { x } from '../../test/support/x.ts';" }).length, 1);
});

test('what reads or changes files in main goes through main/files, but for reads of the installation and system', () => {
  const rule = 'would reach what others made — main/files reads and changes files';
  const importing = (what: string, path = 'main/run-folder/a.ts') => broken({ [path]: `import ${what};` });
  assert.deepEqual(importing("{ existsSync, readFileSync, writeFileSync } from 'node:fs'"), [
    `main/run-folder/a.ts imports node:fs: readFileSync, writeFileSync ${rule}`,
  ]);
  for (const what of [
    ...['createReadStream', 'openSync', 'rmSync', 'cpSync', 'promises', 'chmodSync', 'symlinkSync'].map(
      (name) => `{ ${name} as harmless } from 'node:fs'`,
    ),
    "{ appendFile } from 'node:fs/promises'",
    "{ open } from 'fs/promises'",
    "* as fs from 'node:fs'",
    "fs from 'fs'",
    "{ createRequire } from 'node:module'",
    "{ DatabaseSync } from 'node:sqlite'",
  ])
    assert.equal(importing(what).length, 1, what);
  assert.equal(broken({ 'main/cli/a.ts': "const fs = await import('node:fs');" }).length, 1);
  for (const what of ["{ existsSync, lstatSync } from 'node:fs'", "type { Stats } from 'node:fs'"])
    assert.deepEqual(importing(what), [], what);
  assert.deepEqual(importing("{ readSync, rmSync } from 'node:fs'", 'main/files/write.ts'), []);
  for (const path of Object.keys(readsDirectly)) {
    assert.deepEqual(importing("{ readFileSync } from 'node:fs'", path), []);
    assert.equal(importing("{ writeFileSync } from 'node:fs'", path).length, 1);
    assert.ok(
      sources.some((source) => source.path === path && source.imports.some(({ target }) => target === 'node:fs')),
      `${path} reads files no more: strike it from the list`,
    );
  }
});

test('one file of main opens databases', () => {
  const importing = (what: string, path = 'main/services/library/a.ts') => broken({ [path]: `import ${what};` });
  for (const target of ['better-sqlite3', 'better-sqlite3/lib/database.js'])
    assert.equal(importing(`Database from '${target}'`).length, 1, target);
  assert.deepEqual(importing("type { Statement } from 'better-sqlite3'"), []);
  assert.deepEqual(importing("Database from 'better-sqlite3'", 'main/store/open.ts'), []);
});

test('members of a catalogue may share a mechanism but never import each other, not even a type', () => {
  const index = "import type { T } from './t.ts'; import { a } from './a.ts'; export { b } from './b.ts';";
  const files = { 'shared/scorers/index.ts': index, 'shared/scorers/t.ts': '', 'shared/scorers/b.ts': '' };
  assert.deepEqual(broken({ ...files, 'shared/scorers/a.ts': "import type { T } from './t.ts';" }), []);
  assert.deepEqual(broken({ ...files, 'shared/scorers/a.ts': "import type { B } from './b.ts';" }), [
    'shared/scorers/a.ts imports shared/scorers/b.ts: members of a catalogue never import each other',
  ]);
});

test('folders in a circle are found, however long it is', () => {
  const circle = {
    'main/a/x.ts': "import '../b/x.ts';",
    'main/b/x.ts': "import '../c/x.ts';",
    'main/c/x.ts': "import '../a/y.ts';",
  };
  assert.deepEqual(broken(circle), ['main/a → main/b → main/c → main/a: folders import each other in a circle']);
});

test('files in a circle are found, within a folder, in tests and by types alone, but for graph and operators', () => {
  const rule = 'files import each other in a circle';
  assert.deepEqual(broken({ 'main/a/x.ts': "import type { Y } from './y.ts';", 'main/a/y.ts': "import './x.ts';" }), [
    `main/a/x.ts → main/a/y.ts → main/a/x.ts: ${rule}`,
  ]);
  assert.deepEqual(broken({ 'test/a/x.ts': "import '../b/y.ts';", 'test/b/y.ts': "export * from '../a/x.ts';" }), [
    `test/a/x.ts → test/b/y.ts → test/a/x.ts: ${rule}`,
  ]);
  const operators = {
    'shared/graph/graph.ts': "import type { O } from './operator.ts'; import { operators } from './ops/index.ts';",
    'shared/graph/operator.ts': "import type { Graph } from './graph.ts';",
    'shared/graph/ops/index.ts': "import { add } from './add.ts';",
    'shared/graph/ops/add.ts': "import type { Graph } from '../graph.ts'; import type { O } from '../operator.ts';",
  };
  assert.deepEqual(broken(operators), []);
  const knot = {
    ...operators,
    'shared/graph/shape.ts': "import './ops/add.ts';",
    'shared/graph/ops/add.ts': "import '../shape.ts';",
  };
  assert.deepEqual(broken(knot), [
    `shared/graph/ops/add.ts → shared/graph/shape.ts → shared/graph/ops/add.ts: ${rule}`,
  ]);
});

test('a file of more than 400 lines is refused', () => {
  assert.deepEqual(broken({ 'main/a/long.ts': '\n'.repeat(401) }), [
    'main/a/long.ts: expected at most 400 lines, got 401',
  ]);
});
