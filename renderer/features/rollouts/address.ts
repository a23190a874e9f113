/** What the Rollouts view shows, to and from the query of an address: filter, order, the open rollout, the one
 *  compared with it. */
import { stepsOf, stepsText, type StepRange } from '../../components/step-range.ts';
import type { RolloutAddress, RolloutSet } from '../../../shared/ipc/rollout-views.ts';
import { rolloutSets } from '../../../shared/ipc/rollout-views.ts';
import { rolloutOrders } from '../../../shared/ipc/contract.ts';
import { stopReasons } from '../../../shared/record/rollout.ts';
import type { StopReason } from '../../../shared/record/rollout.ts';

/** As `rolloutFilter` of the contract; an absent key does not restrict. */
export interface Filter extends StepRange {
  readonly set?: RolloutSet;
  readonly question?: string;
  readonly stopReason?: StopReason;
  readonly correct?: boolean;
  readonly leastReward?: number;
  readonly mostReward?: number;
  readonly words?: string;
}

export interface Order {
  readonly orderBy: (typeof rolloutOrders)[number];
  readonly descending: boolean;
}

/** A change of the query; null removes a key. */
export type Query = Readonly<Record<string, string | null>>;

/** The filter of an address. A link that names a step but no rollout, `?step=12`, filters by it. */
export function filterOf(query: URLSearchParams): Filter {
  const text = (key: string): string | undefined => query.get(key) ?? undefined;
  const number = (key: string): number | undefined => finiteNumber(query.get(key));
  const opens = query.has('n');
  const set = oneOf(rolloutSets, text('in') ?? (opens ? undefined : text('set')));
  const stopReason = oneOf(stopReasons, text('ended'));
  const [leastReward, mostReward] = [number('least'), number('most')];
  const right = text('right');
  return {
    ...stepsOf(text('steps') ?? (opens ? '' : (text('step') ?? ''))),
    ...(set !== undefined && { set }),
    ...(query.get('question') && { question: query.get('question')! }),
    ...(stopReason !== undefined && { stopReason }),
    ...((right === 'yes' || right === 'no') && { correct: right === 'yes' }),
    ...(leastReward !== undefined && { leastReward }),
    ...(mostReward !== undefined && { mostReward }),
    ...(query.get('words') && { words: query.get('words')! }),
  };
}

export const filterQuery = (filter: Filter): Query => ({
  steps: stepsText(filter),
  in: filter.set ?? null,
  question: filter.question ?? null,
  ended: filter.stopReason ?? null,
  right: filter.correct === undefined ? null : filter.correct ? 'yes' : 'no',
  least: filter.leastReward === undefined ? null : String(filter.leastReward),
  most: filter.mostReward === undefined ? null : String(filter.mostReward),
  words: filter.words ?? null,
});

/** `-reward` is by reward, highest first. By default the newest step is first. */
export function orderOf(query: URLSearchParams): Order {
  const text = query.get('sort') ?? '-step';
  return { orderBy: oneOf(rolloutOrders, text.replace(/^-/, '')) ?? 'step', descending: text.startsWith('-') };
}

export const orderQuery = ({ orderBy, descending }: Order): Query => ({
  sort: orderBy === 'step' && descending ? null : `${descending ? '-' : ''}${orderBy}`,
});

/** The open rollout; null if the address names none. run: its run if the address does not name one. */
export function openOf(query: URLSearchParams, run: string | null): RolloutAddress | null {
  const named = query.get('run') ?? run;
  const [step, n] = [wholeNumber(query.get('step')), wholeNumber(query.get('n'))];
  if (!named || step === undefined || n === undefined) return null;
  return { run: named, step, set: oneOf(rolloutSets, query.get('set') ?? undefined) ?? 'training', n };
}

/** run: omitted from the query if the path of the address names it. */
export const openQuery = (open: RolloutAddress | null, run: string | null): Query => ({
  run: open === null || open.run === run ? null : open.run,
  step: open && String(open.step),
  set: open && open.set,
  n: open && String(open.n),
});

/** Opens a rollout, or closes it and ends the comparison. A step that was a filter in the address stays one. */
export const openingQuery = (next: RolloutAddress | null, filter: Filter, run: string | null): Query => ({
  ...filterQuery(filter),
  ...openQuery(next, run),
  at: null,
  ...(next === null && { with: null }),
});

/** A rollout as text, `40/training/3/quickstart/igpo-seed-1`: the id of a run has slashes, so it comes last. */
export const addressText = ({ run, step, set, n }: RolloutAddress): string => `${step}/${set}/${n}/${run}`;

/** The rollout that such a text names; null if it names none. */
export function addressOf(text: string | null): RolloutAddress | null {
  const [step, set, n, ...run] = (text ?? '').split('/');
  const [atStep, atN] = [wholeNumber(step ?? null), wholeNumber(n ?? null)];
  const named = oneOf(rolloutSets, set);
  if (atStep === undefined || atN === undefined || named === undefined || run.length === 0) return null;
  return { run: run.join('/'), step: atStep, set: named, n: atN };
}

export const sameAddress = (a: RolloutAddress | null, b: RolloutAddress | null): boolean =>
  a === b || (a !== null && b !== null && addressText(a) === addressText(b));

const oneOf = <T extends string>(all: readonly T[], text: string | undefined): T | undefined =>
  all.find((one) => one === text);

const wholeNumber = (text: string | null): number | undefined =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

const finiteNumber = (text: string | null): number | undefined =>
  text !== null && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
