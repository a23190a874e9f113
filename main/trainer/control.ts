/** What the host wants of a session, asked between steps: training itself is never interrupted half-way. */

export interface Control {
  pause(): void;
  resume(): void;
  /** For good: a stopped session ends after the step in progress. */
  stop(): void;
  readonly wish: 'run' | 'pause' | 'stop';
  /** Resolves when the wish is another one. */
  changed(): Promise<void>;
}

export function createControl(): Control {
  let wish: Control['wish'] = 'run';
  let waiting: (() => void)[] = [];
  const set = (next: Control['wish']) => {
    if (wish === 'stop' || wish === next) return;
    wish = next;
    for (const wake of waiting) wake();
    waiting = [];
  };
  return {
    pause: () => set('pause'),
    resume: () => set('run'),
    stop: () => set('stop'),
    get wish() {
      return wish;
    },
    changed: () => new Promise((wake) => waiting.push(wake)),
  };
}
