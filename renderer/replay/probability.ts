/** Belief as the probability that it stands for. */

/** exp(belief) as per cent: the geometric mean probability of a ground-truth token. 0.7 %, 99 %, < 0.1 %, > 99.9 % but not quite. */
export function probabilityText(belief: number): string {
  const share = 100 * Math.exp(belief);
  if (Number.isNaN(share)) return '–';
  if (share > 0 && share < 0.1) return '< 0.1 %';
  if (share > 99.9 && share < 100) return '> 99.9 %';
  return `${share.toFixed(share < 10 || share > 99 ? 1 : 0)} %`;
}
