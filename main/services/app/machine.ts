/** The state of this machine for the status bar. */
import { cpus, freemem, totalmem } from 'node:os';
import { statfsSync } from 'node:fs';
import type { MachineState } from '../../../shared/ipc/views.ts';
import { lastMetric } from '../../store/metrics.ts';
import type { Store } from '../../store/open.ts';
import type { Library } from '../library/library.ts';
import type { Supervisor } from '../../engines/supervisor.ts';

const everyMs = 1000;

interface Ticks {
  readonly busy: number;
  readonly all: number;
}

/** Sends the state once a second until the window leaves. */
export function streamMachine(
  {
    store,
    library,
    supervisor,
    dataFolder,
  }: {
    readonly store: Store;
    readonly library: Library;
    readonly supervisor: Supervisor;
    readonly dataFolder: string;
  },
  emit: (state: MachineState) => void,
  signal: AbortSignal,
): void {
  let before = ticks();
  const tell = (): void => {
    const now = ticks();
    const all = now.all - before.all;
    const running = library.running();
    const lags = running.flatMap(({ lag }) => (lag === null ? [] : [lag]));
    const { bavail, bsize } = statfsSync(dataFolder);
    emit({
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
    });
    before = now;
  };
  tell();
  const timer = setInterval(tell, everyMs);
  signal.addEventListener('abort', () => clearInterval(timer));
}

function ticks(): Ticks {
  const times = cpus().map(({ times: one }) => one);
  const all = times.reduce((total, one) => total + one.user + one.nice + one.sys + one.idle + one.irq, 0);
  return { all, busy: all - times.reduce((total, { idle }) => total + idle, 0) };
}

/** Tokens per second; 0 before the first step and for a step without rollouts, whose rate is NaN. */
const rateOf = (store: Store, storeId: string | null): number =>
  (storeId === null ? null : lastMetric(store, storeId, 'throughput/tokens_per_second')) || 0;
