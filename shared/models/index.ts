/** The catalogue of model families: one file per member, one line here. */
import { convLlama } from './conv-llama.ts';

export const families = { convLlama } as const;
