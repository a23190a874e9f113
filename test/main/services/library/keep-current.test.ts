import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { keepCurrent } from '../../../../main/services/library/keep-current.ts';
import type { Library } from '../../../../main/services/library/library.ts';
import { nextTurn } from '../../../support/until.ts';

/** A library that counts its passes and notes which run is read; a run needs `left` more reads to be complete. */
function kept(t: TestContext, left = 0) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const seen = { passes: 0, read: [] as string[] };
  const library = {
    *pass() {
      seen.passes++;
    },
    backlog: 0,
    collect(id: string) {
      seen.read.push(id);
      return left-- <= 0;
    },
  } as unknown as Library;
  const keeper = keepCurrent(library);
  t.after(() => keeper.close());
  const tick = async (ms: number): Promise<void> => {
    now += ms;
    t.mock.timers.tick(ms);
    await nextTurn();
  };
  return { seen, keeper, tick, library };
}

test('a run that reports a write is read at once, without waiting for the next look at the folders', async (t) => {
  const { seen, keeper, tick } = kept(t);
  await tick(0);
  assert.deepEqual(seen, { passes: 1, read: [] });
  keeper.wake('a');
  await tick(0);
  assert.deepEqual(seen, { passes: 1, read: ['a'] });
  await tick(1000);
  assert.deepEqual(seen, { passes: 2, read: ['a'] }, 'folders are looked at every second');
});

test('what a quick run writes within 20 ms is read once, and another run does not wait for it', async (t) => {
  const { seen, keeper, tick } = kept(t);
  keeper.wake('a');
  await tick(0);
  keeper.wake('a');
  keeper.wake('a');
  keeper.wake('b');
  await tick(0);
  assert.deepEqual(seen.read, ['a', 'b']);
  await tick(20);
  assert.deepEqual(seen.read, ['a', 'b', 'a']);
});

test('a run with more to read than fits in a slice is read to its end without another report', async (t) => {
  const { seen, keeper, tick } = kept(t, 2);
  keeper.wake('a');
  for (const ms of [0, 20, 20, 20]) await tick(ms);
  assert.deepEqual(seen.read, ['a', 'a', 'a']);
});

test('a run that cannot be read is a warning, and it is read again later all the same', async (t) => {
  const { seen, keeper, tick, library } = kept(t);
  const warned = t.mock.method(process, 'emitWarning', () => undefined);
  library.collect = () => {
    throw new Error('EACCES: permission denied');
  };
  keeper.wake('a');
  await tick(0);
  assert.deepEqual(
    warned.mock.calls.map(({ arguments: [sentence] }) => sentence),
    ['data folder: EACCES: permission denied'],
  );
  await tick(1000);
  assert.equal(seen.passes, 2);
});
