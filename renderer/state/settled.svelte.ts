/** A reactive value that changes only when its content does. */
import { same } from './same.ts';

/** Returns a reader of `read`'s plain data. It keeps returning the same object while the content stays the same, so
 *  what depends on it does not run again. Call it while a component is set up. */
export function settled<T>(read: () => T): () => T {
  let last: T | undefined;
  const value = $derived.by(() => {
    const next = $state.snapshot(read()) as T;
    return (last = last !== undefined && same(last, next) ? last : next);
  });
  return () => value;
}
