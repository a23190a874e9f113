/** Streams as reactive values: a view reads them, and they stay current for as long as the view is there. */
import type { AppContract, StreamName } from '../../shared/ipc/contract.ts';
import type { Input, Output } from '../../shared/ipc/declare.ts';
import { answer, type Answer } from './answer.svelte.ts';
import { client } from './connection.svelte.ts';

/** Follows a stream. Call it while a component is set up. input: null follows nothing.
 *  fold: what the value becomes with each message (before: null at first); by default the message itself. */
export const follow = <N extends StreamName, T = Output<AppContract[N]>>(
  name: N,
  input: () => Input<AppContract[N]> | null,
  fold: (message: Output<AppContract[N]>, before: T | null) => T = (message) => message as unknown as T,
): Answer<T> =>
  answer<Input<AppContract[N]>, T>(input, (given, report) => {
    let value: T | null = null;
    const receive = (message: Output<AppContract[N]>): void => {
      value = fold(message, value);
      report.value(value);
    };
    return client.subscribe(name, given, receive, report.error);
  });
