import { binary } from '../elementwise.ts';

/** a = b as bool; no gradient passes. */
export const equal = binary('Equal', (a, b) => Number(a === b), undefined, { result: 'bool' });
