/** The lead of an experiment in the few words that fit a row; the full sentence is on hover. */
import type { Lead } from '../../../shared/ipc/views.ts';
import { compact, fixed, signed } from '../../../shared/statistics/format.ts';

export interface LeadText {
  /** Which algorithm the difference favours, and how surely. */
  readonly claim: 'ahead' | 'may lead' | 'no clear lead' | 'unsure';
  /** `+14.2 pts`: percentage points. */
  readonly difference: string;
  /** `[6.1, 22.3]`; '' without an interval. */
  readonly interval: string;
  /** `n 5`. */
  readonly n: string;
}

const claims: Readonly<Record<Lead['conclusion'], LeadText['claim']>> = {
  shown: 'ahead',
  suggestive: 'may lead',
  notShown: 'no clear lead',
  unknown: 'unsure',
};

/** Shares in percentage points, one decimal; other units as they are. */
export function leadText({ conclusion, mean, interval, unit, pairs }: Lead): LeadText {
  const isShare = unit === 'share';
  const end = (value: number): string => (isShare ? fixed(100 * value, 1) : compact(value));
  const amount = isShare ? signed(100 * mean, 1) : `${mean > 0 ? '+' : ''}${compact(mean)}`;
  return {
    claim: claims[conclusion],
    difference: isShare ? `${amount} pts` : `${amount}${unit === '' ? '' : ` ${unit}`}`,
    interval: interval === null ? '' : `[${end(interval.low)}, ${end(interval.high)}]`,
    n: `n ${pairs}`,
  };
}
