/** Tries a device in a process of its own, which a broken driver can crash. */
import { isObject } from '../../shared/util/json.ts';
import type { Probe } from './probe.ts';
import { forkProcess } from '../processes/own-process.ts';
import type { StartProcess } from '../processes/own-process.ts';

const mostMs = 60_000;

/** The device's speed, or why it cannot be used. */
export async function tryDevice(device: string, startProcess: StartProcess = forkProcess): Promise<Probe> {
  let probe: Probe | null = null;
  const hear = (message: unknown): void => {
    probe = readProbe(message);
    child.dismiss();
  };
  const child = startProcess('probe', [device], hear, { read: [], write: [] });
  let hangs = false;
  const timer = setTimeout(() => {
    hangs = true;
    child.kill();
  }, mostMs);
  const { signal, refusal } = await child.ended;
  clearTimeout(timer);
  if (probe !== null) return probe;
  if (refusal !== null) return { problem: `device ${device}: ${refusal}` };
  return {
    problem: hangs
      ? `device ${device}: expected an answer within a minute, got none — its driver hangs`
      : `device ${device}: its process was ended${signal ? ` by ${signal}` : ''} — its driver is broken; use another device`,
  };
}

/** Null for what no probe says: its process may have gone wrong with the driver. */
function readProbe(message: unknown): Probe | null {
  const { description, gigaflops, problem } = isObject(message) ? message : {};
  if (typeof problem === 'string') return { problem };
  return typeof description === 'string' && typeof gigaflops === 'number' ? { description, gigaflops } : null;
}
