/** What a person lets the experiments table list, and in which order. All but the words and `archived` is
 *  remembered. */
import { remembered } from '../../state/remembered.svelte.ts';
import type { Query, SortKey } from './table-rows.ts';

export interface TableQuery {
  words: string;
  show: Query['show'];
  archived: boolean;
  readonly sort: { readonly key: SortKey; readonly descending: boolean };
  readonly query: Query;
  /** By this column; by the same one again in the opposite direction. Names rise at first, all else falls. */
  sortBy(key: SortKey): void;
  /** Hides the runs of an experiment, or shows them again. */
  toggleOpen(id: string): void;
  showAll(): void;
}

export function tableQuery(): TableQuery {
  const show = remembered<Query['show']>('experiments.show', 'all');
  const sort = remembered<TableQuery['sort']>('experiments.sort', { key: 'created', descending: true });
  const closed = remembered<readonly string[]>('experiments.closed', []);
  let words = $state('');
  let archived = $state(false);
  const query = $derived({
    ...{ words, archived, show: show.value, sort: sort.value.key, descending: sort.value.descending },
    closed: new Set(closed.value),
  });
  return {
    get words() {
      return words;
    },
    set words(next) {
      words = next;
    },
    get show() {
      return show.value;
    },
    set show(next) {
      show.value = next;
    },
    get archived() {
      return archived;
    },
    set archived(next) {
      archived = next;
    },
    get sort() {
      return sort.value;
    },
    get query() {
      return query;
    },
    sortBy(key) {
      sort.value = { key, descending: sort.value.key === key ? !sort.value.descending : key !== 'name' };
    },
    toggleOpen(id) {
      closed.value = closed.value.includes(id) ? closed.value.filter((one) => one !== id) : [...closed.value, id];
    },
    showAll() {
      words = '';
      show.value = 'all';
    },
  };
}
