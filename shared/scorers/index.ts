/** The scorers, by name. One line adds one. */
import { suggestion } from '../util/text.ts';
import { answerF1Multiset } from './answer-f1-multiset.ts';
import { answerF1Set } from './answer-f1-set.ts';
import { answerPresent } from './answer-present.ts';
import { answerRetrieved } from './answer-retrieved.ts';
import { chainReached } from './chain-reached.ts';
import { decision } from './decision.ts';
import { evidenceContrast } from './evidence-contrast.ts';
import { exactMatchIgpo } from './exact-match-igpo.ts';
import { exactMatch } from './exact-match.ts';
import { format } from './format.ts';
import { informationGainProb } from './information-gain-prob.ts';
import { informationGain } from './information-gain.ts';
import { klRef } from './kl-ref.ts';
import { observation } from './observation.ts';
import { potentialGain } from './potential-gain.ts';
import { redundancy } from './redundancy.ts';
import { searchKeyScore } from './search-key-score.ts';
import { searchSucceeded } from './search-succeeded.ts';
import { supportGain } from './support-gain.ts';
import { turnFormat } from './turn-format.ts';
import type { Scorer } from './scorer.ts';
import { writtenTokens } from './written-tokens.ts';

export const scorers: readonly Scorer[] = [
  informationGain,
  informationGainProb,
  answerF1Set,
  answerF1Multiset,
  exactMatch,
  exactMatchIgpo,
  format,
  chainReached,
  observation,
  searchSucceeded,
  answerRetrieved,
  answerPresent,
  supportGain,
  redundancy,
  searchKeyScore,
  turnFormat,
  evidenceContrast,
  writtenTokens,
  ...decision,
  ...klRef,
  ...potentialGain,
];

/** The scorers of these names, in their order. Throws RangeError for a name that none has. */
export function scorersNamed(names: readonly string[]): Scorer[] {
  return names.map((name) => {
    const found = scorers.find((scorer) => scorer.name === name);
    if (!found) {
      const known = scorers.map((scorer) => scorer.name);
      throw new RangeError(`scorers: expected the name of a scorer, got ${name}${suggestion(name, known)}`);
    }
    return found;
  });
}
