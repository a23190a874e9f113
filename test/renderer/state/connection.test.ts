import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import '../support/runes.ts';
import { decodeMessage, encodeMessage } from '../../../shared/ipc/wire.ts';
import { answered, fakeServices } from '../support/fake-services.ts';

const { client, connect, connection } = await import('../../../renderer/state/connection.svelte.ts');

/** The browser's sockets, opened and closed by hand. */
class FakeSocket {
  static all: FakeSocket[] = [];
  readonly sent: unknown[] = [];
  onopen = (): void => undefined;
  onclose = (): void => undefined;
  onmessage = (_: { data: ArrayBuffer }): void => undefined;
  readonly url: string;
  constructor(url: string) {
    this.url = url;
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

function page(t: TestContext, status: number): void {
  const globals = { WebSocket: FakeSocket, location: { host: 'here:1', pathname: '/' } };
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  t.mock.method(globalThis, 'fetch', () => Promise.resolve({ status }));
  t.mock.timers.enable({ apis: ['setTimeout'] });
  FakeSocket.all = [];
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
  page(t, 200);
  connect(undefined);
  const [first] = FakeSocket.all;
  assert.equal(first.url, 'ws://here:1/socket');
  first.onopen();
  assert.equal(connection.status, 'open');
  const values: unknown[] = [];
  const stop = client.subscribe('machine', {}, (value) => values.push(value));
  const { id } = first.sent.at(-1) as { id: number };
  first.says({ kind: 'value', id, value: { running: 1 } });
  assert.deepEqual(values, [{ running: 1 }]);

  first.onclose();
  assert.equal(connection.status, 'lost');
  t.mock.timers.tick(1000);
  const second = FakeSocket.all[1];
  second.onopen();
  assert.equal(connection.status, 'open');
  assert.ok(second.sent.some((message) => (message as { name: string }).name === 'machine'));
  stop();
  await answered();
});

test('a host that refuses this window is distinguished from one that is away', async (t) => {
  page(t, 403);
  connect(undefined);
  FakeSocket.all[0].onopen();
  FakeSocket.all[0].onclose();
  t.mock.timers.tick(1000);
  FakeSocket.all[1].onclose();
  await answered();
  assert.equal(connection.status, 'refused');
  t.mock.timers.tick(1000);
  assert.equal(FakeSocket.all.length, 3, 'it tries again');
});
