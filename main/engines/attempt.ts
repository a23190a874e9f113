/** One attempt at a run: a session of an engine, and the state that its reports and our orders put it in. */
import type { AttemptState } from '../../shared/ipc/run-state.ts';
import type { SessionReport, SessionRequest } from '../trainer/session.ts';
import type { AttemptEnd, Engine } from './engine.ts';

export interface Attempt {
  readonly state: AttemptState;
  pause(): void;
  resume(): void;
  stop(): void;
  /** `why` becomes the message of its end. */
  kill(why: string): void;
  /** Never rejects. */
  readonly ended: Promise<AttemptEnd>;
}

/** reported: called with every report until the end, when the state already follows from it. Throws as the engine
 *  does. */
export function beginAttempt(
  engine: Engine,
  request: SessionRequest,
  reported: (report: SessionReport) => void,
): Attempt {
  let state: AttemptState = 'starting';
  let killed: string | null = null;
  let isOver = false;
  const session = engine.start(request, (report) => {
    if (isOver) return;
    if (state !== 'stopping' && report.kind !== 'step') state = report.kind === 'paused' ? 'paused' : 'running';
    reported(report);
  });
  return {
    get state() {
      return state;
    },
    pause: () => session.pause(),
    resume: () => session.resume(),
    stop() {
      state = 'stopping';
      session.stop();
    },
    kill(why) {
      state = 'stopping';
      killed ??= why;
      session.kill();
    },
    ended: session.ended.then((end) => {
      isOver = true;
      return end.end === 'crashed' && killed !== null ? { ...end, message: killed } : end;
    }),
  };
}
