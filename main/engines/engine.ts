/** An engine computes runs somewhere: `local` in a process of this machine. It starts sessions, which report and can be
 *  stopped. */
import type { SessionEnd, SessionReport, SessionRequest } from '../trainer/session.ts';

export interface Engine {
  /** Starts a session, which begins or resumes the run in the request's folder. Throws a sentence when none can be
   *  started. */
  start(request: SessionRequest, report: (report: SessionReport) => void): Session;
}

export interface Session {
  pause(): void;
  resume(): void;
  /** It ends after the step in progress, with a checkpoint. */
  stop(): void;
  /** It ends at once. */
  kill(): void;
  /** Never rejects. */
  readonly ended: Promise<AttemptEnd>;
}

/** How an attempt at a run ended. `refused`: it could not begin and wrote nothing. `crashed`: the session went away;
 *  what it wrote is whole up to the last step, and the run can be resumed. */
export type AttemptEnd =
  | SessionEnd
  | { readonly end: 'refused'; readonly message: string }
  | { readonly end: 'crashed'; readonly message: string };
