/** Counterfactual evidence: the belief if a search had found random passages. The context is the same, only the
 *  passages differ. Source: IG-Search, arXiv:2604.15148. */
import type { Passage } from '../data/passage.ts';
import type { Retrieval } from '../data/retrieval.ts';
import type { Fork } from '../rollout/fork-measurement.ts';
import type { GroundTruthFork } from '../rollout/protocol.ts';
import { mostResponse } from '../rollout/roll-out.ts';
import { stream, type Rng } from '../util/rng.ts';
import type { Measurement } from './measurement.ts';

/** Source: as above. */
const draws = 3;

/** [responses][draws] belief after random passages, nats: as many as were found, drawn from the same corpus without
 *  those. The rollouts of a group draw alike for as long as they find the same: they are compared with the same chance,
 *  and what they read alike is read once. */
export const randomEvidence: Measurement = {
  name: 'randomEvidence',
  when: 'whileSampling',
  policy: 'current',
  room: mostResponse,
  forwardPasses: 2, // three responses for each one that is read
  result: ({ measured }) => measured?.randomEvidence,
  ask: (step, { config }) => ({
    scoreGroundTruth: true,
    forkMeasurements: [
      {
        name: 'randomEvidence',
        room: mostResponse(config.rollout),
        forksOf: ({ corpus, group }) => {
          const rng = stream(config.seed, 'randomEvidence', step, group);
          return ({ found, groundTruth, response }) =>
            Array.from({ length: draws }, () => others(found, corpus.passages, rng)).map((passages) =>
              counterfactual(response(passages), groundTruth),
            );
        },
      },
    ],
  }),
};

/** As many passages as were found, none of them and none twice; fewer where the corpus has no more. */
function others({ passages }: Retrieval, corpus: readonly Passage[], rng: Rng): Retrieval['passages'] {
  const taken = new Set(passages.map(({ passage }) => passage.text));
  const left = corpus.filter(({ text }) => !taken.has(text));
  const drawn: Passage[] = rng.shuffle(left).slice(0, passages.length);
  return drawn.map((passage) => ({ passage, relevance: 0 }));
}

/** The ground truth behind another response. */
const counterfactual = (response: Int32Array, { tokens, span }: GroundTruthFork): Fork => ({
  fork: Int32Array.of(...response, ...tokens.subarray(0, span.end)),
  forkFrom: response.length + span.start,
});
