/** Five seeds × three question sets, invented: the worked numbers that the statistics are checked against. */
export const scoresA = [
  [0.62, 0.41, 0.55],
  [0.66, 0.38, 0.58],
  [0.6, 0.44, 0.52],
  [0.7, 0.4, 0.61],
  [0.64, 0.47, 0.5],
];
export const scoresB = [
  [0.55, 0.36, 0.5],
  [0.63, 0.35, 0.47],
  [0.52, 0.4, 0.51],
  [0.6, 0.33, 0.53],
  [0.58, 0.42, 0.46],
];

export function close(actual: number, expected: number, tolerance: number): void {
  if (!(Math.abs(actual - expected) <= tolerance))
    throw new Error(`expected ${expected} ± ${tolerance}, got ${actual}`);
}
