/** The host's requests to a session. It reads them between steps: a step is never interrupted. */

export interface Control {
  pause(): void;
  resume(): void;
  /** Final: a stopped session ends after the step in progress. */
  stop(): void;
  readonly requested: 'run' | 'pause' | 'stop';
  /** Resolves when another state is requested. */
  changed(): Promise<void>;
}

export function createControl(): Control {
  let requested: Control['requested'] = 'run';
  let waiting: (() => void)[] = [];
  const set = (next: Control['requested']) => {
    if (requested === 'stop' || requested === next) return;
    requested = next;
    for (const wake of waiting) wake();
    waiting = [];
  };
  return {
    pause: () => set('pause'),
    resume: () => set('run'),
    stop: () => set('stop'),
    get requested() {
      return requested;
    },
    changed: () => new Promise((wake) => waiting.push(wake)),
  };
}
