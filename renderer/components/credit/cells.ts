/** Cells of credit tables, coloured on a diverging scale. */
import type { CreditedTurn, GroupCredit } from '../../../shared/ipc/credit-views.ts';
import { signed } from '../../../shared/statistics/format.ts';

/** Per cent of the loss or win colour at the end of the scale: more would leave text too little contrast in the dark
 *  theme. */
const most = 60;

/** Background of an advantage: full at `largest`, next to none where it is tiny, grey where it is exactly 0. */
export function cellColour(advantage: number, largest: number): string {
  const share = largest > 0 ? Math.min(1, Math.abs(advantage) / largest) : 0;
  return advantage === 0
    ? 'var(--press)'
    : `color-mix(in oklab, var(${advantage < 0 ? '--loss' : '--win'}) ${Math.round(most * share)}%, var(--paper))`;
}

/** |advantage| at the end of each algorithm's scale: its largest in the group, since algorithms have their own units.
 *  0 without any. */
export const largestOf = ({ advantages }: GroupCredit): readonly number[] =>
  advantages.map((rollouts) => Math.max(0, ...(rollouts ?? []).flat().map(Math.abs)));

/** The tooltip of a turn's cell: its advantage and tokens, and the beginning of what the turn said. t: from 0. */
export const cellTitle = (advantage: number, t: number, { tokens, found, said }: CreditedTurn): string =>
  `Turn ${t + 1}, advantage ${signed(advantage)} on ${tokens} tokens${found ? ', found a supporting passage' : ''}${
    said === null ? '' : `\n${said.slice(0, 120)}`
  }`;
