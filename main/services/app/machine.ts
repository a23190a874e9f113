/** The state of this machine for the status bar. */
import { cpus, freemem, totalmem } from 'node:os';
import { statfsSync } from 'node:fs';
import type { Caller } from '../../../shared/ipc/server.ts';
import type { MachineState } from '../../../shared/ipc/views.ts';
import { lastMetric } from '../../store/metrics.ts';
import type { Store } from '../../store/open.ts';
import type { Library } from '../library/library.ts';
import { pause } from '../library/slices.ts';
import type { Supervisor } from '../../engines/supervisor.ts';

const everyMs = 1000;
/** A state younger than this is sent again: timers of several streams differ by less. */
const freshMs = 0.9 * everyMs;

interface Ticks {
  readonly busy: number;
  readonly all: number;
}

export interface MachineServices {
  readonly store: Store;
  readonly library: Library;
  readonly supervisor: Supervisor;
  readonly dataFolder: string;
}

/** Returns a stream that sends the state once a second until the window leaves. It is measured once a second, however
 *  many streams there are. */
export function createMachine(services: MachineServices): (caller: Caller) => AsyncGenerator<MachineState> {
  let measured: { readonly at: number; readonly state: MachineState; readonly ticks: Ticks } | null = null;
  const current = (): MachineState => {
    const at = performance.now();
    if (measured === null || at - measured.at >= freshMs) {
      const now = ticks();
      measured = { at, state: stateOf(services, measured?.ticks ?? now, now), ticks: now };
    }
    return measured.state;
  };
  return async function* (caller) {
    while (!caller.signal.aborted) {
      yield current();
      await pause(everyMs, caller.signal);
      await caller.turn();
    }
  };
}

/** before: when it was measured last. */
function stateOf({ store, library, supervisor, dataFolder }: MachineServices, before: Ticks, now: Ticks): MachineState {
  const all = now.all - before.all;
  const running = library.running();
  const lags = running.flatMap(({ lag }) => (lag === null ? [] : [lag]));
  const { bavail, bsize } = statfsSync(dataFolder);
  return {
    running: running.length,
    queued: supervisor.queued,
    slots: supervisor.slots,
    cores: cpus().length,
    cpu: all > 0 ? (now.busy - before.busy) / all : 0,
    memoryUsed: totalmem() - freemem(),
    memoryTotal: totalmem(),
    diskFree: bavail * bsize,
    tokensPerSecond: running.reduce((total, { storeId }) => total + rateOf(store, storeId), 0),
    journalLag: lags.length > 0 ? Math.max(...lags) : null,
  };
}

function ticks(): Ticks {
  const times = cpus().map(({ times: one }) => one);
  const all = times.reduce((total, one) => total + one.user + one.nice + one.sys + one.idle + one.irq, 0);
  return { all, busy: all - times.reduce((total, { idle }) => total + idle, 0) };
}

/** Tokens per second; 0 before the first step and for a step without rollouts, whose rate is NaN. */
const rateOf = (store: Store, storeId: string | null): number =>
  (storeId === null ? null : lastMetric(store, storeId, 'throughput/tokens_per_second')) || 0;
