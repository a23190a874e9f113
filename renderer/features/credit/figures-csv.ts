/** What algorithms learn from, as CSV: one row per algorithm, numbers in full precision. */
import { csvRow } from '../../../shared/util/csv.ts';
import type { CreditRow } from '../../../shared/ipc/credit-views.ts';
import { creditorTitle } from '../../../shared/ipc/credit-words.ts';
import { massShare, meanNet, meanSize } from '../../../shared/xray/credit-figures.ts';
import type { CreditFigures } from '../../../shared/xray/credit-figures.ts';

const counts: readonly (readonly [string, (figures: CreditFigures) => number])[] = [
  ['tokens of the policy', ({ policyTokens }) => policyTokens],
  ['tokens learned from', ({ gradientTokens }) => gradientTokens],
  ['groups', ({ groups }) => groups],
  ['groups without signal', ({ silent }) => silent.all],
  ['of these all right', ({ silent }) => silent.right],
  ['of these all wrong', ({ silent }) => silent.wrong],
  ['groups of equal outcomes', ({ equalOutcomes }) => equalOutcomes.all],
  ['rescued', ({ rescued }) => rescued.all],
];

const evidence = ['found', 'missed', 'unsearched'] as const;
const evidenceTitles = { found: 'found support', missed: 'found none', unsearched: 'no search' } as const;

/** RFC 4180. A cell without a value is empty; algorithms without figures are omitted. */
export function figuresCsv(rows: readonly CreditRow[]): string {
  const credited = rows.flatMap((row) => (row.figures ? [{ row, figures: row.figures }] : []));
  const turns = Math.max(0, ...credited.map(({ figures }) => figures.positions.length));
  const positions = Array.from({ length: turns }, (_, t) => t);
  const head = [
    ...['algorithm', ...counts.map(([title]) => title)],
    ...positions.map((t) => `mean |advantage| turn ${t + 1}`),
    ...evidence.flatMap((kind) => [
      `share of |advantage|, ${evidenceTitles[kind]}`,
      `mean advantage, ${evidenceTitles[kind]}`,
    ]),
  ];
  const lines = credited.map(({ row, figures }) => [
    ...[creditorTitle(row), ...counts.map(([, of]) => of(figures))],
    ...positions.map((t) => figures.positions[t] && meanSize(figures.positions[t])),
    ...evidence.flatMap((kind) => {
      const mass = figures.evidence?.[kind];
      return mass ? [massShare(mass, figures.positions), meanNet(mass)] : [null, null];
    }),
  ]);
  return [head, ...lines].map(csvRow).join('');
}
