/** Credit X-ray: the same saved rollouts under several algorithms side by side, step by step. */
import { correlation, ranks } from '../util/rank.ts';
import { environmentFailed } from '../record/rollout.ts';
import { addFigures, noFigures, stepFigures, type CreditFigures } from './credit-figures.ts';
import type { Creditor } from '../train/credit-group.ts';
import { MissingAtTokens, MissingScore, rescore, type Groups, type LearnedGroups } from './rescore.ts';
import { wasLearned, type SavedRollout } from '../record/saved-rollout.ts';

/** One algorithm's figures, or the sentence why there are none. */
export type AlgorithmCredit = { readonly figures: CreditFigures } | { readonly problem: string };

/** One group under every algorithm. */
export interface CreditedGroup {
  readonly group: readonly SavedRollout[];
  /** [algorithms][G][K]; null for an algorithm that cannot credit it. */
  readonly advantages: readonly (readonly Float64Array[] | null)[];
}

export interface CreditXray {
  /** [algorithms] in the order of the creditors. */
  readonly credits: readonly AlgorithmCredit[];
  /** [algorithms][algorithms] Spearman's ρ of all turn advantages; null where one has no figures, or does not vary. */
  readonly agreement: readonly (readonly (number | null)[])[];
  /** Turns whose advantage under the first algorithm differs from the saved one; null where it has no figures of its
   *  own. */
  readonly differing: number | null;
  /** The group that separates the algorithms best: first by how many of them learn from it and how many do not, then by
   *  how many of its rollouts get different credit. Null without groups. */
  readonly example: CreditedGroup | null;
}

/** A step's groups under an algorithm, or the sentence why there is none: a score is missing that only the model could
 *  give. Other errors are thrown. own: the run was trained with this algorithm, so where credit needs per-token data
 *  that is not saved, the saved credit is returned. */
export function tryRescore(groups: Groups, creditor: Creditor, step: number, own: boolean): LearnedGroups | string {
  try {
    return rescore(groups, creditor, step);
  } catch (error) {
    if (own && error instanceof MissingAtTokens && allLearned(groups)) return groups;
    if (error instanceof MissingScore) return error.message;
    throw error;
  }
}

const allLearned = (groups: Groups): groups is LearnedGroups => groups.flat().every(wasLearned);

/** Collects a run's steps: `add` each, then read the `result`. The first creditor is the run's own, so that its
 *  advantages can be checked against the saved ones. creditors: a string is the sentence why an algorithm cannot credit
 *  the run. */
export function creditXray(creditors: readonly (Creditor | string)[]): {
  add(groups: Groups, step: number): void;
  result(): CreditXray;
} {
  const problems = creditors.map((creditor) => (typeof creditor === 'string' ? creditor : null));
  const figures = creditors.map(() => noFigures);
  const advantages: number[][] = creditors.map(() => []);
  let checked = true;
  let differing = 0;
  let example: { readonly separation: readonly [number, number]; readonly credited: CreditedGroup } | null = null;

  function add(groups: Groups, step: number): void {
    const rescored = creditors.map((creditor, c) => {
      if (problems[c] !== null || typeof creditor === 'string') return null;
      const made = tryRescore(groups, creditor, step, c === 0);
      if (typeof made !== 'string') return made;
      problems[c] = made;
      return null;
    });
    rescored.forEach((made, c) => {
      if (made === null) return;
      figures[c] = addFigures(figures[c], stepFigures(made, creditors[c] as Creditor));
      for (const { rollout, credit } of made.flat())
        if (!environmentFailed(rollout)) for (const a of credit.advantage) advantages[c].push(a);
    });
    checked &&= rescored[0] !== groups && allLearned(groups); // else there is nothing to compare with
    const saved = groups.flat();
    rescored[0]?.flat().forEach(({ credit }, i) => {
      differing += credit.advantage.filter((a, t) => a !== saved[i].credit?.advantage[t]).length;
    });
    groups.forEach((group, g) => {
      const credited = {
        group,
        advantages: rescored.map((made) => made && made[g].map(({ credit }) => credit.advantage)),
      };
      const separation = separationBy(credited);
      if (example === null || ahead(separation, example.separation)) example = { separation, credited };
    });
  }

  function result(): CreditXray {
    const ranked = advantages.map((values, c) => (problems[c] === null ? ranks(values) : null));
    const agreement = ranked.map(() => ranked.map((): number | null => null));
    ranked.forEach((a, i) => {
      for (let j = i; j < ranked.length; j++) {
        const b = ranked[j];
        agreement[i][j] = agreement[j][i] = a && b && a.length > 0 ? correlation(a, b) : null;
      }
    });
    return {
      credits: figures.map((one, c) => (problems[c] === null ? { figures: one } : { problem: problems[c] })),
      agreement,
      differing: checked && problems[0] === null ? differing : null,
      example: example && example.credited,
    };
  }
  return { add, result };
}

/** How well a group separates the algorithms: those that learn from it times those that do not; then its rollouts of
 *  different credit. */
function separationBy({ group, advantages }: CreditedGroup): readonly [number, number] {
  const known = advantages.filter((one) => one !== null);
  const learning = known.filter((rollouts) => rollouts.some((turns) => turns.some((a) => a !== 0))).length;
  const unlike = new Set(group.map((_, m) => known.map((rollouts) => rollouts[m].join(' ')).join('|')));
  return [learning * (known.length - learning), unlike.size];
}

const ahead = (a: readonly [number, number], b: readonly [number, number]): boolean =>
  a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
