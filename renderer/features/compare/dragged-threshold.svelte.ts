/** The threshold while it is dragged: shown at once; the address follows when the drag rests. */
import { replaceQuery } from '../../state/router.svelte.ts';

export interface DraggedThreshold {
  /** Null while none is dragged. */
  readonly value: number | null;
  /** null: leaves the threshold to the verdict. */
  set(value: number | null): void;
}

const restMs = 250;

/** Call it while a component is set up. */
export function draggedThreshold(): DraggedThreshold {
  let dragged = $state<number | null>(null);
  let resting: ReturnType<typeof setTimeout> | undefined;
  return {
    get value() {
      return dragged;
    },
    set(value) {
      clearTimeout(resting);
      dragged = value;
      resting = setTimeout(() => {
        replaceQuery({ threshold: value });
        dragged = null;
      }, restMs);
    },
  };
}
