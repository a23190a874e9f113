/** What an experiment will cost, from runs like it that this machine has trained. */
import { readdirSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { ExperimentRun } from '../../../shared/config/experiment.ts';
import { canonicalJson } from '../../../shared/config/hash.ts';
import type { RunConfig } from '../../../shared/config/run-config.ts';
import type { Estimate } from '../../../shared/ipc/app-views.ts';
import { relativeCost, stepShape } from '../../../shared/train/step-cost.ts';
import type { StepShape, StepTime } from '../../../shared/train/step-cost.ts';
import { mean } from '../../../shared/util/math.ts';
import { runMetrics } from '../../store/metrics.ts';
import type { Store } from '../../store/open.ts';
import { listRuns, runConfig } from '../../store/runs.ts';
import type { RunRow } from '../../store/runs.ts';
import { runFiles } from '../../run-folder/run-folder.ts';
import { checkpointsOf } from './checkpoints.ts';

/** What one run of the past says. */
interface Past {
  readonly stored: RunRow;
  readonly config: RunConfig;
  readonly shape: StepShape;
  readonly spent: StepTime;
  readonly secondsPerStep: number;
  readonly memoryBytes: number | null;
}

/** Newest runs that are looked at, and of these how many are measured on disk. */
const mostRuns = 200;
const mostMeasured = 5;

export function estimate(store: Store, runs: readonly ExperimentRun[], slots: number): Estimate {
  const past = pastRuns(store);
  const costs = runs.map(({ config }) => costOf(config, past));
  const unknown = costs.findIndex((cost) => cost === null);
  if (runs.length === 0 || unknown >= 0) {
    const { device, model } = runs[unknown]?.config ?? { device: 'this device', model: { checkpoint: 'the model' } };
    const basis = `No run here has trained ${model.checkpoint} on ${device} yet: the first steps will tell.`;
    return { runs: runs.length, secondsPerRun: null, seconds: null, memoryBytes: null, diskBytes: null, basis };
  }
  const known = costs.filter((cost) => cost !== null);
  const total = known.reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    runs: runs.length,
    secondsPerRun: total / runs.length,
    seconds: elapsed(runs, known, slots),
    memoryBytes: most(known.map(({ memoryBytes }) => memoryBytes)),
    diskBytes: known.reduce<number | null>(
      (sum, { bytes }) => (sum === null || bytes === null ? null : sum + bytes),
      0,
    ),
    basis: basisOf(known, runs[0].config.device),
  };
}

/** Devices work side by side; on each the runs share `slots`, unless one needs every core. */
function elapsed(runs: readonly ExperimentRun[], costs: readonly Cost[], slots: number): number {
  const byDevice = Map.groupBy(runs.keys(), (i) => runs[i].config.device);
  const each = [...byDevice].map(([device, indices]) => {
    const alone = device === 'cpu' && indices.some((i) => runs[i].config.threads === 0);
    const together = alone ? 1 : Math.min(slots, indices.length);
    return indices.reduce((sum, i) => sum + costs[i].seconds, 0) / together;
  });
  return Math.max(...each);
}

interface Cost {
  readonly seconds: number;
  /** Null where those runs are gone from the disk. */
  readonly bytes: number | null;
  /** Most that one run took; null where its journal does not say. */
  readonly memoryBytes: number | null;
  readonly secondsPerStep: number;
  readonly from: number;
  readonly scaled: boolean;
  readonly mostDraws: number;
}

/** Null where no run is like it. */
function costOf(config: RunConfig, past: readonly Past[]): Cost | null {
  const near = past.filter((one) => one.config.device === config.device && sameModel(one.config, config));
  const shape = stepShape(config);
  const same = near.filter((one) => sameShape(one.config, config) && sameSteps(one.shape, shape));
  const from = same.length > 0 ? same : near;
  if (from.length === 0) return null;
  const scale = (one: Past): number => relativeCost(shape, one.shape, one.spent);
  const secondsPerStep = median(from.map((one) => one.secondsPerStep * scale(one)));
  const { steps } = config.train;
  const bytes = from.slice(0, mostMeasured).flatMap((one) => {
    const measured = bytesOf(one.stored);
    return measured ? [measured.perStep * (saved(shape) / saved(one.shape)) * steps + measured.checkpoints] : [];
  });
  return {
    secondsPerStep,
    seconds: secondsPerStep * steps,
    bytes: bytes.length > 0 ? median(bytes) : null,
    memoryBytes: most(from.slice(0, mostMeasured).map(({ memoryBytes }) => memoryBytes)),
    from: from.length,
    scaled: same.length === 0,
    mostDraws: shape.draws,
  };
}

