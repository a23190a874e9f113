/** Credit X-ray of a run folder: its saved training rollouts under its own algorithm and others. */
import { setImmediate } from 'node:timers/promises';
import { algorithms } from '../../../shared/algorithms/index.ts';
import { canonicalJson } from '../../../shared/config/hash.ts';
import type { CreditorView, CreditXrayView, GroupCredit, GroupCreditView } from '../../../shared/ipc/credit-views.ts';
import type { RolloutAddress } from '../../../shared/ipc/rollout-views.ts';
import { writtenTokens } from '../../../shared/scorers/written-tokens.ts';
import { foundSupport } from '../../../shared/xray/credit-figures.ts';
import type { Creditor } from '../../../shared/train/credit-group.ts';
import { creditXray as xrayOf, tryRescore } from '../../../shared/xray/credit-xray.ts';
import type { CreditedGroup } from '../../../shared/xray/credit-xray.ts';
import { choiceText, creditorFor, parseChoice } from '../../../shared/xray/rescore.ts';
import type { AlgorithmChoice } from '../../../shared/xray/rescore.ts';
import { groupsOf } from '../../../shared/record/groups.ts';
import type { SavedRollout } from '../../../shared/record/saved-rollout.ts';
import type { JsonObject } from '../../../shared/util/json.ts';
import { openChunk } from '../../run-folder/rollout-reader.ts';
import type { OpenChunk } from '../../run-folder/rollout-reader.ts';
import { chunkFile, chunkFiles, readManifest } from '../../run-folder/run-folder.ts';
import type { OpenChunks } from './open-chunks.ts';

/** Most steps that one X-ray reads, so that it takes seconds. */
export const mostSteps = 60;

interface Place {
  readonly id: string;
  readonly folder: string;
}
type Where = Omit<RolloutAddress, 'run'>;

export interface XrayQuestion {
  /** Inclusive. Absent: all steps. */
  readonly firstStep?: number | undefined;
  readonly lastStep?: number | undefined;
  /** Beside the run's own. Empty: every algorithm with its defaults. */
  readonly algorithms: readonly AlgorithmChoice[];
}

/** The X-ray of a run's steps. Throws RangeError for an unknown algorithm or preset, and if no step has saved
 *  rollouts. */
export async function creditXray(run: Place, asked: XrayQuestion, signal?: AbortSignal): Promise<CreditXrayView> {
  const { firstStep = 0, lastStep = Infinity } = asked;
  const saved = chunkFiles(run.folder).filter(({ set }) => set === 'training');
  const chunks = saved.filter(({ step }) => step >= firstStep && step <= lastStep);
  if (chunks.length === 0)
    throw new RangeError(
      `${run.id}: expected steps with training rollouts (${saved.length === 0 ? 'none' : `${saved[0].step} to ${saved.at(-1)!.step}`}), got none in ${firstStep} to ${lastStep === Infinity ? 'the end' : lastStep}`,
    );
  const { views, creditors } = creditorsOf(readManifest(run.folder).config, asked.algorithms);
  const read = spreadEvenly(chunks, mostSteps);
  const xray = xrayOf(creditors);
  const damaged: string[] = [];
  const addresses = new Map<SavedRollout, RolloutAddress>();
  let [rollouts, turns] = [0, 0];
  for (const { path, step } of read) {
    await setImmediate(undefined, { signal }); // other calls are answered in between
    const { problem, addressed } = readStep(run, step, openChunk(path));
    if (problem !== null) damaged.push(problem);
    for (const [stored, address] of addressed) addresses.set(stored, address);
    xray.add(groupsOf([...addressed.keys()]), step);
    rollouts += addressed.size;
    for (const { rollout } of addressed.keys()) turns += rollout.turns.length;
  }
  const { credits, agreement, differing, example } = xray.result();
  return {
    rows: views.map((view, i) => {
      const credit = credits[i];
      return 'problem' in credit
        ? { ...view, problem: credit.problem, figures: null }
        : { ...view, figures: credit.figures };
    }),
    ...{ agreement, differing, damaged, rollouts, turns },
    steps: read.map(({ step }) => step),
    stepsSaved: chunks.length,
    example: example && groupView(example, addresses),
  };
}

/** The group of one training rollout under the algorithms. Throws RangeError for an unknown algorithm, a missing
 *  rollout, and a rollout of an evaluation. */
