/** Shortcuts as text: `mod+k`, `shift+x`, `[`, `?`. `mod` is ⌘ on a Mac and Ctrl elsewhere. */

const isMac = (): boolean => navigator.platform.startsWith('Mac');

const symbols: Readonly<Record<string, string>> = {
  enter: '↵',
  escape: 'Esc',
  delete: 'Del',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  ' ': 'Space',
};

/** A shortcut as it is shown: `⌘K` or `Ctrl+K`. */
export function keyLabel(keys: string, mac = isMac()): string {
  const parts = keys.split('+').map((part) => {
    if (part === 'mod') return mac ? '⌘' : 'Ctrl';
    if (part === 'shift') return mac ? '⇧' : 'Shift';
    if (part === 'alt') return mac ? '⌥' : 'Alt';
    return symbols[part] ?? part.toUpperCase();
  });
  return parts.join(mac ? '' : '+');
}

/** The shortcut of a pressed key. A character that needs Shift stands for itself: `?`, not `shift+/`. */
export function keysOf(event: KeyboardEvent, mac = isMac()): string {
  const mod = mac ? event.metaKey : event.ctrlKey;
  const key = event.key.toLowerCase();
  const isLetterOrNamed = /^[a-z]$/.test(key) || key.length > 1;
  return [mod ? 'mod' : '', event.altKey ? 'alt' : '', event.shiftKey && isLetterOrNamed ? 'shift' : '', key]
    .filter((part) => part !== '')
    .join('+');
}
