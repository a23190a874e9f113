import { verdictInParts } from '../../shared/statistics/verdict.ts';
import type { Verdict } from '../../shared/statistics/verdict.ts';
import { atOnce } from '../../shared/util/at-once.ts';

/** The verdict without the pauses that its work offers. */
export const verdict = (...given: Parameters<typeof verdictInParts>): Verdict => atOnce(verdictInParts(...given));
