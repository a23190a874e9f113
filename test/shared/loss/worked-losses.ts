/** Worked numbers that the float64 losses and their graphs must both give. */

/** ratio, advantage, loss with dual clip 3, without, and with DAPO's clips */
export const v13: readonly (readonly [number, number, number, number, number])[] = [
  [1, 1, -1, -1, -1],
  [1.5, 1, -1.2, -1.2, -1.28],
  [0.5, 1, -0.5, -0.5, -0.5],
  [1.5, -1, 1.5, 1.5, 1.5],
  [0.5, -1, 0.8, 0.8, 0.8],
  [5, -1, 3, 5, 5],
  [1.25, 1, -1.2, -1.2, -1.25],
];

/** logProb, refLogProb, k1, k2, k3 */
export const v14: readonly (readonly [number, number, number, number, number])[] = [
  [-1, -1.5, 0.5, 0.125, 0.106531],
  [-2, -1, -1, 0.5, 0.718282],
  [-0.1, -0.1, 0, 0, 0],
  [-0.5, -6, 5.5, 15.125, 4.504087],
];
