/** Takes the work of all windows in turns, a few ms in each round of the event loop, so that a window with thousands of
 *  calls holds up no other. */
import { setImmediate } from 'node:timers/promises';

export interface Turns {
  /** For one window: resolves when its next piece of work may begin. */
  window(): () => Promise<void>;
}

/** sliceMs: after so much work everything else runs. */
export function createTurns(sliceMs = 8): Turns {
  /** The queues of the windows that wait, in the order in which they are served. */
  const waiting: (() => void)[][] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      await setImmediate();
      const end = performance.now() + sliceMs;
      do {
        const queue = waiting.shift()!;
        queue.shift()!();
        if (queue.length > 0) waiting.push(queue);
        await workDone();
      } while (waiting.length > 0 && performance.now() < end);
    }
    running = false;
  }

  return {
    window() {
      const queue: (() => void)[] = [];
      return () =>
        new Promise((begin) => {
          queue.push(begin);
          if (queue.length === 1) waiting.push(queue);
          if (!running) void run();
        });
    },
  };
}

/** Resolves when everything has run that a promise which is resolved by now lets run. */
const workDone = (): Promise<void> => new Promise((done) => process.nextTick(done));
