/** Fills the inputs of a sequence graph from rows of tokens. */
import { float32, int32, type Tensor } from '../graph/runtime.ts';
import type { Architecture } from '../models/architecture.ts';
import { planBatches, type PlannedBatch } from './buckets.ts';

/** The token before the first one and in padding. */
export const PAD = 0;

export interface SequenceRow {
  readonly tokens: Int32Array;
  /** Positions t ≥ 1 whose token is predicted (from t − 1), ascending. */
  readonly predicted: readonly number[];
  /** Named numbers per token, [T] each: weights, advantages, old log-probs. */
  readonly columns: Readonly<Record<string, Float32Array>>;
  /** [T] segment of each token, counted from 0; absent where each token has its own ratio. */
  readonly segments?: Int32Array;
  /** Position → [V] `shift` of `softCrossEntropy`, 0 at other positions; absent if the loss reads none. */
  readonly shifts?: ReadonlyMap<number, Float32Array>;
}

/** The batches that these rows are computed in, `tokens` tokens at most in each. */
export const planRows = (rows: readonly SequenceRow[], tokens: number): PlannedBatch[] =>
  planBatches(
    rows.map((row) => ({ length: row.tokens.length, selected: row.predicted.length, segments: segmentCount(row) })),
    tokens,
  );

/** Number of segments in a row. Only predicted tokens count. */
const segmentCount = ({ predicted, segments }: SequenceRow): number =>
  segments ? 1 + Math.max(-1, ...predicted.map((t) => segments[t])) : 0;

/** ids, select, inverse and targets of a planned batch, and each column gathered at the predicted positions; unused
 *  slots have target 0 and columns 0. */
export function sequenceInputs(
  a: Architecture,
  { bucket, rows: members }: PlannedBatch,
  rows: readonly SequenceRow[],
): Record<string, Tensor> {
  const { batch, length, selected, segments } = bucket;
  const before = a.convolution - 1;
  const ids = new Int32Array(batch * (length + before)).fill(PAD);
  const select = new Int32Array(selected);
  const inverse = new Int32Array(batch * length).fill(selected);
  const targets = new Int32Array(selected);
  const names = Object.keys(rows[members[0]].columns);
  const columns = names.map(() => new Float32Array(selected));
  const shift = rows[members[0]].shifts && new Float32Array(selected * a.vocabularySize);
  let slot = 0;
  members.forEach((member, row) => {
    const { tokens, predicted, columns: values, shifts } = rows[member];
    ids.set(tokens, row * (length + before) + before);
    for (const position of predicted) {
      select[slot] = row * length + position - 1;
      inverse[select[slot]] = slot;
      targets[slot] = tokens[position];
      names.forEach((name, i) => (columns[i][slot] = values[name][position]));
      shift?.set(shifts?.get(position) ?? [], slot * a.vocabularySize);
      slot++;
    }
  });
  return {
    ids: int32([batch, length + before], ids),
    select: int32([selected], select),
    inverse: int32([batch * length], inverse),
    targets: int32([selected, 1], targets),
    ...Object.fromEntries(names.map((name, i) => [name, float32([selected, 1], columns[i])])),
    ...(shift && { shift: float32([selected, a.vocabularySize], shift) }),
    ...(segments !== undefined &&
      segmentInputs(
        selected,
        segments,
        members.map((member) => rows[member]),
      )),
  };
}

/** `segment` [S, N] and `share` [S, 1] as the policy loss reads them; 0 in unused slots. */
function segmentInputs(selected: number, segments: number, rows: readonly SequenceRow[]): Record<string, Tensor> {
  const segment = new Float32Array(selected * segments);
  const share = new Float32Array(selected);
  let [slot, first] = [0, 0];
  for (const row of rows) {
    const own = row.predicted.map((t) => row.segments![t]);
    const tokens = new Int32Array(segmentCount(row));
    for (const id of own) tokens[id]++;
    for (const id of own) {
      segment[slot * segments + first + id] = 1;
      share[slot++] = 1 / tokens[id];
    }
    first += tokens.length;
  }
  return { segment: float32([selected, segments], segment), share: float32([selected, 1], share) };
}
