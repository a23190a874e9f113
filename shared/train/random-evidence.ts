/** What a search might have found had it drawn passages at random: the same context, only the evidence is another. */
import type { Passage } from '../data/passage.ts';
import type { Retrieval } from '../data/retrieval.ts';
import type { Batch } from '../rollout/roll-out.ts';
import { stream, type Rng } from '../util/rng.ts';
import { scorersRead } from './trainer.ts';
import type { Trainer } from './trainer.ts';

/** Source: IG-Search, arXiv:2604.15148. */
const draws = 3;

/** Three draws in the place of what each search found, as many passages of the same corpus and none of those; undefined where no score reads
 *  the beliefs after them. The rollouts of a group draw alike for as long as they find the same: they are compared with the same chance, and
 *  what they read alike is read once. */
export function randomEvidence(step: number, trainer: Trainer): Batch['instead'] {
  if (!scoresRandomEvidence(trainer)) return undefined;
  return ({ corpus }, group) => {
    const rng = stream(trainer.config.seed, 'randomEvidence', step, group);
    return (found) => Array.from({ length: draws }, () => others(found, corpus.passages, rng));
  };
}

/** Whether scores need beliefs after random passages, so that they are worked out while sampling. */
export const scoresRandomEvidence = (trainer: Pick<Trainer, 'config' | 'algorithm'>): boolean =>
  scorersRead(trainer).some(({ readsRandomEvidence }) => readsRandomEvidence);

/** As many passages as were found, none of them and none twice; fewer where the corpus has no more. */
function others({ passages }: Retrieval, corpus: readonly Passage[], rng: Rng): Retrieval['passages'] {
  const taken = new Set(passages.map(({ passage }) => passage.text));
  const left = corpus.filter(({ text }) => !taken.has(text));
  const drawn: Passage[] = rng.shuffle(left).slice(0, passages.length);
  return drawn.map((passage) => ({ passage, relevance: 0 }));
}
