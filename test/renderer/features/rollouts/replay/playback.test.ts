/** Going through a rollout: where it stops, what has been said. Positions are those of saved-rollout.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignTurns } from '../../../../../renderer/features/rollouts/turns/align.ts';
import { alignedCursor } from '../../../../../renderer/features/rollouts/replay/aligned-cursor.ts';
import {
  nextCursor,
  pauseBefore,
  responseMs,
  turnOf,
  turnStop,
  turnStops,
} from '../../../../../renderer/features/rollouts/replay/playback.ts';
import { revealed } from '../../../../../renderer/features/rollouts/turns/reveal.ts';
import { rolloutView } from '../saved-rollout.ts';

const view = rolloutView();
const { rollout } = view.saved;
const word = (t: number): string => view.vocabulary[view.words[t]];

test('playback shows the policy’s text token by token, and what the environment wrote at once', () => {
  const visited: number[] = [];
  for (let cursor = 0; cursor < rollout.tokens.length;) visited.push((cursor = nextCursor(rollout, cursor)));
  assert.deepEqual(visited, [2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16]);
  assert.equal(pauseBefore(rollout, 10, 20), responseMs);
  assert.equal(pauseBefore(rollout, 5, 20), 50);
});

test('brackets stop after the prompt, after every response, and at the end', () => {
  assert.deepEqual(turnStops(rollout), [2, 13, 16]);
  assert.equal(turnStop(rollout, 0, 1), 2);
  assert.equal(turnStop(rollout, 5, 1), 13);
  assert.equal(turnStop(rollout, 16, 1), 16);
  assert.equal(turnStop(rollout, 13, -1), 2);
  assert.equal(turnStop(rollout, 2, -1), 0);
  assert.deepEqual(
    [0, 2, 12, 13].map((token) => turnOf(rollout, token)),
    [-1, 0, 0, 1],
  );
});

test('thought and query appear word by word, tags show nothing, a message that has ended is whole', () => {
  const search = rollout.turns[0];
  const at = (cursor: number) => Object.values(revealed(search, cursor, word));
  assert.deepEqual(at(2), [0, 0, 0, false]);
  assert.deepEqual(at(4), ['Start'.length, 0, 0, false]);
  assert.deepEqual(at(7), ['Start'.length, 'mother'.length, 0, false]);
  assert.deepEqual(at(8), ['Start'.length, 'mother of'.length, 0, false]);
  assert.deepEqual(at(10), ['Start'.length, 'mother of Bela'.length, 0, false]);
  assert.deepEqual(at(13), ['Start'.length, 'mother of Bela'.length, 0, true]);
  assert.deepEqual(Object.values(revealed(rollout.turns[1], 15, word)), [0, 0, 3, false]);
  assert.deepEqual(Object.values(revealed(rollout.turns[1], 16, word)), [0, 0, 3, true]);
});

test('a second rollout is at the same place of the same turn', () => {
  const same = alignTurns(rollout.turns, rollout.turns);
  for (let cursor = 0; cursor <= 16; cursor++) assert.equal(alignedCursor(same, rollout, rollout, cursor), cursor);
  // A detour of the first, turn 1, holds the second at its prompt; then both answer together.
  const short = {
    ...rollout,
    tokens: rollout.tokens.slice(0, 5),
    turns: [{ ...rollout.turns[1], message: { start: 2, end: 5 } }],
  };
  const pairs = alignTurns(rollout.turns, short.turns);
  assert.deepEqual(pairs, [
    { left: 0, right: null },
    { left: 1, right: 0 },
  ]);
  assert.deepEqual(
    [2, 9, 13, 14, 16].map((cursor) => alignedCursor(pairs, rollout, short, cursor)),
    [2, 2, 2, 3, 5],
  );
});
