/** The answer to a request as a reactive value: asked again when its input changes, the last answer kept until the next one is there. */
import type { AppContract, RequestName } from '../../shared/ipc/contract.ts';
import type { Input, Output } from '../../shared/ipc/declare.ts';
import { client } from './connection.svelte.ts';

export interface Asked<T> {
  /** Null until the first answer, and after an error. */
  readonly value: T | null;
  /** Why there is none, as a sentence. */
  readonly error: string | null;
  /** An answer is awaited. */
  readonly waiting: boolean;
  /** It is awaited for so long that it should show. */
  readonly slow: boolean;
}

const slowMs = 150;

/** Asked again for the same input, it rests this long, and so long that asking takes at most a twentieth of the time: a list of what a run
 *  that trains writes grows with every step. */
const leastRestMs = 1000;
const restTimes = 20;

/** Call it while a component is set up. input: null asks nothing. again: asks again when it changes, for the same input, after
 *  a rest. */
export function asked<N extends RequestName>(
  name: N,
  input: () => Input<AppContract[N]> | null,
  again: () => unknown = () => null,
): Asked<Output<AppContract[N]>> {
  let value = $state.raw<Output<AppContract[N]> | null>(null);
  let error = $state<string | null>(null);
  let waiting = $state(false);
  let slow = $state(false);
  const wanted = $derived(JSON.stringify(input()));
  /** Asks once more for what is wanted now, as soon as the answer on its way is there and has rested. */
  let askAgain = (): void => undefined;
  $effect(() => {
    const given = JSON.parse(wanted) as Input<AppContract[N]> | null;
    if (given === null) {
      value = null;
      error = null;
      return;
    }
    const controller = new AbortController();
    let slowTimer: ReturnType<typeof setTimeout>;
    let restTimer: ReturnType<typeof setTimeout> | undefined;
    let onTheWay = false;
    let once = false; // more after that
    let restedAt = 0;
    const ask = (): void => {
      restTimer = undefined;
      onTheWay = true;
      waiting = true;
      slowTimer = setTimeout(() => (slow = true), slowMs);
      const begun = performance.now();
      client.request(name, given, controller.signal).then(
        (answer) => {
          value = answer;
          error = null;
          ended(performance.now() - begun);
        },
        (problem: Error) => {
          if (controller.signal.aborted) return; // the input changed
          value = null;
          error = problem.message;
          ended(performance.now() - begun);
        },
      );
    };
    const ended = (tookMs: number): void => {
      shown();
      onTheWay = false;
      restedAt = performance.now() + Math.max(leastRestMs, restTimes * tookMs);
      if (once) askAgain();
      once = false;
    };
    const shown = (): void => {
      clearTimeout(slowTimer);
      waiting = false;
      slow = false;
    };
    askAgain = () => {
      if (onTheWay) once = true;
      else restTimer ??= setTimeout(ask, Math.max(0, restedAt - performance.now()));
    };
    ask();
    return () => {
      askAgain = () => undefined;
      clearTimeout(restTimer);
      controller.abort();
      shown();
    };
  });
  let first = true;
  $effect(() => {
    again();
    if (!first) askAgain(); // the first answer is asked for as it is
    first = false;
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
