/** What a person makes of a report: read when it is opened, kept a moment after each change. */
import type { OwnReport } from '../../../shared/ipc/app-views.ts';
import { client } from '../../state/connection.svelte.ts';
import { attempt } from '../../state/notices.svelte.ts';

export interface OwnReportState {
  /** Null until it has been read. */
  readonly value: OwnReport | null;
  change(part: Change): void;
}

/** `undefined`: as usual again. */
type Change = { readonly [K in keyof OwnReport]?: OwnReport[K] | undefined };

const restMs = 500;

/** Call it while a component is set up. ids: what the report is on; keeps: false where nothing may be changed. */
export function ownReport(ids: () => readonly string[], keeps: () => boolean): OwnReportState {
  let value = $state.raw<OwnReport | null>(null);
  let save = (): void => undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  const wanted = $derived(JSON.stringify(ids()));
  $effect(() => {
    const on = JSON.parse(wanted) as string[];
    value = null;
    if (on.length === 0) return;
    let isGone = false;
    client.request('keptReport', { ids: on }).then(
      (own) => {
        if (!isGone) value = own;
      },
      () => {
        if (!isGone) value = {}; // it cannot be read: the report is as usual, and the next change is kept in its place
      },
    );
    return () => {
      isGone = true;
      flush();
    };
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
      const next = Object.fromEntries(
        Object.entries({ ...value, ...part }).filter(([, given]) => given !== undefined),
      ) as OwnReport;
      value = next;
      if (!keeps()) return;
      const on = JSON.parse(wanted) as string[];
      save = () => void attempt(() => client.request('keepReport', { ids: on, own: next }));
      clearTimeout(resting);
      resting = setTimeout(flush, restMs);
    },
  };
}
