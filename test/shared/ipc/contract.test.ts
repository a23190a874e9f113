/** The contract as both ends see it, over a channel in memory. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '../../../shared/ipc/client.ts';
import { gives, request, stream } from '../../../shared/ipc/declare.ts';
import { count } from '../../../shared/util/parser.ts';
import { serveContract, type Handlers } from '../../../shared/ipc/server.ts';
import { channelPair } from '../../support/channel-pair.ts';

const contract = {
  double: request({ value: count }, gives<number>()),
  fail: request({}, gives<null>()),
  wait: request({}, gives<null>()),
  countUp: stream({ from: count }, gives<number>()),
};

function connected(handlers: Partial<Handlers<typeof contract>> = {}, refuse?: (name: string) => string | null) {
  const { window, services } = channelPair();
  const all: Handlers<typeof contract> = {
    double: ({ value }) => 2 * value,
    fail: () => {
      throw new Error('disk: expected room, got none — free some');
    },
    wait: () => new Promise(() => undefined),
    countUp: ({ from }, emit) => {
      emit(from);
      emit(from + 1);
    },
    ...handlers,
  };
  serveContract(contract, all, services, refuse);
  const client = createClient<typeof contract>();
  client.connect(window);
  return client;
}

test('a request is answered with its value', async () => {
  assert.equal(await connected().request('double', { value: 21 }), 42);
});

test('an argument of the wrong kind is refused with a sentence before the handler sees it', async () => {
  const client = connected({ double: () => assert.fail('was called') });
  const wrong = { value: -1 };
  await assert.rejects(client.request('double', wrong), { message: 'double.value: expected an integer ≥ 0, got -1' });
  const more = { value: 1, evil: 2 };
  await assert.rejects(client.request('double', more), {
    message: 'double.evil: unknown key — expected one of value',
  });
});

test('a handler’s error reaches the window as its sentence', async () => {
  await assert.rejects(connected().request('fail', {}), { message: 'disk: expected room, got none — free some' });
});

test('an unknown name is refused, also one that every object has', async () => {
  const client = connected();
  for (const name of ['doubel', 'constructor', '__proto__', 'toString'])
    await assert.rejects(client.request(name as 'double', { value: 1 }), /call: unknown name/);
});

test('a refused name does not reach its handler', async () => {
  const client = connected({}, (name) => (name === 'double' ? 'This window is read-only.' : null));
  await assert.rejects(client.request('double', { value: 1 }), { message: 'This window is read-only.' });
});

test('a stream emits until its window cancels, which aborts its handler', async () => {
  let aborted = false;
  const client = connected({
    countUp: ({ from }, emit, { signal }) => {
      emit(from);
      signal.addEventListener('abort', () => (aborted = true));
    },
  });
  const seen: number[] = [];
  const cancel = client.subscribe('countUp', { from: 5 }, (value) => seen.push(value));
  await client.request('double', { value: 1 });
  cancel();
  await client.request('double', { value: 1 });
  assert.deepEqual(seen, [5]);
  assert.equal(aborted, true);
});

test('an aborted request rejects at once and aborts its handler', async () => {
  let aborted = false;
  const client = connected({
    wait: (_input, { signal }) =>
      new Promise(() => {
        signal.addEventListener('abort', () => (aborted = true));
      }),
  });
  const controller = new AbortController();
  const waiting = client.request('wait', {}, controller.signal);
  controller.abort(new Error('no longer wanted'));
  await assert.rejects(waiting, { message: 'no longer wanted' });
  await client.request('double', { value: 1 });
  assert.equal(aborted, true);
});

test('after a lost connection a request in flight fails with a sentence and a stream starts again', async () => {
  const first = channelPair();
  const closers: (() => void)[] = [];
  const client = createClient<typeof contract>();
  client.connect({
    send: first.window.send,
    receive: (listener, closed) => {
      closers.push(closed);
      first.window.receive(listener, closed);
    },
  });
  const seen: number[] = [];
  client.subscribe('countUp', { from: 1 }, (value) => seen.push(value));
  const waiting = client.request('wait', {});
  for (const close of closers) close();
  await assert.rejects(waiting, /connection to the services was lost/);
  const second = channelPair();
  const handlers: Handlers<typeof contract> = {
    double: ({ value }) => value,
    fail: () => null,
    wait: () => null,
    countUp: ({ from }, emit) => emit(10 * from),
  };
  serveContract(contract, handlers, second.services);
  client.connect(second.window);
  await client.request('double', { value: 1 });
  assert.deepEqual(seen, [10]);
});

test('a message that is no call is ignored', async () => {
  const { window, services } = channelPair();
  serveContract({ double: contract.double }, { double: ({ value }) => value }, services);
  for (const nonsense of [null, 7, 'call', {}, { kind: 'call' }, { kind: 'call', id: -1, name: 'double', input: {} }])
    window.send(nonsense as never);
  const client = createClient<{ double: typeof contract.double }>();
  client.connect(window);
  assert.equal(await client.request('double', { value: 3 }), 3);
});
