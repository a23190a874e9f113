/** Which rows of the table are current and selected. Rows are known by their ids. */

export interface RowSelection {
  readonly current: string | null;
  /** Place of the current row; −1 if it is not listed. */
  readonly at: number;
  readonly selected: ReadonlySet<string>;
  /** What keys and the inspector act on: the selected rows, or else the current one. */
  readonly chosen: readonly string[];
  /** Makes another row current, this many places down; at most the first or last. */
  move(by: number): void;
  /** Selects a row, or no longer. */
  toggle(id: string): void;
  /** Makes a row current, as by a click. alone: nothing else stays selected · one: it is toggled · upTo: all rows from
   *  the current one to it are selected. */
  pick(id: string, how: 'alone' | 'one' | 'upTo'): void;
}

/** Call it while a component is set up; nothing is selected then. listed: ids of the rows, top to bottom · exists:
 *  whether a row has not been removed. */
export function rowSelection(listed: () => readonly string[], exists: (id: string) => boolean): RowSelection {
  let current = $state<string | null>(null);
  let selected = $state.raw<ReadonlySet<string>>(new Set());
  const at = $derived(current === null ? -1 : listed().indexOf(current));
  const chosen = $derived((selected.size > 0 ? [...selected] : current === null ? [] : [current]).filter(exists));

  function toggle(id: string): void {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    selected = next;
  }

  return {
    get current() {
      return current;
    },
    get at() {
      return at;
    },
    get selected() {
      return selected;
    },
    get chosen() {
      return chosen;
    },
    toggle,
    move(by) {
      const ids = listed();
      if (ids.length > 0) current = ids[Math.min(ids.length - 1, Math.max(0, at + by))];
    },
    pick(id, how) {
      if (how === 'one') toggle(id);
      else if (how === 'upTo' && at >= 0) {
        const [from, to] = [at, listed().indexOf(id)].sort((a, b) => a - b) as [number, number];
        selected = new Set(listed().slice(from, to + 1));
      } else selected = new Set();
      current = id;
    },
  };
}
