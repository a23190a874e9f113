import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { allocatorEnvironment } from '../../../main/processes/allocator.ts';

const script = join(import.meta.dirname, '..', '..', 'support', 'allocating.ts');

/** The environment without the allocator's variables, which this process may have. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !(name in allocatorEnvironment)));

test('a command line runs again with the allocator set, with the same arguments, and passes its exit code on', async () => {
  const child = spawn(process.execPath, [script, 'one', 'two'], { env });
  let output = '';
  child.stdout.on('data', (text) => (output += String(text)));
  const [code] = (await once(child, 'close')) as [number];
  assert.match(output, /^67108864 one two \d+\n$/); // 2^26
  assert.equal(code, 3);
});

test('the process that does the work ends with its parent', async () => {
  const child = spawn(process.execPath, [script, 'wait'], { env });
  const [text] = (await once(child.stdout, 'data')) as [Buffer];
  const worker = Number(String(text).trim().split(' ').at(-1));
  assert.notEqual(worker, child.pid);
  child.kill('SIGKILL');
  // The worker shares standard output, so it closes when both have ended. A pid proves less: a zombie keeps it.
  await once(child, 'close', { signal: AbortSignal.timeout(300_000) }).catch((error: Error) => {
    process.kill(worker, 'SIGKILL');
    throw error;
  });
});
