/** Nothing is kept that nothing needs, and the check that says so can fail. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deadWood } from './support/dead-wood.ts';
import { readSource } from './support/read-imports.ts';
import { readSources } from './support/read-sources.ts';

/** Files that begin a process or a page. */
const entries = [
  ...['main/electron/index.ts', 'main/electron/preload.ts', 'main/trainer/entry.ts', 'main/devices/probe.ts'],
  ...['main/cli/index.ts', 'main/serve.ts', 'main/start.ts', 'renderer/main.ts'],
];

/** What stays although the app does not need it, and why. */
const kept: Readonly<Record<string, string>> = {
  'shared/data/corpus-jsonl.ts: corpusFromJsonl is used by tests alone': 'reads back what `world export` writes',
  'shared/data/question-jsonl.ts: questionsFromJsonl is used by tests alone': 'reads back what `world export` writes',
  'shared/graph/interpreter.ts: no entry leads to it':
    'evaluates operators in float64, which every runtime is checked against',
  'shared/loss/objective-loss.ts: tokenLoss is used by tests alone': 'the float64 twin of the graph beside it',
  'shared/loss/policy-loss.ts: clipBinds is used by tests alone': 'the float64 twin of the graph beside it',
  'shared/loss/policy-loss.ts: sharedRatio is used by tests alone': 'the float64 twin of the graph beside it',
  'shared/loss/value-loss.ts: valueLoss is used by tests alone': 'the float64 twin of the graph beside it',
};

test('every export is used by the app, and every file is reached from an entry', () => {
  assert.deepEqual(deadWood(readSources(), entries).sort(), Object.keys(kept).sort());
});

const dead = (files: Readonly<Record<string, string>>): string[] =>
  deadWood(
    Object.entries(files).map(([path, text]) => readSource(path, text)),
    ['main/start.ts'],
  );

test('an export that tests alone import, or nothing at all, is dead wood', () => {
  const start = "import { a, type B } from './b.ts'; a satisfies B;";
  const b =
    'export const a = 1; export type B = number; export function c() {} export class D {} export const { e } = a;';
  assert.deepEqual(
    dead({ 'main/start.ts': start, 'main/b.ts': b, 'test/b.test.ts': "import { c } from '../main/b.ts';" }),
    ['main/b.ts: c is used by tests alone', 'main/b.ts: D is unused', 'main/b.ts: e is unused'],
  );
});

test('an export used only in its own file is allowed for a type and for tests, and refused otherwise', () => {
  const b = 'export interface A { b: number } export const b = 1; export const c: A = { b };';
  const start = "import { c } from './b.ts';";
  assert.deepEqual(dead({ 'main/start.ts': start, 'main/b.ts': b }), ['main/b.ts: b is exported for nobody']);
  assert.deepEqual(
    dead({ 'main/start.ts': start, 'main/b.ts': b, 'test/b.test.ts': "import { b } from '../main/b.ts';" }),
    [],
  );
});

test('a namespace, a dynamic import and a re-export use all exports; a member of the same name uses none', () => {
  for (const start of ["import * as b from './b.ts';", "await import('./b.ts');", "export * from './b.ts';"])
    assert.deepEqual(dead({ 'main/start.ts': start, 'main/b.ts': 'export const a = 1; export default a;' }), [], start);
  const members = 'export const a = 1; export const b = { a: 2 }.a;';
  assert.deepEqual(dead({ 'main/start.ts': "import { b } from './b.ts';", 'main/b.ts': members }), [
    'main/b.ts: a is unused',
  ]);
});

test('a file that only unreached files or tests import is dead wood', () => {
  const files = { 'main/start.ts': '', 'main/a.ts': "import './b.ts';", 'main/b.ts': '', 'shared/types.d.ts': '' };
  assert.deepEqual(dead({ ...files, 'test/a.test.ts': "import '../main/a.ts';" }), [
    'main/a.ts: no entry leads to it',
    'main/b.ts: no entry leads to it',
  ]);
});
