/** The list of rollouts as far as it was scrolled: some at first, more when its end is in sight. */
import type { RolloutColumns } from '../../../../shared/ipc/rollout-views.ts';
import { ask } from '../../../state/request.svelte.ts';
import { settled } from '../../../state/settled.svelte.ts';
import type { Filter, Order } from '../address.ts';
import { groupedRows, plainRows, type Rows } from './rows.ts';

export interface Asked extends Order {
  readonly runs: readonly string[];
  readonly filter: Filter;
  readonly byQuestion: boolean;
}

export interface ListedRollouts {
  readonly columns: RolloutColumns | null;
  readonly rows: Rows | null;
  readonly error: string | null;
  readonly waiting: boolean;
  readonly slow: boolean;
  /** Asks for the list as far as this many rollouts, if there are more than it has. */
  reach(count: number): void;
  /** Asks for four times as many. */
  more(): void;
}

/** Rollouts that are requested at first. */
const fewest = 1000;

/** Call it while a component is set up. again: asks once more when this value changes, as when a run has progressed. */
export function listedRollouts(asked: () => Asked, again: () => unknown): ListedRollouts {
  const wanted = settled(() => {
    const { byQuestion, ...rest } = asked();
    return { ...rest, wholeGroups: byQuestion };
  });
  /** How far which list was scrolled. */
  let reached = $state.raw<{ about: unknown; limit: number }>({ about: null, limit: fewest });
  const limit = $derived(reached.about === wanted() ? reached.limit : fewest);
  const list = ask('rollouts', () => (asked().runs.length === 0 ? null : { ...wanted(), limit }), { again });
  const columns = $derived(list.value);
  const rows = $derived(columns && (asked().byQuestion ? groupedRows(columns) : plainRows(columns)));

  function reach(count: number): void {
    const length = columns?.step.length ?? 0;
    if (!list.waiting && length >= limit && length < columns!.total) reached = { about: wanted(), limit: count };
  }

  return {
    get columns() {
      return columns;
    },
    get rows() {
      return rows;
    },
    get error() {
      return list.error;
    },
    get waiting() {
      return list.waiting;
    },
    get slow() {
      return list.slow;
    },
    reach,
    more: () => reach(4 * limit),
  };
}
