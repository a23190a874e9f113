/** Columns of the experiments table. */
import type { SortKey } from './table-rows.ts';

export interface Column {
  readonly title: string;
  /** Null if rows cannot be sorted by it. */
  readonly sort: SortKey | null;
  readonly number?: boolean;
  /** Width of its grid track. */
  readonly width: string;
  /** What is averaged over, on hover. */
  readonly help?: string;
}

const always: readonly Column[] = [
  { title: 'Experiment or run', sort: 'name', width: 'minmax(200px, 1fr)' },
  { title: 'State', sort: 'state', width: '100px' },
  { title: 'Progress', sort: 'progress', width: '116px' },
  {
    title: 'Answer F1',
    sort: 'answerF1',
    width: '144px',
    number: true,
    help: 'Training rollouts, mean of the last step',
  },
  {
    title: 'Exact match',
    sort: 'exactMatch',
    width: '84px',
    number: true,
    help: 'Test questions, last evaluation',
  },
  { title: 'Begun', sort: 'created', width: '84px', number: true },
];
const left: Column = { title: 'Time left', sort: 'left', width: '80px', number: true };
const device: Column = { title: 'Device', sort: null, width: 'minmax(80px, 160px)' };

/** From this width on the device column fits. */
const roomy = 1040;

/** From this width on the verdict, which spans both outcome columns, fits. */
const wideOutcome = '208px';

/** The columns for a table of this width, px. active: some row has time left. */
export const columnsFor = (width: number, active: boolean): readonly Column[] => [
  ...always.slice(0, 3),
  ...(active ? [left] : []),
  ...always
    .slice(3, -1)
    .map((column) => (width >= roomy && column.sort === 'answerF1' ? { ...column, width: wideOutcome } : column)),
  ...(width < roomy ? [] : [device]),
  ...always.slice(-1),
];

export const templateOf = (columns: readonly Column[]): string => columns.map(({ width }) => width).join(' ');
