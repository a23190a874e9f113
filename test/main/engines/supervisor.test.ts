import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createSilence, spell } from '../../../main/engines/silence.ts';
import { nextToStart, threadsEach } from '../../../main/engines/slots.ts';
import { createSupervisor } from '../../../main/engines/supervisor.ts';
import type { QueuedRun } from '../../../main/engines/scheduler.ts';
import type { SupervisorOptions } from '../../../main/engines/supervisor.ts';
import { fakeTraining, started, stepped } from '../../support/fake-training.ts';
import { nextTurn } from '../../support/until.ts';

const run = (id: string, { device = 'cpu', threads = 1 } = {}): QueuedRun => ({
  ...{ id, folder: `/nowhere/${id}`, root: '/nowhere', config: null, device, threads },
});

function supervised(t: TestContext, options: Partial<SupervisorOptions> = {}) {
  const training = fakeTraining();
  const changed: string[] = [];
  const supervisor = createSupervisor({
    slots: 1,
    codeVersion: 'test',
    engine: training,
    changed: (id) => changed.push(id),
    ...options,
  });
  t.after(() => {
    const closed = supervisor.close();
    for (const session of training.sessions) void session.end({ end: 'stopped', step: 0 });
    return closed;
  });
  const states = (...ids: string[]) => ids.map((id) => supervisor.attempt(id));
  return { training, supervisor, changed, states, session: (id: string) => training.byFolder(`/nowhere/${id}`) };
}

test('runs wait in order for a slot of their own device, not for one of another device', async (t) => {
  const { supervisor, states, session } = supervised(t, { slots: 2 });
  supervisor.enqueue(['a', 'b', 'c', 'd'].map((id) => run(id)));
  supervisor.enqueue([run('gpu', { device: 'webgpu', threads: 0 })]);
  assert.deepEqual(states('a', 'b', 'c', 'd', 'gpu'), ['starting', 'starting', 'queued', 'queued', 'starting']);
  assert.deepEqual([supervisor.running, supervisor.queued], [3, 2]);
  await session('b').end({ end: 'steps', step: 3 });
  assert.deepEqual(states('a', 'b', 'c', 'd'), ['starting', null, 'starting', 'queued']);
  supervisor.slots = 3;
  assert.deepEqual(states('a', 'c', 'd'), ['starting', 'starting', 'starting']);
});

test('a run that takes every core trains alone on the CPU, and no later run overtakes it', () => {
  const whole = { device: 'cpu', threads: 0 };
  const part = { device: 'cpu', threads: 1 };
  const gpu = { device: 'webgpu', threads: 0 };
  assert.equal(nextToStart([whole], [], 4), 0);
  assert.equal(nextToStart([whole, part], [part], 4), -1);
  assert.equal(nextToStart([part], [whole], 4), -1);
  assert.equal(nextToStart([whole, part, gpu], [part], 4), 2);
  assert.equal(nextToStart([gpu], [gpu], 2), 0); // a GPU run does not compete for cores
  assert.equal(nextToStart([part], [part, part], 2), -1);
  assert.equal(nextToStart([], [part], 2), -1);
});

test('threads are divided only if runs share the cores, and every run gets at least one', () => {
  assert.deepEqual([threadsEach(8, 1), threadsEach(8, 2), threadsEach(8, 3), threadsEach(2, 4)], [0, 4, 2, 1]);
});

test('a run is starting until its process says so, then running, paused, stopping and gone', async (t) => {
  const { supervisor, states, session, changed } = supervised(t);
  supervisor.enqueue([run('a')]);
  assert.deepEqual(states('a'), ['starting']);
  session('a').report(started);
  assert.deepEqual(states('a'), ['running']);
  supervisor.pause('a');
  assert.deepEqual(states('a'), ['running']); // its step in progress goes on
  session('a').report({ kind: 'paused' });
  assert.deepEqual(states('a'), ['paused']);
  supervisor.resume('a');
  session('a').report({ kind: 'continued' });
  assert.deepEqual(states('a'), ['running']);
  supervisor.stop('a');
  session('a').report(stepped(4));
  assert.deepEqual(states('a'), ['stopping']);
  assert.deepEqual(session('a').orders, ['pause', 'resume', 'stop']);
  const before = changed.length;
  await session('a').end({ end: 'stopped', step: 4 });
  assert.deepEqual(states('a'), [null]);
  assert.equal(supervisor.failure('a'), null);
  assert.ok(changed.length > before);
});

