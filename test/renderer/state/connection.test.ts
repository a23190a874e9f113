import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import '../support/runes.ts';
import { decodeMessage, encodeMessage } from '../../../shared/ipc/wire.ts';
import { fakePage } from '../support/fake-page.ts';
import { answered, fakeServices } from '../support/fake-services.ts';

const { client, connect, connection } = await import('../../../renderer/state/connection.svelte.ts');

/** The browser's sockets, opened and closed by hand. */
class FakeSocket {
  static all: FakeSocket[] = [];
  readonly sent: unknown[] = [];
  onopen = (): void => undefined;
  onclose = (_: { code: number }): void => undefined;
  onmessage = (_: { data: ArrayBuffer }): void => undefined;
  readonly url: string;
  readonly protocols: readonly string[];
  constructor(url: string, protocols: readonly string[]) {
    this.url = url;
    this.protocols = protocols;
    FakeSocket.all.push(this);
  }
  send(bytes: Uint8Array): void {
    this.sent.push(decodeMessage(bytes));
  }
  says(message: unknown): void {
    const bytes = encodeMessage(message);
    this.onmessage({ data: bytes.slice().buffer as ArrayBuffer });
  }
}

function page(t: TestContext, options: Parameters<typeof fakePage>[1] = {}) {
  Object.defineProperty(globalThis, 'WebSocket', { value: FakeSocket, configurable: true });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  FakeSocket.all = [];
  return fakePage(t, options);
}

test('importing the connection opens nothing: what is asked waits until the window connects', async () => {
  const services = fakeServices();
  const answer = client.request('presets', {});
  assert.equal(connection.status, 'connecting');
  connect(services.bridge);
  assert.equal(connection.status, 'open');
  assert.deepEqual(services.inputs('presets'), [{}]);
  services.last('presets').value([]);
  assert.deepEqual(await answer, []);
});

test('without a bridge a socket is opened to the host of the page, and again a second after it was lost', async (t) => {
  page(t, { stored: 'known' });
  connect(undefined);
  await answered();
  const [first] = FakeSocket.all;
  assert.equal(first.url, 'ws://here:1/socket');
  assert.deepEqual(first.protocols, ['igpo-lab', 'session.known']);
  first.onopen();
  assert.equal(connection.status, 'open');
  const values: unknown[] = [];
  const stop = client.subscribe('machine', {}, (value) => values.push(value));
  const { id } = first.sent.at(-1) as { id: number };
  first.says({ kind: 'value', id, value: { running: 1 } });
  assert.deepEqual(values, [{ running: 1 }]);

  first.onclose({ code: 1006 });
  assert.equal(connection.status, 'lost');
  t.mock.timers.tick(1000);
  const second = FakeSocket.all[1];
  second.onopen();
  assert.equal(connection.status, 'open');
  assert.ok(second.sent.some((message) => (message as { name: string }).name === 'machine'));
  stop();
  await answered();
});

test('without a session no socket is opened until another tab has one', async (t) => {
  const { kept } = page(t, { href: 'http://here:1/?token=used', answers: [403] });
  connect(undefined);
  await answered();
  assert.equal(connection.status, 'refused');
  assert.deepEqual(FakeSocket.all, []);
  kept.set('session', 'of another tab');
  t.mock.timers.tick(1000);
  assert.equal(FakeSocket.all.length, 1);
});

test('a host that refuses this window is distinguished from one that is away', async (t) => {
  page(t, { stored: 'known', answers: [403] });
  connect(undefined);
  await answered();
  FakeSocket.all[0].onopen();
  FakeSocket.all[0].onclose({ code: 1006 });
  t.mock.timers.tick(1000);
  FakeSocket.all[1].onclose({ code: 1006 });
  await answered();
  assert.equal(connection.status, 'refused');
  t.mock.timers.tick(1000);
  assert.equal(FakeSocket.all.length, 3, 'it tries again');
});

test('a host that stops takes its session along', async (t) => {
  const { kept } = page(t, { stored: 'known' });
  connect(undefined);
  await answered();
  FakeSocket.all[0].onopen();
  FakeSocket.all[0].onclose({ code: 1001 });
  assert.equal(kept.size, 0);
});
