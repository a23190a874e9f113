/** Keeps a library current: looks at all folders about once a second, and at a run as soon as it reports that it wrote
 *  something. */
import type { Library } from './library.ts';
import { inSlices } from './slices.ts';

export interface Keeper {
  /** The run has written something: reads it within a tenth of a second. */
  wake(id: string): void;
  close(): void;
}

/** Pause between two looks, so that what another process writes is seen within about a second. */
const everyMs = 1000;
/** Largest share of the time that looking takes, however many folders there are. */
const mostShare = 0.05;
/** Least pause between two reads of one run, so that several lines of a quick run are read together. */
const leastGapMs = 20;

export function keepCurrent(library: Library): Keeper {
  const closing = new AbortController();
  const { signal } = closing;
  const waiting = new Map<string, NodeJS.Timeout>();
  const lastRead = new Map<string, number>();
  let timer = setTimeout(() => void look(), 0);

  async function look(): Promise<void> {
    let took = 0;
    try {
      took = await inSlices(library.pass(), signal);
    } catch (error) {
      warn(error);
    }
    if (signal.aborted) return;
    const pause = Math.max(everyMs, took / mostShare - took);
    timer = setTimeout(() => void look(), library.backlog > 0 ? 0 : pause);
  }

  function read(id: string): void {
    waiting.delete(id);
    lastRead.set(id, performance.now());
    try {
      if (!library.collect(id)) wake(id);
    } catch (error) {
      warn(error);
    }
  }

  /** Such as a disk that went away: the next look tries again. */
  function warn(error: unknown): void {
    process.emitWarning(`data folder: ${(error as Error).message}`);
  }

  function wake(id: string): void {
    if (signal.aborted || waiting.has(id)) return;
    const since = performance.now() - (lastRead.get(id) ?? -Infinity);
    waiting.set(
      id,
      setTimeout(() => read(id), Math.max(0, leastGapMs - since)),
    );
  }

  return {
    wake,
    close() {
      closing.abort();
      clearTimeout(timer);
      for (const one of waiting.values()) clearTimeout(one);
    },
  };
}