test('an order that does not fit the state of the run is refused with a sentence', (t) => {
  const { supervisor, states } = supervised(t);
  supervisor.enqueue([run('a'), run('b')]);
  assert.throws(() => supervisor.pause('b'), {
    message: 'b: expected a run that is starting or running to pause, got one that is queued',
  });
  assert.throws(
    () => supervisor.kill('c'),
    /^Error: c: expected a run that is .* to kill, got one that is not training/,
  );
  supervisor.stop('b');
  assert.deepEqual(states('b'), [null]);
  supervisor.stop('a');
  assert.throws(() => supervisor.pause('a'), /got one that is stopping/);
  supervisor.stop('a'); // a second stop is no error
});

test('a run that is queued or trains is not queued twice', (t) => {
  const { supervisor, training } = supervised(t);
  supervisor.enqueue([run('a'), run('b'), run('a'), run('b')]);
  assert.deepEqual([training.sessions.length, supervisor.queued], [1, 1]);
});

test('a crash leaves its sentence, frees its slot and is forgotten when the run is started again', async (t) => {
  const { supervisor, states, session } = supervised(t);
  supervisor.enqueue([run('a'), run('b')]);
  session('a').report(started);
  await session('a').end({ end: 'crashed', message: 'the training process was ended by SIGSEGV' });
  assert.equal(supervisor.failure('a'), 'the training process was ended by SIGSEGV');
  assert.deepEqual(states('a', 'b'), [null, 'starting']);
  supervisor.enqueue([run('a')]);
  assert.deepEqual([supervisor.failure('a'), ...states('a')], [null, 'queued']);
});

test('one refusal stops no other run; the same sentence twice stops the waiting runs of that experiment', async (t) => {
  const { supervisor, states, session } = supervised(t);
  supervisor.enqueue(['x/1', 'x/2', 'y/1', 'x/3', 'x/4', 'x/5', 'y/2'].map((id) => run(id)));
  await session('x/1').end({ end: 'refused', message: 'no such checkpoint' });
  assert.deepEqual(states('x/1', 'x/2'), [null, 'starting']);
  session('x/2').report(started); // so the others of x can begin too
  await session('x/2').end({ end: 'steps', step: 3 });
  await session('y/1').end({ end: 'refused', message: 'no such checkpoint' });
  await session('x/3').end({ end: 'refused', message: 'no such device' });
  assert.deepEqual(states('x/4', 'x/5', 'y/2'), ['starting', 'queued', 'queued']);
  await session('x/4').end({ end: 'refused', message: 'no such device' });
  assert.deepEqual(states('x/4', 'x/5', 'y/2'), [null, null, 'starting']);
  const failures = ['x/1', 'x/2', 'x/3', 'x/4', 'x/5', 'y/1'].map((id) => supervisor.failure(id));
  const [checkpoint, device] = ['no such checkpoint', 'no such device'];
  assert.deepEqual(failures, [checkpoint, null, device, device, device, checkpoint]);
});

test('a session that cannot be started is a refusal', (t) => {
  const { supervisor, states } = supervised(t, {
    engine: {
      start: () => {
        throw new Error('spawn: no more processes');
      },
    },
  });
  supervisor.enqueue([run('a'), run('b')]);
  assert.deepEqual(states('a', 'b'), [null, null]);
  assert.equal(supervisor.failure('b'), 'spawn: no more processes');
});

