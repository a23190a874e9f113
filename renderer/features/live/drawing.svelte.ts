/** How charts are drawn, the same in every view and remembered. */
import { openExportMenu } from '../../chart/export-menus.ts';
import { offer } from '../../state/commands.svelte.ts';
import { remembered } from '../../state/remembered.svelte.ts';
import { xUnits } from '../../metrics/x-units.ts';

export interface Drawing {
  /** Id of the unit of x. */
  unit: string;
  /** Weight of the debiased moving average, [0, 1); 0 draws the values. */
  smoothing: number;
  log: boolean;
  table: boolean;
}

const unit = remembered('drawing.unit', 'step');
const smoothing = remembered('drawing.smoothing', 0.6);
let log = $state(false);
let table = $state(false);

export const drawing: Drawing = {
  get unit() {
    return unit.value;
  },
  set unit(id) {
    unit.value = id;
  },
  get smoothing() {
    return smoothing.value;
  },
  set smoothing(weight) {
    smoothing.value = weight;
  },
  get log() {
    return log;
  },
  set log(on) {
    log = on;
  },
  get table() {
    return table;
  },
  set table(on) {
    table = on;
  },
};

/** Weights that the S key cycles through. */
const weights = [0, 0.6, 0.9];

/** Offers the shortcuts of charts while a view is there. */
export function offerDrawing(): void {
  offer(() => [
    {
      title: 'Next unit of x',
      group: 'Charts',
      keys: 'x',
      run: () =>
        (drawing.unit = next(
          xUnits.map(({ id }) => id),
          drawing.unit,
        )),
    },
    {
      title: 'Smoothing: none, some, much',
      group: 'Charts',
      keys: 's',
      run: () => (drawing.smoothing = next(weights, drawing.smoothing)),
    },
    { title: 'Logarithmic y', group: 'Charts', keys: 'l', run: () => (drawing.log = !drawing.log) },
    { title: 'Tables instead of plots', group: 'Charts', keys: 't', run: () => (drawing.table = !drawing.table) },
    { title: 'Export a chart', group: 'Charts', keys: 'e', run: openExportMenu },
  ]);
}

const next = <T>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length];
