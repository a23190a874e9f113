/** Credit in words, the same in the window and on the command line. */
import { grouped } from '../util/text.ts';
import type { CreditorView, CreditRow } from './credit-views.ts';

export const creditorTitle = ({ title, own }: CreditorView): string => (own ? `${title}, as trained` : title);

/** Each reason why algorithms cannot credit the rollouts, once, with the algorithms it holds for: "PPO, TIPS". */
export const refusals = (
  rows: readonly CreditorView[],
): readonly { readonly titles: string; readonly problem: string }[] =>
  [...Map.groupBy(rows, ({ problem }) => problem)].flatMap(([problem, refused]) =>
    problem === null ? [] : [{ titles: refused.map(creditorTitle).join(', '), problem }],
  );

/** How many groups have equal outcomes, and how many of these the run's own algorithm learns from.
 *  Null without figures or without groups. */
export function rescueSentence([own]: readonly CreditRow[]): string | null {
  if (!own?.figures || own.figures.groups === 0) return null;
  const { groups, equalOutcomes, rescued } = own.figures;
  if (equalOutcomes.all === 0)
    return `In all ${grouped(groups)} groups outcomes differ: none is lost to outcome-only methods.`;
  const learnt = rescued.all === 0 ? 'none' : rescued.all === equalOutcomes.all ? 'all' : grouped(rescued.all);
  return `In ${grouped(equalOutcomes.all)} of ${grouped(groups)} groups all outcomes are equal, and outcome-only methods learn nothing; ${own.title} learns from ${learnt} of these.`;
}
