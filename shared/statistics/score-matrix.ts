/** Scores of one algorithm: [seeds][question sets]. */
export type ScoreMatrix = readonly (readonly number[])[];

/** Number of columns. Throws RangeError on no rows, no columns or ragged rows. */
export function columns(scores: ScoreMatrix): number {
  const m = scores[0]?.length ?? 0;
  if (m === 0) throw new RangeError('scores: expected at least one seed and one question set, got none');
  scores.forEach((row, n) => {
    if (row.length !== m)
      throw new RangeError(`scores: expected ${m} question sets for every seed, got ${row.length} in row ${n}`);
  });
  return m;
}

/** Within every column, rows drawn with replacement by `pick`, which returns a row index. */
export function resampleColumns(scores: ScoreMatrix, pick: (rows: number) => number): number[][] {
  const m = columns(scores);
  return scores.map(() => Array.from({ length: m }, (_, j) => scores[pick(scores.length)]![j]!));
}
