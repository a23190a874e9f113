/** The catalogue of protocols. */
import { tags } from './tags.ts';

export const protocols = { tags } as const;
