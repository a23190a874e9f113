import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import '../../../support/runes.ts';

const { openCommands } = await import('../../../../../renderer/features/rollouts/replay/open-commands.ts');

/** Presses keys over the open rollout and returns what was done. focused: whether a button has the focus. */
function pressed(t: TestContext, keys: readonly string[], { pinned = false, focused = false } = {}): string[] {
  const done: string[] = [];
  const did = (what: string) => (): void => void done.push(what);
  Object.defineProperty(globalThis, 'document', {
    value: { activeElement: { matches: () => focused } },
    configurable: true,
  });
  t.after(() => Reflect.deleteProperty(globalThis, 'document'));
  const commands = openCommands({
    ...{ pinned, pin: did('pin'), close: did('close'), save: (form) => done.push(form) },
    ...{ listQuestion: did('question'), focus: did('focus') },
  });
  for (const key of keys) commands.find((command) => command.keys === key)?.run();
  return done;
}

test('Escape ends a comparison before it closes the rollout', (t) => {
  assert.deepEqual(pressed(t, ['escape', 'p']), ['close', 'pin']);
  assert.deepEqual(pressed(t, ['escape', 'p'], { pinned: true }), ['pin', 'pin']);
});

test('Enter goes to the replay, but not from a button, which takes it', (t) => {
  assert.deepEqual(pressed(t, ['enter']), ['focus']);
  assert.deepEqual(pressed(t, ['enter'], { focused: true }), []);
});

test('a rollout is exported as JSON or Markdown, and its question is listed', (t) => {
  assert.deepEqual(pressed(t, ['e', 'shift+e', 'q']), ['json', 'md', 'question']);
});
