/** A process of its own that opens a data folder as the app does, trains one experiment there, and tells its parent
 *  what it says of every folder. argv: data folder, file of settings, file of the experiment. */
import { readFileSync } from 'node:fs';
import { openApp } from '../../main/services/app/app.ts';
import type { ExperimentRow, RunRow } from '../../shared/ipc/views.ts';
import type { JsonObject } from '../../shared/util/json.ts';

/** What the process answers to a question. */
export interface HostileReport {
  /** Of the run that trained: its state, and the points of a metric as they came. */
  readonly good: { readonly state: string; readonly steps: readonly number[] };
  /** Everything that is said of a folder, by its id. */
  readonly said: Readonly<Record<string, string>>;
  /** What a call about a rollout of each gave. */
  readonly asked: Readonly<Record<string, string>>;
  /** Most memory that this process had in use, bytes. */
  readonly peakBytes: number;
}

const [dataFolder, settingsFile, experimentFile] = process.argv.slice(2);
const leaving = new AbortController();
const caller = { signal: leaving.signal, turn: () => Promise.resolve() };
const app = openApp({ dataFolder, settingsFile });
const { handlers } = app;
const runs = new Map<string, RunRow>();
const experiments = new Map<string, ExperimentRow>();
void (async () => {
  for await (const change of handlers.overview({}, caller)) {
    for (const row of change.runs) runs.set(row.id, row);
    for (const row of change.experiments) experiments.set(row.id, row);
  }
})();

const experiment = JSON.parse(readFileSync(experimentFile, 'utf8')) as JsonObject;
const { experiment: good } = await handlers.startExperiment({ experiment }, caller);
const run = `${good}/igpo-seed-1`;
const steps: number[] = [];
void (async () => {
  for await (const batch of handlers.series({ runs: [run], metrics: ['score/answer_f1'] }, caller))
    steps.push(...batch.flatMap(({ step }) => [...step]));
})();

/** Sentences about a run or an experiment. */
async function saidOf(id: string): Promise<string> {
  const { failure = null } = runs.get(id) ?? {};
  const problem = experiments.get(id)?.problem ?? null;
  let problems: readonly string[] = [];
  if (runs.has(id))
    for await (const detail of handlers.run({ run: id }, caller)) {
      ({ problems } = detail);
      break;
    }
  return [failure, problem, ...problems].filter((one) => one !== null).join('\n');
}

/** What a call gives, or its sentence. */
async function answer(call: () => unknown): Promise<string> {
  try {
    await call();
    return 'answered';
  } catch (error) {
    return (error as Error).message;
  }
}

async function askAll(id: string): Promise<string> {
  const where = { run: id, step: 1, set: 'training', n: 0 } as const;
  const list = { runs: [id], filter: {}, orderBy: 'step', descending: false, limit: 10 } as const;
  const answers = [
    await answer(() => handlers.rollouts(list, caller)),
    await answer(() => handlers.rollout(where, caller)),
    await answer(() => handlers.group(where, caller)),
    await answer(() => handlers.tree(where, caller)),
    await answer(() => handlers.creditXray({ run: id, algorithms: [] }, caller)),
    await answer(() => handlers.report({ ids: [id], format: 'html', title: 'A report' }, caller)),
  ];
  return answers.join('\n');
}

export interface HostileQuestion {
  readonly ids: readonly string[];
  /** Whether to call what shows rollouts and makes reports. */
  readonly calls: boolean;
}

process.on('message', ({ ids, calls }: HostileQuestion) => {
  void (async () => {
    const asked: Record<string, string> = {};
    if (calls) for (const id of ids) if (runs.has(id)) asked[id] = await askAll(id);
    const said: Record<string, string> = {};
    for (const id of ids) said[id] = await saidOf(id);
    const report: HostileReport = {
      good: { state: runs.get(run)?.state ?? 'none', steps },
      said,
      asked,
      peakBytes: process.resourceUsage().maxRSS * 1024,
    };
    process.send!(report);
  })();
});
process.on('disconnect', () => {
  leaving.abort();
  void app.close().finally(() => process.exit(0));
});
