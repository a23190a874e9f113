/** Saves the theme in the settings, so that it is the same in every window and after a restart. */
import { client } from './connection.svelte.ts';
import { theme, type ThemeChoice } from './theme.svelte.ts';

/** Follows the theme of the settings; call it once, when the window starts. */
export function followChosenTheme(): void {
  client.subscribe('settings', {}, (settings) => {
    if (!settings.readOnly) theme.set(settings.theme);
  });
}

/** Shows the theme at once; a read-only window does not save it. */
export function chooseTheme(next: ThemeChoice): void {
  theme.set(next);
  client.request('changeSettings', { theme: next }).catch(() => undefined);
}
