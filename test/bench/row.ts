/** One figure of a bench, and whether it reaches its target. */

export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Target of the value; absent if the figure only informs. */
  readonly reach?: { readonly atLeast: number } | { readonly atMost: number };
  /** What a reader must know to read the number. */
  readonly note?: string;
}

/** Whether the target is reached; null without one. */
export function met({ value, reach }: Row): boolean | null {
  if (!reach) return null;
  return 'atLeast' in reach ? value >= reach.atLeast : value <= reach.atMost;
}

/** Three significant digits, whole from a hundred on: 0.0123, 4.57, 1,234. */
export const shown = (value: number): string =>
  Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-US')
    : value.toLocaleString('en-US', { maximumSignificantDigits: 3 });

/** One line of the table. */
export function rowLine(row: Row): string {
  const { name, value, unit, reach, note } = row;
  const target = reach && ('atLeast' in reach ? `≥ ${shown(reach.atLeast)}` : `≤ ${shown(reach.atMost)}`);
  const verdict = reach ? `${target}: ${met(row) ? 'met' : 'NOT MET'}` : '';
  const line = `  ${name.padEnd(44)}${shown(value).padStart(9)} ${unit.padEnd(14)}${verdict.padEnd(18)}${note ?? ''}`;
  return line.trimEnd();
}
