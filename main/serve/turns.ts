/** Takes the work of all windows in turns, one piece in each round of the event loop, so that a window with thousands
 *  of calls holds up no other. */
import { setImmediate } from 'node:timers/promises';

export interface Turns {
  /** For one window: resolves when its next piece of work may begin. */
  window(): () => Promise<void>;
}

export function createTurns(): Turns {
  /** The queues of the windows that wait, in the order in which they are served. */
  const waiting: (() => void)[][] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    for (let queue = waiting.shift(); queue !== undefined; queue = waiting.shift()) {
      await setImmediate();
      queue.shift()!();
      if (queue.length > 0) waiting.push(queue);
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
