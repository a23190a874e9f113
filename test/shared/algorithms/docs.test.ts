import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { algorithms } from '../../../shared/algorithms/index.ts';

const docs = readFileSync(new URL('../../../docs/algorithms.md', import.meta.url), 'utf8');
const sections = new Map(docs.split('\n## ').map((section) => [section.split('\n', 1)[0], section]));
const shared = sections.get('What they share')!;

for (const { name, source, parameters, presets } of algorithms)
  test(`docs/algorithms.md describes ${name}: its source, each parameter, choice and preset`, () => {
    const own = sections.get(`\`${name}\``);
    assert.ok(own, `a section ## \`${name}\``);
    const row = docs.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    assert.ok(row?.includes(source), `a row with ${source}`);
    for (const preset of Object.keys(presets)) assert.ok(own.includes(`\`${preset}\``), `preset ${preset}`);
    for (const [key, parameter] of Object.entries(parameters)) {
      const words = [key, ...(parameter.kind === 'choice' ? parameter.choices : [])];
      const missing: string[] = words.filter((word) => !new RegExp(`\\b${word}\\b`).test(own + shared));
      assert.deepEqual(missing, [], `${name}.${key}`);
    }
  });
