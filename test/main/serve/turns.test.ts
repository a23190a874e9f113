/** Whose work begins next. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTurns } from '../../../main/serve/turns.ts';

test('windows take turns: a second one waits for one piece of work, however many the first has', async () => {
  const turns = createTurns();
  const [first, second] = [turns.window(), turns.window()];
  const begun: string[] = [];
  const work = [
    ...Array.from({ length: 100 }, (_, i) => first().then(() => begun.push(`first ${i}`))),
    second().then(() => begun.push('second 0')),
    second().then(() => begun.push('second 1')),
  ];
  await Promise.all(work);
  assert.deepEqual(begun.slice(0, 5), ['first 0', 'second 0', 'first 1', 'second 1', 'first 2']);
  assert.equal(begun.length, 102);
});

test('after a slice of work everything else runs, and a window that comes later gets its turn', async () => {
  const turns = createTurns(0);
  const turn = turns.window();
  const rounds: number[] = [];
  let round = 0;
  const count = (): void => {
    round++;
    if (rounds.length < 3) setImmediate(count);
  };
  setImmediate(count);
  await Promise.all([1, 2, 3].map(() => turn().then(() => rounds.push(round))));
  assert.equal(new Set(rounds).size, 3, 'each in a round of its own');
  await turns.window()();
});

test('pieces of work follow each other within a slice, each when the one before is done', async () => {
  const turn = createTurns(Infinity).window();
  let rounds = 0;
  let over = false;
  const count = (): void => {
    rounds++;
    if (!over) setImmediate(count);
  };
  const said: string[] = [];
  const piece = async (name: string): Promise<void> => {
    await turn();
    said.push(`${name} begins`);
    for (let i = 0; i < 20; i++) await Promise.resolve();
    said.push(`${name} ends`);
  };
  const all = ['a', 'b', 'c'].map(piece);
  setImmediate(count);
  await Promise.all(all);
  over = true;
  assert.deepEqual(said, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  assert.ok(rounds <= 1, `${rounds} rounds of the event loop`);
});
