/** The last evaluation that all of several runs have saved. */
import type { RolloutColumns } from '../../../shared/ipc/rollout-views.ts';
import { client } from '../../state/connection.svelte.ts';
import { askWith } from '../../state/request.svelte.ts';

export interface Evaluation {
  /** Ids of the runs that have one, in the order of `columns.run`. */
  readonly runs: readonly string[];
  readonly step: number;
  readonly columns: RolloutColumns;
}

export interface AskedEvaluation {
  /** Null until it has come, and if no run has one. */
  readonly value: Evaluation | null;
  readonly loaded: boolean;
  readonly error: string | null;
  /** Asks again: a run that trains, or is still being indexed, gains rollouts. */
  again(): void;
}

const most = 1_000_000;

/** Asks again when the runs change; call it while a component is set up. */
export function askEvaluation(runs: () => readonly string[]): AskedEvaluation {
  let times = $state(0);
  const answer = askWith(
    async (wanted: { readonly runs: readonly string[]; readonly times: number }, signal) => ({
      found: await lastEvaluation(wanted.runs, signal),
    }),
    () => ({ runs: runs(), times }),
    { keeps: () => false },
  );
  return {
    get value() {
      return answer.value?.found ?? null;
    },
    get loaded() {
      return answer.value !== null;
    },
    get error() {
      return answer.error;
    },
    again() {
      times++;
    },
  };
}

async function lastEvaluation(runs: readonly string[], signal: AbortSignal): Promise<Evaluation | null> {
  const order = { orderBy: 'step', descending: true } as const;
  const lasts = await Promise.all(
    runs.map(async (run) => {
      const found = await client.request(
        'rollouts',
        { runs: [run], filter: { set: 'evaluation' }, ...order, limit: 1 },
        signal,
      );
      return found.step.at(0) ?? null;
    }),
  );
  const present = runs.filter((_, i) => lasts[i] !== null);
  if (present.length === 0) return null;
  const step = Math.min(...lasts.filter((last) => last !== null));
  const filter = { set: 'evaluation', firstStep: step, lastStep: step } as const;
  const columns = await client.request('rollouts', { runs: present, filter, ...order, limit: most }, signal);
  return { runs: present, step, columns };
}
