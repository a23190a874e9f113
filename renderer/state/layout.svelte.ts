/** How the window is arranged, remembered between starts. */
import { remembered } from './remembered.svelte.ts';
import { router } from './router.svelte.ts';

/** Views that show the inspector by default, since they have room for it. */
const roomy: readonly string[] = ['experiments', 'live'];
const inspector = remembered<Readonly<Record<string, boolean>>>('layout.inspectors', {});

export const layout = {
  /** Of the view that is shown. */
  get inspector(): boolean {
    const { view } = router.address;
    return inspector.value[view] ?? roomy.includes(view);
  },
  set inspector(shown: boolean) {
    inspector.value = { ...inspector.value, [router.address.view]: shown };
  },
};
