/** Signals that colours or fonts may have changed, which a canvas does not notice by itself. */
import { createSubscriber } from 'svelte/reactivity';

const subscribe = createSubscriber((update) => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(update);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
  dark.addEventListener('change', update);
  document.fonts.addEventListener('loadingdone', update);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', update);
    document.fonts.removeEventListener('loadingdone', update);
  };
});

/** Makes the effect or derived value that calls it run again after each change of the theme. */
export const followTheme = (): void => subscribe();
