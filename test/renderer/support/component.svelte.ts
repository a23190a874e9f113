/** What a component is to the state it uses: a place whose effects run until it goes away. */
import { flushSync } from 'svelte';

/** A reactive value that a test changes. */
export function cell<T>(first: T): { value: T } {
  let value = $state(first);
  return {
    get value() {
      return value;
    },
    set value(next) {
      value = next;
    },
  };
}

/** Sets up as a component does and runs its effects; returns what was set up, and how the component goes away. */
export function component<T>(setUp: () => T): { readonly state: T; destroy(): void } {
  let state: T;
  const destroy = $effect.root(() => {
    state = setUp();
  });
  flushSync();
  return { state: state!, destroy };
}

/** What a reading effect has seen, in order. */
export function watch<T>(read: () => T): readonly T[] {
  const seen: T[] = [];
  $effect(() => {
    seen.push(read());
  });
  return seen;
}

export { flushSync };
