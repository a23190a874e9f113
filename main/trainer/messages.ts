/** Messages between a host and its training process. Everything is plain data. */
import type { SessionEnd, SessionReport, SessionRequest } from './session.ts';

export type ToTrainer =
  { readonly kind: 'start'; readonly request: SessionRequest } | { readonly kind: 'pause' | 'resume' | 'stop' };

export type FromTrainer =
  | SessionReport
  | { readonly kind: 'ended'; readonly end: SessionEnd }
  /** The session could not begin; nothing was written. */
  | { readonly kind: 'refused'; readonly message: string };
