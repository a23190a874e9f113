/** The report as the services write it: again after each change, but not with every letter typed. */
import type { ReportFile } from '../../../shared/ipc/app-views.ts';
import type { Aggregate } from '../../../shared/statistics/aggregate.ts';
import type { ReportBlock } from '../../../shared/config/report-blocks.ts';
import type { Answer } from '../../state/answer.svelte.ts';
import { client } from '../../state/connection.svelte.ts';
import { askWith } from '../../state/request.svelte.ts';
import { same } from '../../state/same.ts';

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

/** A pause in typing, ms. */
const restMs = 350;

/** The report as HTML. It stays while the next one on the same runs is written; one on other runs must not be taken
 *  for it. Call it while a component is set up. wanted: null asks for nothing. */
export function writtenReport(wanted: () => Wanted | null): Answer<ReportFile> {
  const isOnSame = (before: Wanted | null, next: Wanted): boolean => before !== null && same(before.ids, next.ids);
  return askWith((given: Wanted, signal) => client.request('report', { ...given, format: 'html' }, signal), wanted, {
    keeps: isOnSame,
    restMs: (before, next) => (isOnSame(before, next) ? restMs : 0),
  });
}
