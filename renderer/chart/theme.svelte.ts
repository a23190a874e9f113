/** Tells drawings when colours or fonts may have changed: a canvas does not notice by itself. */
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

/** Call it in an effect or a derived value: that runs again after each change of the theme. */
export const followTheme = (): void => subscribe();
