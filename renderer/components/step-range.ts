/** A range of steps as a person types it. */

/** Inclusive at both ends; open where one is absent. */
export interface StepRange {
  readonly firstStep?: number;
  readonly lastStep?: number;
}

/** `12`, `10-40`, `10-`, `-40`; '' for every step. */
export function stepsText({ firstStep, lastStep }: StepRange): string {
  if (firstStep === undefined && lastStep === undefined) return '';
  return firstStep === lastStep ? String(firstStep) : `${firstStep ?? ''}-${lastStep ?? ''}`;
}

/** The range of a typed text; null if it is not one. Spaces and longer dashes are allowed. */
export function stepsOf(text: string): StepRange | null {
  const found = /^\s*(\d*)\s*(?:([-–—])\s*(\d*)\s*)?$/.exec(text);
  if (found === null) return null;
  const [, first = '', dash, last = ''] = found;
  const range = { ...(first !== '' && { firstStep: Number(first) }), ...(last !== '' && { lastStep: Number(last) }) };
  return dash === undefined && first !== '' ? { ...range, lastStep: Number(first) } : range;
}
