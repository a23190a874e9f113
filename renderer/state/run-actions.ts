/** Actions on runs from anywhere in the window, with their notices and undo. */
import type { RunRow, RunState } from '../../shared/ipc/views.ts';
import { client } from './connection.svelte.ts';
import { attempt, notices } from './notices.svelte.ts';
import { overview } from './overview.svelte.ts';

export type RunAction = 'start' | 'pause' | 'resume' | 'stop';

const allowed: Readonly<Record<RunAction, readonly RunState[]>> = {
  start: ['planned'],
  pause: ['running'],
  resume: ['paused', 'stopped', 'failed', 'interrupted'],
  stop: ['queued', 'starting', 'running', 'paused'],
};

/** Those of the runs that the action applies to. */
export const runsFor = (action: RunAction, runs: readonly RunRow[]): RunRow[] =>
  runs.filter(({ state }) => allowed[action].includes(state));

/** The button text of an action. Resuming is one word, whether a run was paused or has ended. */
export const actionWord = (action: RunAction): string =>
  ({ start: 'Start', pause: 'Pause', resume: 'Resume', stop: 'Stop' })[action];

export async function control(action: RunAction, runs: readonly RunRow[]): Promise<void> {
  const fitting = runsFor(action, runs);
  // The services distinguish a paused session from a run that must be queued again.
  const queued = action === 'resume' ? fitting.filter(({ state }) => state !== 'paused') : [];
  const others = fitting.filter((run) => !queued.includes(run));
  const ask = (asked: readonly RunRow[], by: RunAction) =>
    asked.length === 0 ? null : client.request('control', { runs: asked.map(({ id }) => id), action: by });
  await attempt(async () => {
    await Promise.all([ask(others, action), ask(queued, 'start')]);
  });
}

/** Experiments (by their id) and runs, one word for each run. */
export function runsOf(ids: Iterable<string>): RunRow[] {
  const runs = [...ids].flatMap((id) => overview.experiments.get(id)?.runs ?? [id]);
  return [...new Set(runs)].flatMap((id) => overview.runs.get(id) ?? []);
}

const nameOf = (id: string): string => overview.experiments.get(id)?.title ?? overview.runs.get(id)?.name ?? id;

export async function remove(ids: readonly string[]): Promise<void> {
  const what = ids.length === 1 ? nameOf(ids[0]) : `${ids.length} rows`;
  await attempt(async () => {
    const { undo } = await client.request('remove', { ids });
    notices.done(`${what} moved to the bin.`, {
      label: 'Undo',
      run: () => void attempt(() => client.request('restore', { undo })),
    });
  });
}

export async function archive(ids: readonly string[], archived: boolean): Promise<void> {
  await attempt(async () => {
    await client.request('annotate', { ids, archived });
    notices.done(archived ? 'Archived.' : 'Back from the archive.', {
      label: 'Undo',
      run: () => void attempt(() => client.request('annotate', { ids, archived: !archived })),
    });
  });
}

/** Starts a shipped experiment; returns its id, or null if it could not. */
export async function startPreset(name: string): Promise<string | null> {
  let id: string | null = null;
  await attempt(async () => {
    const presets = await client.request('presets', {});
    const preset = presets.find((one) => one.name === name);
    if (!preset) throw new Error(`The preset ${name} is not shipped with this version.`);
    id = (await client.request('startExperiment', { experiment: preset.experiment })).experiment;
  });
  return id;
}
