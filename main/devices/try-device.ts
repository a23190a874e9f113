/** Tries a device in a process of its own, which a broken driver can crash. */
import type { Probe } from './probe.ts';
import { forkProcess } from '../processes/own-process.ts';
import type { StartProcess } from '../processes/own-process.ts';

const mostMs = 60_000;

/** The device's speed, or why it cannot be used. */
export async function tryDevice(device: string, startProcess: StartProcess = forkProcess): Promise<Probe> {
  let probe: Probe | null = null;
  const hear = (message: unknown): void => {
    probe = message as Probe;
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
