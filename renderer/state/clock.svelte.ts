/** The time, for what says how long ago something was. */
import { createSubscriber } from 'svelte/reactivity';

const everyMs = 30_000;

/** Runs only while something that is shown reads the clock. */
const tick = createSubscriber((update) => {
  const timer = setInterval(update, everyMs);
  return () => clearInterval(timer);
});

export const clock = {
  get now(): number {
    tick();
    return Date.now();
  },
};
