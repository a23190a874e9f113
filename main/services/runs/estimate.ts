/** What an experiment will cost, estimated from similar runs that this machine has trained. */
import type { ExperimentRun } from '../../../shared/config/experiment.ts';
import { canonicalJson } from '../../../shared/config/hash.ts';
import type { RunConfig } from '../../../shared/config/run-config.ts';
import type { Estimate } from '../../../shared/ipc/app-views.ts';
import { relativeCost, stepShape } from '../../../shared/train/step-cost.ts';
import type { StepShape } from '../../../shared/train/step-cost.ts';
import { median } from '../../../shared/util/math.ts';
import { takesAllCores } from '../../devices/facts.ts';
import type { Store } from '../../store/open.ts';
import { bytesOf, pastRuns } from './past-runs.ts';
import type { PastRun } from './past-runs.ts';

/** Number of newest runs whose folder and memory are measured. */
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

/** Devices work in parallel; on each the runs share `slots`, unless one needs every core. */
function elapsed(runs: readonly ExperimentRun[], costs: readonly Cost[], slots: number): number {
  const byDevice = Map.groupBy(runs.keys(), (i) => runs[i].config.device);
  const each = [...byDevice.values()].map((indices) => {
    const alone = indices.some((i) => takesAllCores(runs[i].config));
    const together = alone ? 1 : Math.min(slots, indices.length);
    return indices.reduce((sum, i) => sum + costs[i].seconds, 0) / together;
  });
  return Math.max(...each);
}

interface Cost {
  readonly seconds: number;
  /** Null if those runs are gone from the disk. */
  readonly bytes: number | null;
  /** Largest of one run; null if no journal says. */
  readonly memoryBytes: number | null;
  readonly secondsPerStep: number;
  readonly from: number;
  readonly scaled: boolean;
  readonly mostDraws: number;
}

/** Null if no past run is similar. */
function costOf(config: RunConfig, past: readonly PastRun[]): Cost | null {
  const near = past.filter((one) => one.config.device === config.device && sameModel(one.config, config));
  const shape = stepShape(config);
  const same = near.filter((one) => sameShape(one.config, config) && sameSteps(one.shape, shape));
  const from = same.length > 0 ? same : near;
  if (from.length === 0) return null;
  const scale = (one: PastRun): number => relativeCost(shape, one.shape, one.spent);
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

function most(values: readonly (number | null)[]): number | null {
  return values.reduce((largest, value) => (value !== null && value > (largest ?? -Infinity) ? value : largest), null);
}