export function groupCredit(
  chunks: OpenChunks,
  run: Place,
  where: Where,
  chosen: readonly AlgorithmChoice[],
): GroupCreditView {
  if (where.set !== 'training')
    throw new RangeError('Rollouts of an evaluation get no credit: nothing is learned from them.');
  const { addressed } = readStep(run, where.step, chunks(chunkFile(run.folder, where.step, where.set)));
  const groups = groupsOf([...addressed.keys()]);
  const g = groups.findIndex((group) => group.some((stored) => addressed.get(stored)!.n === where.n));
  if (g < 0)
    throw new RangeError(`${run.id}, step ${where.step}: expected a rollout that is saved and whole, got ${where.n}`);
  const { views, creditors } = creditorsOf(readManifest(run.folder).config, chosen);
  const rescored = creditors.map((creditor, c) =>
    typeof creditor === 'string' ? creditor : tryRescore(groups, creditor, where.step, c === 0),
  );
  return {
    rows: views.map((view, i) => ({ ...view, problem: typeof rescored[i] === 'string' ? rescored[i] : null })),
    group: groupView(
      {
        group: groups[g],
        advantages: rescored.map((made) =>
          typeof made === 'string' ? null : made[g].map(({ credit }) => credit.advantage),
        ),
      },
      addressed,
    ),
  };
}

/** The run's own algorithm, then those that differ from it. A sentence stands for one that the run's world or groups do
 *  not allow. */
function creditorsOf(config: JsonObject, chosen: readonly AlgorithmChoice[]) {
  const own = allowed(config, null);
  const ownName = typeof own === 'string' ? 'own' : own.algorithm.name;
  const ownTitle = typeof own === 'string' ? 'Its own algorithm' : own.algorithm.title;
  const all = chosen.length > 0 ? chosen.map((choice) => parseChoice(choiceText(choice))) : algorithms;
  const others = all
    .map(({ name, ...rest }) => ({ name, ...('preset' in rest && { preset: rest.preset }) }))
    .map((choice) => ({ choice, creditor: allowed(config, choice) }))
    .filter(({ creditor }) => !equal(creditor, own));
  const view = (choice: string, title: string, isOwn: boolean): CreditorView => ({
    ...{ choice, title, own: isOwn, problem: null },
  });
  return {
    creditors: [own, ...others.map(({ creditor }) => creditor)],
    views: [
      view(ownName, ownTitle, true),
      ...others.map(({ choice }) => {
        const { title } = algorithms.find(({ name }) => name === choice.name)!;
        return view(choiceText(choice), choice.preset === undefined ? title : `${title} ${choice.preset}`, false);
      }),
    ],
  };
}

function allowed(config: JsonObject, choice: AlgorithmChoice | null): Creditor | string {
  try {
    return creditorFor(config, choice);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return error.message; // the config's own sentence
    throw error;
  }
}

const equal = (a: Creditor | string, b: Creditor | string): boolean =>
  typeof a !== 'string' &&
  typeof b !== 'string' &&
  canonicalJson(a.config.algorithm) === canonicalJson(b.config.algorithm);

/** The intact rollouts of a step with their addresses. */
function readStep({ id }: Place, step: number, { index, all }: OpenChunk) {
  const { entries } = index;
  const { rollouts, problem } = all();
  const addressed = new Map<SavedRollout, RolloutAddress>();
  rollouts.forEach((stored, i) => {
    if (stored !== null) addressed.set(stored, { run: id, step, set: 'training', n: entries[i].n });
  });
  return { addressed, problem };
}

const groupView = (
  { group, advantages }: CreditedGroup,
  addresses: ReadonlyMap<SavedRollout, RolloutAddress>,
): GroupCredit => ({
  question: group[0].question.text,
  members: group.map((stored) => {
    const { exactMatch } = stored.scores.outcomeScores;
    const tokens = writtenTokens.score(stored.rollout, stored.question);
    return {
      address: addresses.get(stored)!,
      member: stored.rollout.member,
      right: exactMatch === undefined ? null : exactMatch === 1,
      turns: stored.rollout.turns.map(({ query, answer }, t) => ({
        kind: answer !== null ? 'answer' : query !== null ? 'search' : 'neither',
        said: answer ?? query,
        found: foundSupport(stored, t),
        tokens: tokens[t] ?? 0,
      })),
    };
  }),
  advantages: advantages.map((rollouts) => rollouts && rollouts.map((turns) => [...turns])),
});

/** At most `most` of them, the first and the last among them. */
const spreadEvenly = <T>(all: readonly T[], most: number): T[] =>
  all.length <= most
    ? [...all]
    : Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]);
