/** A run: steps with evaluations between them until something ends it. Everything random derives from the config's seed
 *  and the step, so a resumed run equals one that never stopped. */
import type { Split } from '../data/question.ts';
import type { Turn } from '../record/rollout.ts';
import { exactMatchOn } from '../metrics/evaluation.ts';
import type { SavedRollout } from '../record/saved-rollout.ts';
import { sum } from '../util/math.ts';
import { withAdapted } from './adapt.ts';
import type { Adapted } from '../record/checkpoint.ts';
import type { Counters } from '../record/checkpoint.ts';
import { noEvaluation, observe, outOfPatience } from './early-stop.ts';
import type { EarlyStop } from './early-stop.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluate.ts';
import { trainStep } from './step.ts';
import type { StepResult } from './step.ts';
import type { Metrics } from './step-metrics.ts';
import type { CreditedRollout } from './credited-rollout.ts';
import type { Trainer } from './trainer.ts';

/** What a run carries from step to step besides params and optimizer state. */
export interface RunState {
  /** The last step that is done. */
  readonly step: number;
  readonly counters: Counters;
  readonly earlyStop: EarlyStop;
  /** Values of the algorithm that have moved from the configured ones. */
  readonly adapted: Adapted;
}

export const freshState: RunState = {
  step: 0,
  counters: { rollouts: 0, sampledTokens: 0, searchCalls: 0, seconds: 0 },
  earlyStop: noEvaluation,
  adapted: {},
};

/** Why a run ended: all steps done, no improvement, a budget spent, or on request. */
export type RunEnd = 'steps' | 'patience' | 'budget' | 'stopped';

/** The result of one step. Step 0 is the evaluation before training and has no groups. */
export interface StepRecord {
  readonly step: number;
  readonly metrics: Metrics;
  readonly groups: readonly (readonly CreditedRollout[])[];
  /** Rollouts of the evaluation after this step; empty without one. */
  readonly evaluation: readonly SavedRollout[];
}

/** What the host does between steps. Each call is awaited; an error ends the run. */
export interface RunHooks {
  /** Writes the journal. */
  record(record: StepRecord): Promise<void>;
  /** Saves params and optimizer state with this state. Called after the step's record is written. */
  checkpoint(state: RunState): Promise<void>;
  /** Asked before every step: resolves when the run may go on (a pause is a promise that waits) or should stop. */
  control(): Promise<'continue' | 'stop'>;
}

/** Runs from `from` (the state of a checkpoint whose params the learner holds) to its end, and checkpoints that end.
 *  Evaluates before the first step, every `evaluateEvery` steps and after the last one. A run that is stopped on
 *  request is not evaluated, so that it can be resumed unchanged. Throws what a step throws; the run can then be
 *  resumed from its last checkpoint. */
export async function run(
  trainer: Trainer,
  hooks: RunHooks,
  from: RunState = freshState,
): Promise<{ end: RunEnd; state: RunState }> {
  const { train } = trainer.config;
  if (train.maxSeconds > 0 && !trainer.clock)
    throw new RangeError(`train.maxSeconds: expected 0 where there is no clock, got ${train.maxSeconds}`);
  let state = from;
  let saved = from !== freshState;
  if (train.evaluateEvery > 0 && state.step === 0 && state.earlyStop.best === null)
    state = await conclude(state, { metrics: {}, groups: [] }, true, trainer, hooks);
  for (;;) {
    const end = ended(state, trainer) ?? ((await hooks.control()) === 'stop' ? 'stopped' : null);
    if (end !== null) {
      if (!saved) await hooks.checkpoint(state);
      return { end, state };
    }
    const step = state.step + 1;
    const result = await trainStep(step, withAdapted(trainer, state.adapted));
    const adapted = { ...state.adapted, ...result.adapted };
    state = { ...state, step, adapted, counters: spent(state.counters, result) };
    const evaluates = train.evaluateEvery > 0 && (step % train.evaluateEvery === 0 || ended(state, trainer) !== null);
    state = await conclude(state, result, evaluates, trainer, hooks);
    saved = train.checkpointEvery > 0 && step % train.checkpointEvery === 0;
    if (saved) await hooks.checkpoint(state);
  }
}

/** Evaluates if `evaluates`, then records the step. Returns the state with the evaluation's effect on early
 *  stopping. */
async function conclude(
  state: RunState,
  { metrics, groups }: Pick<StepResult, 'metrics' | 'groups'>,
  evaluates: boolean,
  trainer: Trainer,
  { record }: RunHooks,
): Promise<RunState> {
  const { step, counters } = state;
  const evaluations: Evaluation[] = [];
  const evaluateOn = async (splits: readonly Split[]) => {
    for (const split of splits)
      evaluations.push(await evaluate(step, split, trainer.config.train.evaluationQuestions, trainer));
  };
  let next = state;
  if (evaluates) {
    await evaluateOn(trainer.evaluationSplits);
    const judged = evaluations[0].metrics[exactMatchOn(trainer.evaluationSplits[0])];
    next = { ...state, earlyStop: observe(state.earlyStop, judged, step) };
    if (ended(next, trainer) !== null) await evaluateOn(trainer.finalSplits ?? []);
  }
  const all: Metrics = Object.assign(
    {},
    metrics,
    ...evaluations.map((evaluation) => evaluation.metrics),
    totals(counters),
  );
  await record({ step, metrics: all, groups, evaluation: evaluations.flatMap(({ rollouts }) => rollouts) });
  return next;
}

/** Why the run ends by itself; null while it goes on. */
function ended({ step, counters, earlyStop }: RunState, { config: { train } }: Trainer): RunEnd | null {
  const over = (value: number, budget: number) => budget > 0 && value >= budget;
  if (step >= train.steps) return 'steps';
  if (outOfPatience(earlyStop, train.patience)) return 'patience';
  return over(counters.rollouts, train.maxRollouts) ||
    over(counters.sampledTokens, train.maxTokens) ||
    over(counters.seconds, train.maxSeconds)
    ? 'budget'
    : null;
}

/** Counters after one more step. A failed query counts as a search call; the part that a branch copied counts once,
 *  where it was sampled. */
function spent(counters: Counters, { metrics, groups }: StepResult): Counters {
  const rollouts = groups.flat().map(({ rollout }) => rollout);
  const queries = (turns: readonly Turn[]) => turns.filter(({ query }) => query !== null).length;
  return {
    rollouts: counters.rollouts + rollouts.length,
    sampledTokens:
      counters.sampledTokens + sum(rollouts.map((one) => sum(one.mask.subarray(one.grownFrom?.tokens ?? 0)))),
    searchCalls:
      counters.searchCalls +
      sum(
        rollouts.map(({ turns, grownFrom }) =>
          queries(turns.filter(({ message }) => message.end > (grownFrom?.tokens ?? 0))),
        ),
      ),
    seconds: counters.seconds + (metrics['time/step_ms'] ?? 0) / 1000,
  };
}

const totals = ({ rollouts, sampledTokens, searchCalls, seconds }: Counters): Metrics => ({
  'total/rollouts': rollouts,
  'total/sampled_tokens': sampledTokens,
  'total/search_calls': searchCalls,
  'total/seconds': seconds,
});
