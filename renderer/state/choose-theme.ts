/** Keeps the theme with the settings, so that it is the same in every window and after a restart. */
import { client } from './connection.svelte.ts';
import { theme, type ThemeChoice } from './theme.svelte.ts';

/** Shows what the settings say from now on; call it once, when the window starts. */
export function followChosenTheme(): void {
  client.subscribe('settings', {}, (settings) => {
    if (!settings.readOnly) theme.set(settings.theme);
  });
}

/** Shows it at once; a window that may not change settings keeps it to itself. */
export function chooseTheme(next: ThemeChoice): void {
  theme.set(next);
  client.request('changeSettings', { theme: next }).catch(() => undefined);
}
