/** Watches for sessions that fall silent: says when to worry, and kills those from which no report is expected any
 *  more. */
import { createSilence } from './silence.ts';
import type { Patience, Silence } from './silence.ts';

export interface Watchdog {
  started(id: string): void;
  /** It reported something. */
  heard(id: string): void;
  ended(id: string): void;
  /** Why to worry about the run, as a sentence; null while there is no reason. */
  worry(id: string): string | null;
  close(): void;
}

export interface WatchdogOptions {
  /** A paused run may be silent. */
  readonly isPaused: (id: string) => boolean;
  /** The run's worry is another one than before. */
  readonly changed: (id: string) => void;
  readonly kill: (id: string, why: string) => void;
  readonly patience?: Patience;
  /** Length of a second of silence. */
  readonly secondMs?: number;
}

export function createWatchdog({ isPaused, changed, kill, patience, secondMs = 1000 }: WatchdogOptions): Watchdog {
  const silences = new Map<string, Silence>();
  const killed = new Set<string>();
  const timer = setInterval(() => {
    for (const [id, silence] of silences) if (!isPaused(id)) second(id, silence);
  }, secondMs);
  timer.unref();

  function second(id: string, silence: Silence): void {
    const before = silence.worry;
    silence.second();
    if (silence.hopeless && !killed.has(id)) {
      killed.add(id);
      const why = silence.worry?.replace(/:.*/, '');
      kill(id, `killed, since there was ${why} — resume it to go on from its last checkpoint`);
    } else if (silence.worry !== before) changed(id);
  }

  return {
    started: (id) => void silences.set(id, createSilence(patience)),
    heard: (id) => silences.get(id)?.broken(),
    ended(id) {
      silences.delete(id);
      killed.delete(id);
    },
    worry: (id) => silences.get(id)?.worry ?? null,
    close: () => clearInterval(timer),
  };
}
