import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakePage } from '../support/fake-page.ts';

const { forgetSession, isKnown, openSession, storedSession } = await import('../../../renderer/state/session.ts');

test('the token leaves the address at once, and the session it gives is kept for reloads and further tabs', async (t) => {
  const { shown, asked } = fakePage(t, { href: 'http://here:1/?token=once#/live/x', answers: [200] });
  const opened = openSession();
  assert.deepEqual(shown, ['/#/live/x'], 'before anything else');
  await opened;
  assert.deepEqual(asked, [['POST', '/session', 'Bearer once']]);
  assert.equal(storedSession(), 'new');
  forgetSession();
  assert.equal(storedSession(), null);
});

test('a link that was used, or a host that is away, does not end the session that this browser has', async (t) => {
  for (const answers of [[403], [null]]) {
    fakePage(t, { href: 'http://here:1/?token=used', stored: 'known', answers });
    await openSession();
    assert.equal(storedSession(), 'known');
  }
});

test('an address without a token asks nothing', async (t) => {
  const { shown, asked } = fakePage(t, { href: 'http://here:1/#/live/x' });
  await openSession();
  assert.deepEqual([shown, asked], [[], []]);
});

test('the host knows a session, or not, or is away', async (t) => {
  const { asked } = fakePage(t, { answers: [204, 403, null] });
  const known = [await isKnown('a'), await isKnown('b'), await isKnown('c')];
  assert.deepEqual(known, [true, false, null]);
  assert.deepEqual(asked[0], ['GET', '/session', 'Bearer a']);
});
