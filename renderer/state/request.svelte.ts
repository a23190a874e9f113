/** Requests as reactive values: asked again when their input changes; an answer that is no longer wanted is
 *  cancelled. */
import type { AppContract, RequestName } from '../../shared/ipc/contract.ts';
import type { Input, Output } from '../../shared/ipc/declare.ts';
import { answer, type Answer } from './answer.svelte.ts';
import { client } from './connection.svelte.ts';

export interface AskOptions<I> {
  /** Asks again for the same input whenever this value changes, at most once per gap (see `leastGapMs`). */
  readonly again?: () => unknown;
  /** Whether the answer to the previous input stays until the next one has come; by default it does. */
  readonly keeps?: (before: I, next: I) => boolean;
  /** How long an input must stay the same before it is sent, ms; before: null at first. By default 0. */
  readonly restMs?: (before: I | null, next: I) => number;
}

/** Asks the services. Call it while a component is set up. input: null asks nothing. */
export const ask = <N extends RequestName>(
  name: N,
  input: () => Input<AppContract[N]> | null,
  options: AskOptions<Input<AppContract[N]>> = {},
): Answer<Output<AppContract[N]>> => askWith((given, signal) => client.request(name, given, signal), input, options);

/** Least time between an answer and the next request for the same input, ms; and at least this many times as long as
 *  the answer took: a training run's list grows with every step. */
const leastGapMs = 1000;
const gapTimes = 20;

/** The same for a request of several calls. Its signal is aborted when the answer is no longer wanted. */
export function askWith<I, T>(
  request: (input: I, signal: AbortSignal) => Promise<T>,
  input: () => I | null,
  { again = () => null, keeps = () => true, restMs = () => 0 }: AskOptions<I> = {},
): Answer<T> {
  /** Asks once more for the current input, after the pending answer and the gap. */
  let askAgain = (): void => undefined;

  const result = answer<I, T>(
    input,
    (given, report, before) => {
      const controller = new AbortController();
      let timer: ReturnType<typeof setTimeout> | undefined;
      let isAsking = false;
      let isWantedAgain = false;
      let nextAt = 0;
      const send = (): void => {
        timer = undefined;
        isAsking = true;
        report.waiting();
        const begun = performance.now();
        request(given, controller.signal)
          .then(report.value, (problem: Error) => {
            report.value(null);
            report.error(problem);
          })
          .finally(() => {
            isAsking = false;
            const now = performance.now();
            nextAt = now + Math.max(leastGapMs, gapTimes * (now - begun));
            if (isWantedAgain && !controller.signal.aborted) askAgain();
            isWantedAgain = false;
          });
      };
      askAgain = () => {
        if (isAsking) isWantedAgain = true;
        else timer ??= setTimeout(send, Math.max(0, nextAt - performance.now()));
      };
      const rest = restMs(before, given);
      if (rest === 0) send();
      else timer = setTimeout(send, rest);
      return () => {
        askAgain = () => undefined;
        clearTimeout(timer);
        controller.abort();
      };
    },
    keeps,
  );

  let isFirst = true;
  $effect(() => {
    again();
    if (!isFirst) askAgain(); // the first answer is asked for anyway
    isFirst = false;
  });
  return result;
}
