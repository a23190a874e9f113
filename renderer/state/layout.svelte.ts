/** How the window is arranged, remembered between starts. */
import { remembered } from './remembered.svelte.ts';

const inspector = remembered('layout.inspector', true);

export const layout = {
  get inspector() {
    return inspector.value;
  },
  set inspector(shown: boolean) {
    inspector.value = shown;
  },
};
