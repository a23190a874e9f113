/** A short round of `npm run fuzz`, and what it generates from. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contract } from '../../shared/ipc/contract.ts';
import { stream } from '../../shared/util/rng.ts';
import { forms } from './forms.ts';
import { fuzz } from './fuzz.ts';
import { valid } from './inputs.ts';

test('the form of every call is learned from its sentences, down to optional keys of lists of objects', () => {
  const all = forms();
  assert.deepEqual([...all.keys()], Object.keys(contract));
  assert.deepEqual(all.get('overview'), { kind: 'object', keys: {} });
  assert.deepEqual(all.get('series'), {
    kind: 'object',
    keys: {
      runs: { form: { kind: 'list', item: { kind: 'text' } }, needed: true },
      metrics: { form: { kind: 'list', item: { kind: 'text' } }, needed: true },
    },
  });
  const report = all.get('report');
  assert.ok(report?.kind === 'object');
  assert.equal(report.keys.ids.needed, true);
  const blocks = report.keys.blocks;
  assert.equal(blocks.needed, false);
  assert.ok(blocks.form.kind === 'list' && blocks.form.item.kind === 'object');
  assert.equal(blocks.form.item.keys.kind.form.kind, 'word');
});

test('what is generated as valid is taken by the parser', () => {
  for (const [name, form] of forms())
    for (let i = 0; i < 50; i++) {
      const pool = { texts: ['a'], experiments: [{ name: 'a' }] };
      if (!JSON.stringify(form).includes('"json"'))
        contract[name as keyof typeof contract].parse(valid(form, stream(i, name), pool), name);
    }
});

test('after generated calls over hostile folders the host is alive, and every answer was a value or a sentence', async () => {
  const calls = 2000;
  const seed = 1;
  const { values, sentences, closed, faults, death, beside } = await fuzz({ calls, seed });
  assert.equal(death, null);
  assert.deepEqual(faults, []);
  assert.equal(values + sentences + closed, calls);
  assert.ok(values > calls / 10 && sentences > calls / 10 && closed < calls / 10, `${values}, ${sentences}, ${closed}`);
  assert.ok(beside > 0);
});
