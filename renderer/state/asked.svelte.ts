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

/** Call it while a component is set up. input: null asks nothing. again: asks again when it changes, for the same input. */
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
  $effect(() => {
    const given = JSON.parse(wanted) as Input<AppContract[N]> | null;
    again();
    if (given === null) {
      value = null;
      error = null;
      return;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => (slow = true), slowMs);
    waiting = true;
    const ended = (): void => {
      clearTimeout(timer);
      waiting = false;
      slow = false;
    };
    client.request(name, given, controller.signal).then(
      (answer) => {
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
