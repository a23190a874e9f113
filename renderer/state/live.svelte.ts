/** Streams as reactive values: a view reads them, and they stay current for as long as the view is there. */
import type { AppContract, StreamName } from '../../shared/ipc/contract.ts';
import type { Input, Output } from '../../shared/ipc/declare.ts';
import { client } from './connection.svelte.ts';

export interface Live<T> {
  /** Null until the first one has come. */
  readonly value: T | null;
  /** Why there is none, as a sentence. */
  readonly error: string | null;
}

/** Follows a stream; call it while a component is set up. input: null follows nothing; another one with the same
 *  content changes nothing.
 *  fold: what the value becomes with each message; by default the message itself. */
export function follow<N extends StreamName, T = Output<AppContract[N]>>(
  name: N,
  input: () => Input<AppContract[N]> | null,
  fold: (message: Output<AppContract[N]>, before: T | null) => T = (message) => message as unknown as T,
): Live<T> {
  let value = $state.raw<T | null>(null);
  let error = $state<string | null>(null);
  const wanted = $derived(JSON.stringify(input()));
  $effect(() => {
    const given = JSON.parse(wanted) as Input<AppContract[N]> | null;
    value = null;
    error = null;
    if (given === null) return;
    let before: T | null = null;
    return client.subscribe(
      name,
      given,
      (message) => {
        before = fold(message, before);
        value = before;
      },
      (problem) => (error = problem.message),
    );
  });
  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
  };
}
