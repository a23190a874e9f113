/** A report that is written again when what it is on or its words change, not with every letter. */
import type { ReportFile } from '../../../shared/ipc/app-views.ts';
import type { Aggregate } from '../../../shared/statistics/aggregate.ts';
import type { ReportBlock } from '../../../shared/config/report-blocks.ts';
import { client } from '../../state/connection.svelte.ts';

export interface Wanted {
  readonly ids: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly metric: string;
  /** `step`, or a running total. */
  readonly x: string;
  readonly threshold?: number;
  readonly level: number;
  readonly aggregate: Aggregate;
  readonly blocks?: readonly ReportBlock[];
}

export interface AskedReport {
  /** The last one that came; it stays while the next one is written. Null before the first. */
  readonly html: ReportFile | null;
  readonly busy: boolean;
  readonly error: string | null;
}

const restMs = 350;

/** Follows what is wanted; call it while a component is set up. Null asks for nothing. */
export function askReport(wanted: () => Wanted | null): AskedReport {
  let html = $state.raw<ReportFile | null>(null);
  let busy = $state(false);
  let error = $state<string | null>(null);
  let before = '';
  const key = $derived(JSON.stringify(wanted()));
  $effect(() => {
    const asked = JSON.parse(key) as Wanted | null;
    const ids = asked?.ids.join(',') ?? '';
    const others = ids !== before;
    if (others) html = null; // one on other runs must not be taken for this one
    before = ids;
    error = null;
    busy = asked !== null;
    if (asked === null) return;
    const stop = new AbortController();
    const ask = (): void =>
      void client.request('report', { ...asked, format: 'html' }, stop.signal).then(
        (file) => {
          html = file;
          busy = false;
        },
        (problem: Error) => {
          if (stop.signal.aborted) return;
          error = problem.message;
          busy = false;
        },
      );
    const timer = setTimeout(ask, others ? 0 : restMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  });
  return {
    get html() {
      return html;
    },
    get busy() {
      return busy;
    },
    get error() {
      return error;
    },
  };
}
