/** Several runs in full, followed while a component is there. */
import type { RunDetail } from '../../shared/ipc/views.ts';
import { client } from './connection.svelte.ts';

export interface FollowedRuns {
  /** Those that have come, by id. */
  readonly all: ReadonlyMap<string, RunDetail>;
}

export function followRuns(ids: () => readonly string[]): FollowedRuns {
  let all = $state.raw<ReadonlyMap<string, RunDetail>>(new Map());
  const wanted = $derived(JSON.stringify(ids()));
  $effect(() => {
    all = new Map();
    const stops = (JSON.parse(wanted) as string[]).map((run) =>
      client.subscribe('run', { run }, (detail) => (all = new Map(all).set(run, detail))),
    );
    return () => stops.forEach((stop) => stop());
  });
  return {
    get all() {
      return all;
    },
  };
}
