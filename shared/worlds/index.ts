/** The catalogue of built-in worlds. */
import { graded } from './graded.ts';
import { random } from './random.ts';

export const worlds = { graded, random } as const;
