/** The catalogue of retrievers. */
import { bm25 } from './bm25.ts';

export const retrievers = { bm25 } as const;
