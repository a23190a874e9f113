import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Asked } from '../../../../../renderer/features/rollouts/list/listed-rollouts.svelte.ts';
import { answered, fakeServices } from '../../../support/fake-services.ts';
import '../../../support/runes.ts';

const { cell, component, flushSync } = await import('../../../support/component.svelte.ts');
const { connect } = await import('../../../../../renderer/state/connection.svelte.ts');
const { listedRollouts } = await import('../../../../../renderer/features/rollouts/list/listed-rollouts.svelte.ts');
const services = fakeServices();
connect(services.bridge);

/** That many rollouts of one question, two to a group. */
const columns = (count: number, total: number) => {
  const same = new Uint32Array(count);
  const group = Uint32Array.from(same, (_, i) => i >> 1);
  return { total, run: same, set: same, step: same, n: Uint32Array.from(same, (_, i) => i), group, exactMatch: same };
};
const asked: Asked = { runs: ['a'], filter: {}, orderBy: 'step', descending: true, byQuestion: true };

function opened(first: Asked = asked) {
  const wanted = cell(first);
  const { state, destroy } = component(() =>
    listedRollouts(
      () => wanted.value,
      () => null,
    ),
  );
  const limits = () => services.inputs('rollouts').map((input) => (input as { readonly limit: number }).limit);
  const before = limits().length;
  return { state, destroy, wanted, limits: () => limits().slice(before - 1) };
}

test('the list is asked for in parts, each four times as long, up to its end', async () => {
  const { state, destroy, limits } = opened();
  state.more();
  assert.deepEqual(limits(), [1000], 'nothing has come yet');
  services.last('rollouts').value(columns(1000, 1500));
  await answered();
  state.more();
  flushSync();
  assert.deepEqual(limits(), [1000, 4000]);
  services.last('rollouts').value(columns(1500, 1500));
  await answered();
  state.more();
  flushSync();
  assert.deepEqual(limits(), [1000, 4000], 'there are no more');
  destroy();
});

test('another filter begins anew, the same one in another object does not', async () => {
  const { state, destroy, wanted, limits } = opened();
  services.last('rollouts').value(columns(1000, 9000));
  await answered();
  state.reach(9000);
  flushSync();
  wanted.value = { ...asked, filter: {} };
  flushSync();
  assert.deepEqual(limits(), [1000, 9000]);
  wanted.value = { ...asked, filter: { words: 'x' } };
  flushSync();
  assert.deepEqual(limits(), [1000, 9000, 1000]);
  destroy();
});

test('rollouts are gathered by question at once, and asked for in whole groups', async () => {
  const { state, destroy, wanted } = opened({ ...asked, byQuestion: false });
  services.last('rollouts').value(columns(4, 4));
  await answered();
  assert.deepEqual([...state.rows!.rows], [0, 1, 2, 3]);
  wanted.value = asked;
  flushSync();
  assert.deepEqual([...state.rows!.rows], [-1, 0, 1, -2, 2, 3]);
  assert.deepEqual(services.last('rollouts').input, {
    ...{ runs: ['a'], filter: {}, orderBy: 'step', descending: true },
    ...{ wholeGroups: true, limit: 1000 },
  });
  destroy();
});

test('without runs nothing is asked', () => {
  const before = services.inputs('rollouts').length;
  const { state, destroy } = opened({ ...asked, runs: [] });
  assert.deepEqual([state.columns, state.rows, services.inputs('rollouts').length], [null, null, before]);
  destroy();
});