const sameModel = (a: RunConfig, b: RunConfig): boolean => a.model.checkpoint === b.model.checkpoint;

const sameShape = (a: RunConfig, b: RunConfig): boolean =>
  a.threads === b.threads && a.world.name === b.world.name && canonicalJson(a.rollout) === canonicalJson(b.rollout);

const sameSteps = (a: StepShape, b: StepShape): boolean => a.draws === b.draws && a.forwardPasses === b.forwardPasses;

/** What a step writes: every draw is saved. */
const saved = ({ size, draws }: StepShape): number => size * draws;

function basisOf(costs: readonly Cost[], device: string): string {
  const scaled = costs.filter((cost) => cost.scaled);
  const { from, secondsPerStep, mostDraws } = scaled[0] ?? costs[0];
  const runs = `${from} ${from === 1 ? 'run' : 'runs'}`;
  const step = `${secondsPerStep.toPrecision(2)} s a step`;
  return scaled.length === 0
    ? `Median of ${runs} of the same shape on this machine (${device}): ${step}, evaluations included.`
    : `Scaled by rollouts × tokens${mostDraws > 1 ? ` × up to ${mostDraws} draws` : ''} from ${runs} of another shape on this machine (${device}): about ${step}. Expect a factor of two.`;
}

/** Runs of this machine that have done steps, newest first. A CPU is told by its name; a GPU by nothing. */
function pastRuns(store: Store): Past[] {
  const processor = cpus()[0]?.model.trim() ?? '';
  return listRuns(store)
    .filter(({ step }) => step > 0)
    .slice(0, mostRuns)
    .flatMap((stored) => {
      const config = runConfig(store, stored.id) as unknown as RunConfig;
      const isElsewhere = config.device === 'cpu' && !stored.device.startsWith(processor);
      const secondsPerStep = isElsewhere || !isWhole(config) ? null : pace(store, stored.id);
      return secondsPerStep === null
        ? []
        : [
            {
              ...{ stored, config, secondsPerStep, memoryBytes: memoryOf(store, stored.id) },
              ...{ shape: stepShape(config), spent: spentBy(store, stored.id) },
            },
          ];
    });
}

/** A run of an older version, or from elsewhere, may lack what is compared here. */
const isWhole = ({ algorithm, model, rollout, train, world }: Partial<RunConfig>): boolean =>
  [algorithm, model, rollout, train, world].every((section) => typeof section === 'object' && section !== null);

/** Seconds from line to line of the journal, evaluations included, pauses not: a wait of over 20 medians is one. Null before two lines. */
function pace(store: Store, runId: string): number | null {
  const { value } = runMetrics(store, runId, 'time/written');
  const waits = [...value.subarray(1)].map((time, i) => time - value[i]).filter((wait) => wait >= 0);
  if (waits.length === 0) return null;
  const most = 20 * median(waits);
  const counted = waits.filter((wait) => wait <= most);
  return counted.reduce((sum, wait) => sum + wait, 0) / counted.length;
}

/** Half for rollouts where its journal does not say. */
function spentBy(store: Store, runId: string): StepTime {
  const meanOf = (name: string, otherwise: number): number => {
    const values = runMetrics(store, runId, name).value.filter((one) => !Number.isNaN(one));
    return values.length === 0 ? otherwise : mean(values);
  };
  return {
    rolloutShare: Math.min(1, meanOf('time/rollout_ms', 0.5) / meanOf('time/step_ms', 1)),
    draws: Math.max(1, meanOf('signal/draws', 1)),
  };
}

/** The most it had in use; null for a run that did not journal it. */
function memoryOf(store: Store, runId: string): number | null {
  const { value } = runMetrics(store, runId, 'time/memory_mb');
  return most([...value].map((megabytes) => (Number.isNaN(megabytes) ? null : megabytes * 1e6)));
}

function most(values: readonly (number | null)[]): number | null {
  return values.reduce((largest, value) => (value !== null && value > (largest ?? -Infinity) ? value : largest), null);
}

/** What a run takes on disk: what grows with its steps, and its checkpoints. */
function bytesOf({ folder, step }: RunRow): { readonly perStep: number; readonly checkpoints: number } | null {
  const { metrics, rollouts } = runFiles(folder);
  const chunks = (): string[] => readdirSync(rollouts).map((name) => join(rollouts, name));
  const size = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  try {
    const grown = [metrics, ...chunks()].reduce((sum, path) => sum + size(path), 0);
    return { perStep: grown / step, checkpoints: checkpointsOf(folder).reduce((sum, { bytes }) => sum + bytes, 0) };
  } catch {
    return null; // it was removed a moment ago
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)] + sorted[Math.floor(middle)]) / 2;
}
