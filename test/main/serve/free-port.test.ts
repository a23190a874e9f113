/** The web host starts even if its usual port is taken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onFreePort } from '../../../main/serve/free-port.ts';

const taken = (port: number): Error => Object.assign(new Error(`port ${port}`), { code: 'EADDRINUSE' });

test('the first free port is opened, and no further one is tried', async () => {
  const tried: number[] = [];
  const opened = await onFreePort(4780, async (port) => {
    tried.push(port);
    if (port < 4782) throw taken(port);
    return `on ${port}`;
  });
  assert.equal(opened, 'on 4782');
  assert.deepEqual(tried, [4780, 4781, 4782]);
});

test('if all are taken the sentence says how to choose one; any other error is passed on at once', async () => {
  await assert.rejects(
    onFreePort(4780, async (port) => Promise.reject(taken(port))),
    /ports 4780 to 4799: expected a free one, got none — give one with --port/,
  );
  let calls = 0;
  const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
  await assert.rejects(
    onFreePort(80, async () => {
      calls++;
      throw denied;
    }),
    denied,
  );
  assert.equal(calls, 1);
});
