/** The loss of a pair, in float64. Source: DPO, arXiv:2305.18290v3 Eq. 7. */

/** −log σ(β·margin), margin = (log π − log π_ref) of the chosen less that of the rejected, nats; log 2 at 0.
 *  log(1 + e^(−x)) as max(−x, 0) + log1p(e^(−|x|)): e^(−x) alone overflows for x < −709. */
export function preferenceLoss(margin: number, beta: number): number {
  const x = beta * margin;
  return Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** Weight of the pair in the gradient, −d loss / d margin = β · σ(−β·margin): β/2 at the reference policy, 0 for a pair
 *  far apart. */
export const preferenceWeight = (margin: number, beta: number): number => beta / (1 + Math.exp(beta * margin));
