/** The ground truth behind a prefix as a row of its own, where it is not forked from sampling: another policy's opinion, other evidence. */
import type { TokenRow } from '../model/learner.ts';
import type { GroundTruthFork } from '../rollout/protocol.ts';
import type { TokenSpan } from '../rollout/rollout.ts';

export interface ForkRow extends TokenRow {
  /** The ground truth in it, which alone is scored. */
  readonly span: TokenSpan;
}

export function forkRow(prefix: ArrayLike<number>, fork: GroundTruthFork): ForkRow {
  const tokens = new Int32Array(prefix.length + fork.span.end);
  tokens.set(prefix);
  tokens.set(fork.tokens.subarray(0, fork.span.end), prefix.length);
  const span = { start: prefix.length + fork.span.start, end: prefix.length + fork.span.end };
  return { tokens, mask: new Uint8Array(tokens.length).fill(1, span.start, span.end), span };
}
