/** Details of several runs. */
import type { RunDetail } from '../../shared/ipc/views.ts';
import { answer } from './answer.svelte.ts';
import { client } from './connection.svelte.ts';

export interface FollowedRuns {
  /** Those received so far, by id. */
  readonly all: ReadonlyMap<string, RunDetail>;
}

const none: ReadonlyMap<string, RunDetail> = new Map();

/** Follows runs while a component is there. */
export function followRuns(ids: () => readonly string[]): FollowedRuns {
  const details = answer<readonly string[], ReadonlyMap<string, RunDetail>>(ids, (runs, report) => {
    let all = none;
    const stops = runs.map((run) =>
      client.subscribe('run', { run }, (detail) => report.value((all = new Map(all).set(run, detail)))),
    );
    return () => stops.forEach((stop) => stop());
  });
  return {
    get all() {
      return details.value ?? none;
    },
  };
}
