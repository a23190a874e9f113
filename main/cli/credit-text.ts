/** A credit X-ray for a terminal: what each algorithm learns from, where its advantages lie, how far algorithms agree,
 *  and one group in full. */
import type { CreditRow, CreditXrayView, GroupCredit } from '../../shared/ipc/credit-views.ts';
import { creditorTitle, refusals, rescueSentence } from '../../shared/ipc/credit-words.ts';
import { fixed, percent, signed } from '../../shared/statistics/format.ts';
import { massShare, meanNet, meanSize } from '../../shared/xray/credit-figures.ts';
import type { CreditFigures, GroupCount } from '../../shared/xray/credit-figures.ts';
import { visibleText } from '../../shared/util/visible-text.ts';
import { columns, wrap } from './text.ts';

type Credited = CreditRow & { readonly figures: CreditFigures };

const width = 100;
const none = '–';
const share = (value: number | null): string => (value === null ? none : percent(value, 1));
const counted = ({ all, right, wrong }: GroupCount): string =>
  all === 0 ? '0' : `${all} (${right} right, ${wrong} wrong)`;

export function creditText(xray: CreditXrayView): string[] {
  const { rows, steps, stepsSaved, rollouts, turns, example, differing } = xray;
  const known = rows.filter((row): row is Credited => row.figures !== null);
  const rescue = rescueSentence(rows);
  const range = steps.length === 1 ? `Step ${steps[0]}` : `Steps ${steps[0]} to ${steps.at(-1)!}`;
  const some = steps.length < stepsSaved ? ` (${steps.length} of ${stepsSaved}, spread evenly)` : '';
  return [
    `${range}${some}: ${rollouts} rollouts, ${turns} turns`,
    ...(differing === null || differing === 0
      ? []
      : wrap(
          `On ${differing} turns the run’s own algorithm now gives another advantage than was saved: its values moved while it trained, or the code has changed since.`,
          width,
        )),
    ...(rescue === null ? [] : wrap(rescue, width)),
    ...signal(known),
    ...positions(known),
    ...evidence(known),
    ...agreement(xray),
    ...(example ? exampleText(rows, example) : []),
    ...refusals(rows).flatMap(({ titles, problem }) => [
      '',
      ...wrap(`${titles} cannot credit these rollouts: ${problem}`, width),
    ]),
  ];
}

const table = (title: string, rows: readonly (readonly string[])[]): string[] => [
  '',
  title,
  ...columns(rows, new Set(rows[0].slice(1).map((_, i) => i + 1))).map((line) => `  ${line}`),
];

const signal = (rows: readonly Credited[]): string[] =>
  table('What it learns from', [
    ['', 'Policy tokens', 'Groups without signal', 'Outcomes all equal', 'Rescued'],
    ...rows.map((row) => {
      const { gradientTokens, policyTokens, silent, equalOutcomes, rescued } = row.figures;
      const tokens = share(policyTokens === 0 ? null : gradientTokens / policyTokens);
      return [creditorTitle(row), tokens, counted(silent), String(equalOutcomes.all), String(rescued.all)];
    }),
  ]);

function positions(rows: readonly Credited[]): string[] {
  const most = Math.max(0, ...rows.map(({ figures }) => figures.positions.length));
  return table('Mean |advantage| by turn', [
    ['', ...Array.from({ length: most }, (_, t) => `Turn ${t + 1}`)],
    ...rows.map((row) => [
      creditorTitle(row),
      ...Array.from({ length: most }, (_, t) => {
        const mass = row.figures.positions[t];
        return mass ? fixed(meanSize(mass), 3) : none;
      }),
    ]),
  ]);
}

function evidence(rows: readonly Credited[]): string[] {
  const said = rows.flatMap((row) => (row.figures.evidence ? [{ row, ...row.figures.evidence }] : []));
  if (said.length === 0)
    return ['', 'The data does not say which passages support an answer, so turns are not split by what they found.'];
  return table(
    'Share of all |advantage|, mean advantage, on turns whose search found a supporting passage, and others',
    [
      ['', 'Found', '', 'Not found', '', 'No search', ''],
      ...said.map(({ row, found, missed, unsearched }) => [
        creditorTitle(row),
        ...[found, missed, unsearched].flatMap((mass) => [
          share(massShare(mass, row.figures.positions)),
          signed(meanNet(mass)),
        ]),
      ]),
    ],
  );
}

function agreement({ rows, agreement: rho }: CreditXrayView): string[] {
  const known = rows.flatMap((row, i) => (row.figures === null ? [] : [{ row, i }]));
  if (known.length < 2) return [];
  return table('Agreement: rank correlation of the turns’ advantages', [
    ['', ...known.map((_, k) => String(k + 1))],
    ...known.map(({ row, i }, k) => [`${k + 1} ${creditorTitle(row)}`, ...known.map(({ i: j }) => fixed(rho[i][j]))]),
  ]);
}

/** The rollouts of a group turn by turn, with one column of advantages per algorithm. */
function exampleText(rows: readonly CreditRow[], { question, members, advantages }: GroupCredit): string[] {
  const known = rows.flatMap((row, i) => (row.figures === null ? [] : [{ row, i }]));
  const { step } = members[0].address;
  const head = ['Rollout', '', 'Turn', 'Said', 'Tokens', ...known.map((_, k) => String(k + 1))];
  const lines = members.flatMap(({ member, right, turns }, m) =>
    turns.map(({ said, found, tokens }, t) => [
      ...(t === 0 ? [String(member + 1), right === null ? '' : right ? 'right' : 'wrong'] : ['', '']),
      `${t + 1}${found === true ? ' ★' : ''}`,
      short(said ?? none),
      String(tokens),
      ...known.map(({ i }) => signed(advantages[i]?.[m][t] ?? null)),
    ]),
  );
  const right = new Set([4, ...known.map((_, k) => k + 5)]);
  return [
    '',
    `Example, step ${step}: ${question}`,
    ...columns([head, ...lines], right).map((line) => `  ${line}`),
    '  ★ found a supporting passage; algorithms are numbered as above; an advantage is that of each of the turn’s tokens, a critic’s their mean',
  ];
}

const short = (text: string): string => {
  const plain = visibleText(text.replace(/\s+/g, ' '));
  return [...plain].length > 32 ? `${[...plain].slice(0, 31).join('')}…` : plain;
};
