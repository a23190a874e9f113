/** A person's changes to a report: read when it is opened, saved shortly after each change. */
import type { OwnReport } from '../../../shared/ipc/app-views.ts';
import { client } from '../../state/connection.svelte.ts';
import { attempt } from '../../state/notices.svelte.ts';
import { askWith } from '../../state/request.svelte.ts';
import { settled } from '../../state/settled.svelte.ts';

export interface OwnReportState {
  /** Null until it has been read. */
  readonly value: OwnReport | null;
  change(part: Change): void;
}

/** `undefined` restores the default. */
type Change = { readonly [K in keyof OwnReport]?: OwnReport[K] | undefined };

const restMs = 500;

/** Call it while a component is set up. ids: what the report is on; keeps: whether changes are saved. */
export function ownReport(ids: () => readonly string[], keeps: () => boolean): OwnReportState {
  const on = settled(ids);
  const kept = askWith(
    // if it cannot be read, the report is the default, and the next change replaces it
    (wanted: readonly string[], signal) => client.request('keptReport', { ids: wanted }, signal).catch(() => usual),
    () => (on().length === 0 ? null : on()),
    { keeps: () => false },
  );
  let changed = $state.raw<{ readonly on: readonly string[]; readonly own: OwnReport } | null>(null);
  const value = $derived(changed !== null && changed.on === on() ? changed.own : kept.value);
  let save = (): void => undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  $effect(() => {
    on();
    return flush;
  });
  function flush(): void {
    clearTimeout(resting);
    save();
    save = () => undefined;
  }
  return {
    get value() {
      return value;
    },
    change(part) {
      const own = Object.fromEntries(
        Object.entries({ ...value, ...part }).filter(([, given]) => given !== undefined),
      ) as OwnReport;
      const current = on();
      changed = { on: current, own };
      if (!keeps()) return;
      save = () => void attempt(() => client.request('keepReport', { ids: current, own }));
      clearTimeout(resting);
      resting = setTimeout(flush, restMs);
    },
  };
}

const usual: OwnReport = {};
