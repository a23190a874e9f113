/** The loss of a pair and its slope. */
import { test } from 'node:test';
import { preferenceLoss, preferenceWeight } from '../../../shared/loss/preference-loss.ts';
import { close } from '../../support/close.ts';
import { randomCases } from '../../support/random-cases.ts';

test('as β goes to 0 the loss of a pair goes to log 2 and its weight to β/2; far apart it has none', () => {
  for (const margin of [-3, 0, 7]) {
    close([preferenceLoss(margin, 1e-9)], [Math.LN2], 1e-8);
    close([preferenceWeight(margin, 1e-9) / 1e-9], [0.5], 1e-8);
  }
  close([preferenceWeight(1e6, 0.3), preferenceWeight(-1e6, 0.3), preferenceLoss(-1e6, 0.3)], [0, 0.3, 3e5]);
});

test('the weight is the slope of the loss', () => {
  randomCases(100, 'slope', (rng) => {
    const [margin, beta] = [4 * rng.normal(), 2 * rng.next() + 0.01];
    const slope = (preferenceLoss(margin + 1e-5, beta) - preferenceLoss(margin - 1e-5, beta)) / 2e-5;
    close([preferenceWeight(margin, beta)], [-slope], 1e-8);
  });
});