test('a killed run says why it was killed', async (t) => {
  const { supervisor, session } = supervised(t);
  supervisor.enqueue([run('a')]);
  session('a').report(started);
  supervisor.kill('a');
  assert.equal(supervisor.attempt('a'), 'stopping');
  await session('a').end({ end: 'stopped', step: 0 });
  assert.match(supervisor.failure('a')!, /^killed when asked to — resume it/);
});

test('a session is late after ten times its longest wait and two minutes; before a first report it is never killed', () => {
  const silence = createSilence();
  const wait = (seconds: number) => Array.from({ length: seconds }, () => silence.second());
  wait(119);
  assert.equal(silence.worry, null);
  wait(1);
  assert.match(silence.worry!, /^no report for 2 min, since it was started: it may hang — wait, or kill it/);
  wait(100_000);
  assert.equal(silence.hopeless, false);
  silence.broken(); // a first step of 100,120 s
  assert.equal(silence.worry, null);

  const quick = createSilence();
  const pass = (seconds: number) => Array.from({ length: seconds }, () => quick.second());
  pass(20);
  quick.broken();
  pass(199);
  assert.equal(quick.worry, null);
  pass(1);
  assert.match(quick.worry!, /^no report for 3 min, where its longest wait so far was 20 s: it may hang/);
  pass(3399);
  assert.equal(quick.hopeless, false);
  pass(1);
  assert.equal(quick.hopeless, true); // 3600 s, more than 100 × 20 s
});

test('durations are spelled in the unit that fits', () => {
  assert.deepEqual([0, 99, 100, 5999, 6000, 36_000].map(spell), ['0 s', '99 s', '2 min', '100 min', '1.7 h', '10.0 h']);
});

test('a trainer that hangs is pointed out, then killed, and the next one starts', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const seconds = (count: number) => t.mock.timers.tick(1000 * count);
  const patience = { worry: 20, hopeless: 100 };
  const { supervisor, session, states, changed } = supervised(t, { patience });
  supervisor.enqueue([run('a'), run('b')]);
  session('a').report(started);
  session('a').report(stepped(1));
  seconds(19);
  assert.equal(supervisor.failure('a'), null);
  seconds(1);
  assert.match(supervisor.failure('a')!, /^no report for \d+ s, where its longest wait so far was \d+ s: it may hang/);
  assert.deepEqual(states('a', 'b'), ['running', 'queued']);
  const before = changed.length;
  session('a').report(stepped(2));
  assert.equal(supervisor.failure('a'), null);
  assert.ok(changed.length > before);
  seconds(1999); // killed after a hundred times its longest silence, 20 s
  assert.deepEqual(states('a', 'b'), ['running', 'queued']);
  seconds(1);
  await nextTurn();
  assert.deepEqual(states('a', 'b'), [null, 'starting']);
  assert.match(
    supervisor.failure('a')!,
    /^killed, since there was no report for .* — resume it to go on from its last/,
  );
  assert.deepEqual(session('a').orders, ['kill']);
});

test('a paused trainer may be silent', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { supervisor, session } = supervised(t, { patience: { worry: 5, hopeless: 10 } });
  supervisor.enqueue([run('a')]);
  session('a').report(started);
  session('a').report({ kind: 'paused' });
  t.mock.timers.tick(60_000);
  assert.equal(supervisor.failure('a'), null);
});

test('closing stops every session, begins no other, and kills those that do not stop', async () => {
  const training = fakeTraining();
  const supervisor = createSupervisor({
    ...{ slots: 2, codeVersion: 'test', engine: training, changed: () => undefined, mostClosingMs: 30 },
  });
  supervisor.enqueue([run('a'), run('b'), run('c')]);
  const closed = supervisor.close();
  await training.sessions[0].end({ end: 'stopped', step: 1 });
  await closed;
  assert.deepEqual(
    training.sessions.map(({ orders }) => orders),
    [['stop'], ['stop', 'kill']],
  );
  assert.match(supervisor.failure('b')!, /^killed, since it did not stop in time/);
  assert.equal(supervisor.failure('a'), null);
});
