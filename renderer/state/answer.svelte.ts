/** What the services say about a reactive input, as a reactive value. Requests and streams are both built on it. */
import { untrack } from 'svelte';
import { settled } from './settled.svelte.ts';

export interface Answer<T> {
  /** Null until something has come, and while nothing is asked for. */
  readonly value: T | null;
  /** Why there is none, as a sentence. */
  readonly error: string | null;
  /** Something is awaited. A `value` that is there meanwhile is stale. */
  readonly waiting: boolean;
  /** It has been awaited for so long that the view should say so. */
  readonly slow: boolean;
}

/** How `begin` reports. Reports for an outdated input are ignored. */
export interface Report<T> {
  waiting(): void;
  value(next: T | null): void;
  /** The value stays. */
  error(problem: Error): void;
}

const slowMs = 150;

/** Begins again whenever the content of `input` changes; null asks nothing. Call it while a component is set up.
 *  begin: starts asking and returns how to stop; before: the previous input, null at first · keeps: whether value and
 *  error of the previous input stay until the first report. */
export function answer<I, T>(
  input: () => I | null,
  begin: (input: I, report: Report<T>, before: I | null) => () => void,
  keeps: (before: I, next: I) => boolean = () => false,
): Answer<T> {
  let value = $state.raw<T | null>(null);
  let error = $state<string | null>(null);
  let waiting = $state(false);
  let slow = $state(false);
  const wanted = settled(input);
  let before: I | null = null;

  $effect(() => {
    const given = wanted();
    const last = before;
    before = given;
    const kept = given !== null && last !== null && keeps(last, given);
    if (!kept) {
      value = null;
      error = null;
    }
    if (given === null) return;
    let isOver = false;
    let slowTimer: ReturnType<typeof setTimeout> | undefined;
    const wait = (): void => {
      waiting = true;
      slowTimer ??= setTimeout(() => (slow = true), slowMs);
    };
    const rest = (): void => {
      clearTimeout(slowTimer);
      slowTimer = undefined;
      waiting = false;
      slow = false;
    };
    const unlessOver =
      <A extends unknown[]>(act: (...args: A) => void) =>
      (...args: A): void => {
        if (!isOver) act(...args);
      };
    const report: Report<T> = {
      waiting: unlessOver(wait),
      value: unlessOver((next) => {
        rest();
        value = next;
        error = null;
      }),
      error: unlessOver((problem) => {
        rest();
        error = problem.message;
      }),
    };
    wait();
    const stop = untrack(() => begin(given, report, last));
    return () => {
      isOver = true;
      stop();
      rest();
    };
  });

  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
    get waiting() {
      return waiting;
    },
    get slow() {
      return slow;
    },
  };
}
