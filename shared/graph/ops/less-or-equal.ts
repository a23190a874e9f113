import { binary } from '../elementwise.ts';

/** a ≤ b as bool; no gradient passes. */
export const lessOrEqual = binary('LessOrEqual', (a, b) => Number(a <= b), undefined, { result: 'bool' });
