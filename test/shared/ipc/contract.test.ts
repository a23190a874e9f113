/** The contract as both ends see it, over a channel in memory. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contract as app } from '../../../shared/ipc/contract.ts';
import { createClient } from '../../../shared/ipc/client.ts';
import { gives, request, stream } from '../../../shared/ipc/declare.ts';
import { count } from '../../../shared/util/parser.ts';
import { mostOpen, serveContract, type Handlers, type ServerOptions } from '../../../shared/ipc/server.ts';
import type { ServicesChannel, ToWindow } from '../../../shared/ipc/channel.ts';
import { channelPair } from '../../support/channel-pair.ts';

const contract = {
  double: request({ value: count }, gives<number>()),
  fail: request({}, gives<null>()),
  wait: request({}, gives<null>()),
  countUp: stream({ from: count }, gives<number>()),
};

function connected(handlers: Partial<Handlers<typeof contract>> = {}, options: ServerOptions = {}) {
  const { window, services } = channelPair();
  const all: Handlers<typeof contract> = {
    double: ({ value }) => 2 * value,
    fail: () => {
      throw new Error('disk: expected room, got none — free some');
    },
    wait: () => new Promise(() => undefined),
    async *countUp({ from }) {
      yield from;
      yield from + 1;
    },
    ...handlers,
  };
  serveContract(contract, all, services, options);
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
  const client = connected({}, { refuse: (name) => (name === 'double' ? 'This window is read-only.' : null) });
  await assert.rejects(client.request('double', { value: 1 }), { message: 'This window is read-only.' });
});

test('a stream emits until its window cancels, which aborts its handler', async () => {
  let aborted = false;
  const client = connected({
    async *countUp({ from }, { signal }) {
      signal.addEventListener('abort', () => (aborted = true));
      yield from;
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
  await client.request('double', { value: 1 }); // it has begun
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
    async *countUp({ from }) {
      yield 10 * from;
    },
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

/** The services' end by hand: what it sends is kept, and what is called is up to the test. */
function raw(handlers: Partial<Handlers<typeof contract>>, channel: Partial<ServicesChannel> = {}) {
  const sent: ToWindow[] = [];
  const log: string[] = [];
  let say: (message: unknown) => void = () => undefined;
  const end: ServicesChannel = {
    send: (message) => void sent.push(message),
    receive: (listener) => void (say = listener),
    ...channel,
  };
  serveContract(contract, handlers as Handlers<typeof contract>, end, { log: (sentence) => log.push(sentence) });
  const call = (id: number, name: string, input: unknown) => say({ kind: 'call', id, name, input });
  return { sent, log, call };
}
const rest = (): Promise<void> => new Promise((done) => setImmediate(done));

test('an error that a stream throws late ends that stream with its sentence, is logged once, and ends nothing else', async () => {
  let fail = (_: Error): void => undefined;
  const late = new Promise<never>((_, reject) => (fail = reject));
  const { sent, log, call } = raw({
    async *countUp({ from }) {
      yield from;
      await late;
    },
    double: ({ value }) => 2 * value,
  });
  for (const id of [1, 2]) call(id, 'countUp', { from: 7 });
  await rest();
  fail(new Error('disk: expected a folder, got none'));
  await rest();
  call(3, 'double', { value: 4 });
  await rest();
  const message = 'disk: expected a folder, got none';
  assert.deepEqual(sent, [
    { kind: 'value', id: 1, value: 7 },
    { kind: 'value', id: 2, value: 7 },
    { kind: 'error', id: 1, message },
    { kind: 'error', id: 2, message },
    { kind: 'value', id: 3, value: 8 },
    { kind: 'end', id: 3 },
  ]);
  assert.deepEqual(log, [`countUp: ${message}`]);
});

test('a value that the channel cannot encode ends its call; a channel that cannot send the end is closed', async () => {
  const sent: ToWindow[] = [];
  let closed = 0;
  const carries = raw(
    { double: ({ value }) => value },
    {
      send(message) {
        if (message.kind === 'value') throw new TypeError('message: no encoding for it');
        sent.push(message);
      },
    },
  );
  carries.call(1, 'double', { value: 1 });
  await rest();
  assert.deepEqual(sent, [{ kind: 'error', id: 1, message: 'message: no encoding for it' }]);

  const broken = raw(
    { double: ({ value }) => value },
    {
      send() {
        throw new Error('the page is gone');
      },
      close: () => void closed++,
    },
  );
  broken.call(1, 'double', { value: 1 });
  await rest();
  assert.equal(closed, 1);
  assert.deepEqual(broken.log, ['a window was disconnected: the page is gone']);
});

test('the id of an open call ends that call with a sentence', async () => {
  let aborted = false;
  const { sent, call } = raw({
    async *countUp({ from }, { signal }) {
      signal.addEventListener('abort', () => (aborted = true));
      yield from;
    },
  });
  call(5, 'countUp', { from: 1 });
  await rest();
  call(5, 'countUp', { from: 2 });
  await rest();
  assert.equal(aborted, true);
  assert.deepEqual(sent[1], {
    ...{ kind: 'error', id: 5 },
    message: 'call 5: expected an id that is free, got one of an open call',
  });
});

test('a window holds at most so many open calls, and the next is refused', async () => {
  let begun = 0;
  const { sent, call } = raw({
    wait: (_input, { signal }) => {
      begun++;
      return new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Error('no longer wanted'))));
    },
  });
  for (let id = 0; id <= mostOpen; id++) call(id, 'wait', {});
  await rest();
  assert.equal(begun, mostOpen);
  const message = `call: expected at most ${mostOpen} that are open, got one more — close some views`;
  assert.deepEqual(sent, [{ kind: 'error', id: mostOpen, message }]);
});

test('a stream waits for a window that does not read, and goes on when it has room', async () => {
  let room = (): void => undefined;
  let first: Promise<void> | null = new Promise<void>((done) => {
    room = () => {
      first = null;
      done();
    };
  });
  const { sent, call } = raw(
    {
      async *countUp({ from }) {
        for (let value = from; ; value++) yield value;
      },
    },
    { room: () => (sent.length === 1 ? first : sent.length === 3 ? new Promise(() => undefined) : null) },
  );
  call(1, 'countUp', { from: 0 });
  await rest();
  assert.deepEqual(sent, [{ kind: 'value', id: 1, value: 0 }]);
  room();
  await rest();
  assert.deepEqual(
    sent.map((message) => 'value' in message && message.value),
    [0, 1, 2],
  );
});

test('lists that are each allowed are refused when their product is not', () => {
  const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${i}`);
  assert.equal(app.series.parse({ runs: names(10_000), metrics: names(10) }, 'series').runs.length, 10_000);
  assert.throws(() => app.series.parse({ runs: names(10_000), metrics: names(10_000) }, 'series'), {
    message: 'series: expected at most 100000 series, got 10000 metrics of 10000 runs — choose fewer',
  });
});
