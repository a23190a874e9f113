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
  /** Until when the same is not asked again. */
  let rested = { wanted: '', until: 0 };
  $effect(() => {
    const given = JSON.parse(wanted) as Input<AppContract[N]> | null;
    again();
    if (given === null) {
      value = null;
      error = null;
      rested = { wanted: '', until: 0 }; // nothing is left of the answer
      return;
    }
    const asks = wanted;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ended = (): void => {
      clearTimeout(timer);
      waiting = false;
      slow = false;
    };
    const ask = (): void => {
      timer = setTimeout(() => (slow = true), slowMs);
      waiting = true;
      const begun = performance.now();
      client.request(name, given, controller.signal).then(
        (answer) => {
          const now = performance.now();
          rested = { wanted: asks, until: now + Math.max(leastRestMs, restTimes * (now - begun)) };
          value = answer;
          error = null;
          ended();
        },
        (problem: Error) => {
          if (controller.signal.aborted) return; // the input changed
          value = null;
          error = problem.message;
          ended();
        },
      );
    };
    const rest = rested.wanted === asks ? rested.until - performance.now() : 0;
    if (rest > 0) timer = setTimeout(ask, rest);
    else ask();
    return () => {
      controller.abort();
      ended();
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
