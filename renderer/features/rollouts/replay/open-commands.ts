/** Commands on the open rollout. */
import type { Command } from '../../../state/commands.svelte.ts';
import { copyLink } from './take-away.ts';

export interface OpenRollout {
  /** It is kept while others are opened beside it. */
  readonly pinned: boolean;
  /** Keeps it beside others, or no longer. */
  pin(): void;
  close(): void;
  save(form: 'json' | 'md'): void;
  /** Lists every rollout of its question. */
  listQuestion(): void;
  focus(): void;
}

/** Escape ends the comparison first, then closes the rollout. Enter goes to the replay, unless an element that takes
 *  Enter has the focus. */
export function openCommands({ pinned, pin, close, save, listQuestion, focus }: OpenRollout): Command[] {
  const group = 'Rollouts';
  const takesEnter = document.activeElement?.matches('button, a, summary, select, [role=treeitem]') ?? false;
  return [
    { title: pinned ? 'End the comparison' : 'Close the rollout', group, keys: 'escape', run: pinned ? pin : close },
    { title: pinned ? 'End the comparison' : 'Pin to compare with others', group, keys: 'p', run: pin },
    { title: 'Copy link to the rollout', group, keys: 'l', run: () => void copyLink() },
    { title: 'Export rollout as JSON', group, keys: 'e', run: () => save('json') },
    { title: 'Export rollout as Markdown', group, keys: 'shift+e', run: () => save('md') },
    { title: 'Show every rollout of this question', group, keys: 'q', run: listQuestion },
    ...(takesEnter ? [] : [{ title: 'Focus the replay', group, keys: 'enter', run: focus }]),
  ];
}
