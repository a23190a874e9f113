/** An event of a run as a sentence of its log. */
import type { RunEventView } from '../../../shared/ipc/views.ts';

export function eventText({ kind, detail }: RunEventView): string {
  const step = typeof detail.step === 'number' ? detail.step : null;
  switch (kind) {
    case 'started':
      return `Started on ${String(detail.device)}`;
    case 'resumed':
      return step === null ? 'Went on' : `Went on from step ${step}`;
    case 'paused':
      return 'Paused';
    case 'stopped':
      return `Stopped at step ${step}`;
    case 'finished':
      return `Finished at step ${step}`;
    case 'failed':
      return `Failed: ${String(detail.message)}`;
    case 'checkpoint':
      return `Checkpoint of step ${step}`;
    case 'evaluation':
      return `Evaluated at step ${step}`;
    default:
      return kind;
  }
}
