/** The cursor of the second of two rollouts while the first one plays: in the paired turn, equally far into it. */
import type { Rollout } from '../../../../shared/record/rollout.ts';
import type { TurnPair } from '../turns/align.ts';

type Spans = Pick<Rollout, 'turns' | 'promptLength' | 'tokens'>;

/** Linear between the ends of paired turns; an unpaired turn of the first holds the second in place. */
export function alignedCursor(pairs: readonly TurnPair[], left: Spans, right: Spans, cursor: number): number {
  const end = ({ turns, promptLength }: Spans, turn: number | null, before: number): number =>
    turn === null ? before : (turns[turn].response?.end ?? turns[turn].message.end) || promptLength;
  let [fromLeft, fromRight] = [left.promptLength, right.promptLength];
  if (cursor <= fromLeft) return Math.round((cursor / Math.max(1, fromLeft)) * fromRight);
  for (const pair of pairs) {
    const [toLeft, toRight] = [end(left, pair.left, fromLeft), end(right, pair.right, fromRight)];
    if (cursor < toLeft) {
      const share = (cursor - fromLeft) / (toLeft - fromLeft);
      return Math.floor(fromRight + share * (toRight - fromRight));
    }
    [fromLeft, fromRight] = [toLeft, toRight];
  }
  return right.tokens.length;
}
