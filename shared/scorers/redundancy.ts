/** Share of a search's passages that the rollout had seen before. */
import type { TurnScorer } from './scorer.ts';

/** Passages with equal texts are the same passage. */
export const redundancy: TurnScorer = {
  name: 'redundancy',
  help: 'Share of the turn’s passages that the rollout had seen already, 0 where nothing was found; a turn that did not search has none.',
  source: 'arXiv:2505.15107; Zillwang/StepSearch',
  range: [0, 1],
  per: 'turn',
  score: ({ turns }) => {
    const seen = new Set<string>();
    return turns.map(({ retrieval }) => {
      if (retrieval === null) return null;
      const before = seen.size;
      for (const { passage } of retrieval.passages) seen.add(passage.text);
      const found = retrieval.passages.length;
      return found === 0 ? 0 : (found - (seen.size - before)) / found;
    });
  },
};
