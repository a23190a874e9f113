/** Where an algorithm puts its credit: the share of tokens that it learns from, the groups that it learns nothing from,
 *  and the turns that carry its advantages. */
import { environmentFailed } from '../record/rollout.ts';
import { scorersNamed } from '../scorers/index.ts';
import { writtenTokens } from '../scorers/written-tokens.ts';
import { sum } from '../util/math.ts';
import type { Creditor } from '../train/credit-group.ts';
import type { LearnedGroups } from './rescore.ts';
import { equalOutcomes, hasSignal } from '../train/signal.ts';
import type { LearnedRollout, SavedRollout } from '../record/saved-rollout.ts';

/** Some turns, and the advantages on them. */
export interface Mass {
  readonly turns: number;
  /** Σ |advantage| */
  readonly size: number;
  /** Σ advantage */
  readonly net: number;
}

/** A number of groups, and how many of them have right rollouts only or wrong ones only. */
export interface GroupCount {
  readonly all: number;
  readonly right: number;
  readonly wrong: number;
}

export interface CreditFigures {
  /** Tokens that the policy wrote, and those of them whose advantage is not 0. */
  readonly policyTokens: number;
  readonly gradientTokens: number;
  readonly groups: number;
  /** Groups whose advantages are all 0. */
  readonly silent: GroupCount;
  /** Groups in which the outcomes that the algorithm reads are equal: an outcome-only method learns nothing from
   *  them. */
  readonly equalOutcomes: GroupCount;
  /** Those of them that have an advantage all the same. */
  readonly rescued: GroupCount;
  /** By turn, from the first. */
  readonly positions: readonly Mass[];
  /** Turns whose search found a passage that supports the answer, other searches, and turns without one; null where no
   *  question says what supports it. */
  readonly evidence: { readonly found: Mass; readonly missed: Mass; readonly unsearched: Mass } | null;
}

const nothing: Mass = { turns: 0, size: 0, net: 0 };
const noGroups: GroupCount = { all: 0, right: 0, wrong: 0 };

export const noFigures: CreditFigures = {
  ...{ policyTokens: 0, gradientTokens: 0, groups: 0, silent: noGroups, equalOutcomes: noGroups, rescued: noGroups },
  ...{ positions: [], evidence: null },
};

/** Whether a turn's search found a passage that supports the answer; null where it did not search or the data does not
 *  say. */
export const foundSupport = ({ rollout, question }: SavedRollout, t: number): boolean | null => {
  const { retrieval } = rollout.turns[t];
  if (retrieval === null || question.supporting === null) return null;
  const supporting = new Set(question.supporting);
  return retrieval.passages.some(({ passage }) => supporting.has(passage.id));
};

/** The figures of one step's groups, credited by the algorithm, without rollouts that the environment failed. */
export function stepFigures(groups: LearnedGroups, { algorithm, config }: Creditor): CreditFigures {
  const outcomes = scorersNamed(algorithm.scorers(config.algorithm))
    .filter(({ per }) => per === 'rollout')
    .map(({ name }) => name);
  return groups
    .map((group) => group.filter(({ rollout }) => !environmentFailed(rollout)))
    .filter((group) => group.length > 0)
    .map((group) => groupFigures(group, outcomes))
    .reduce(addFigures, noFigures);
}

function groupFigures(group: readonly LearnedRollout[], outcomes: readonly string[]): CreditFigures {
  const right = group.filter(({ scores }) => scores.outcomeScores.exactMatch === 1).length;
  const one: GroupCount = { all: 1, right: Number(right === group.length), wrong: Number(right === 0) };
  const silent = !hasSignal(group);
  const equal = equalOutcomes(group, outcomes);
  return {
    ...group.map(rolloutFigures).reduce(addFigures, noFigures),
    groups: 1,
    silent: silent ? one : noGroups,
    equalOutcomes: equal ? one : noGroups,
    rescued: equal && !silent ? one : noGroups,
  };
}

function rolloutFigures(stored: LearnedRollout): CreditFigures {
  const { rollout, question } = stored;
  const { advantage } = stored.credit;
  const masses = Array.from(advantage, (a): Mass => ({ turns: 1, size: Math.abs(a), net: a }));
  const written = writtenTokens.score(rollout, question);
  const support = rollout.turns.map((_, t) => foundSupport(stored, t));
  const where = (chosen: (t: number) => boolean): Mass => masses.filter((_, t) => chosen(t)).reduce(addMass, nothing);
  return {
    ...noFigures,
    policyTokens: sum(rollout.mask),
    gradientTokens: sum(written.map((tokens, t) => (advantage[t] === 0 ? 0 : tokens!))),
    positions: masses,
    evidence: question.supporting && {
      found: where((t) => support[t] === true),
      missed: where((t) => support[t] === false),
      unsearched: where((t) => support[t] === null),
    },
  };
}

/** The sum of both. */
export const addFigures = (a: CreditFigures, b: CreditFigures): CreditFigures => ({
  policyTokens: a.policyTokens + b.policyTokens,
  gradientTokens: a.gradientTokens + b.gradientTokens,
  groups: a.groups + b.groups,
  silent: addCount(a.silent, b.silent),
  equalOutcomes: addCount(a.equalOutcomes, b.equalOutcomes),
  rescued: addCount(a.rescued, b.rescued),
  positions: Array.from({ length: Math.max(a.positions.length, b.positions.length) }, (_, t) =>
    addMass(a.positions[t] ?? nothing, b.positions[t] ?? nothing),
  ),
  evidence:
    a.evidence && b.evidence
      ? {
          found: addMass(a.evidence.found, b.evidence.found),
          missed: addMass(a.evidence.missed, b.evidence.missed),
          unsearched: addMass(a.evidence.unsearched, b.evidence.unsearched),
        }
      : (a.evidence ?? b.evidence),
});

const addMass = (a: Mass, b: Mass): Mass => ({ turns: a.turns + b.turns, size: a.size + b.size, net: a.net + b.net });

const addCount = (a: GroupCount, b: GroupCount): GroupCount => ({
  all: a.all + b.all,
  right: a.right + b.right,
  wrong: a.wrong + b.wrong,
});

/** Mean |advantage| of the turns; null where there are none. */
export const meanSize = ({ turns, size }: Mass): number | null => (turns === 0 ? null : size / turns);

/** Mean advantage of the turns; null where there are none. */
export const meanNet = ({ turns, net }: Mass): number | null => (turns === 0 ? null : net / turns);

/** Share of all advantage mass that lies on some turns, in [0, 1]; null where there is none at all. */
export function massShare(part: Mass, positions: readonly Mass[]): number | null {
  const all = sum(positions.map(({ size }) => size));
  return all === 0 ? null : part.size / all;
}
