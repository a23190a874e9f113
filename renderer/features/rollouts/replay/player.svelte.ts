/** Plays one rollout: where the cursor is, whether it moves, how fast. */
import type { Rollout } from '../../../../shared/record/rollout.ts';
import { remembered } from '../../../state/remembered.svelte.ts';
import { nextCursor, pauseBefore, rates, turnMs, turnOf, turnStop } from './playback.ts';

export interface Player {
  /** Tokens that have been said, 0 … T. */
  cursor: number;
  readonly playing: boolean;
  /** Turn of the last token said, from 0; −1 in the prompt. */
  readonly turn: number;
  /** Index into `rates`. */
  rate: number;
  toggle(): void;
  token(by: 1 | -1): void;
  turnBy(by: 1 | -1): void;
  /** Shows a turn as it ended. */
  toTurn(turn: number): void;
}

const rate = remembered('replay.rate', 1);

/** Call it while a component is set up. A new rollout is shown whole. */
export function player(rollout: () => Rollout, start: () => number | null): Player {
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let cursor = $state(0);
  let playing = $state(false);
  $effect.pre(() => {
    cursor = start() ?? rollout().tokens.length;
    playing = false;
  });

  $effect(() => {
    if (!playing) return;
    const { tokensPerSecond } = rates[rate.value] ?? rates[1];
    let timer: ReturnType<typeof setTimeout>;
    const step = (): void => {
      cursor = still.matches ? turnStop(rollout(), cursor, 1) : nextCursor(rollout(), cursor);
      if (cursor >= rollout().tokens.length) playing = false;
      else wait();
    };
    const wait = (): void => {
      timer = setTimeout(step, still.matches ? turnMs : pauseBefore(rollout(), cursor, tokensPerSecond));
    };
    wait();
    return () => clearTimeout(timer);
  });

  const move = (to: number): void => {
    cursor = Math.max(0, Math.min(rollout().tokens.length, to));
    playing = false;
  };
  return {
    get cursor() {
      return cursor;
    },
    set cursor(to) {
      move(to);
    },
    get playing() {
      return playing;
    },
    get turn() {
      return turnOf(rollout(), cursor - 1);
    },
    get rate() {
      return rate.value;
    },
    set rate(to) {
      rate.value = to;
    },
    toggle() {
      if (!playing && cursor >= rollout().tokens.length) cursor = rollout().promptLength;
      playing = !playing;
    },
    token: (by) => move(cursor + by),
    turnBy: (by) => move(turnStop(rollout(), cursor, by)),
    toTurn(turn) {
      const { message, response } = rollout().turns[turn];
      move(response?.end ?? message.end);
    },
  };
}
