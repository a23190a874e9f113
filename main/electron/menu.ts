/** The native menu. An item for something that the window does by itself only presses the window's key for it. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Key } from './names.ts';

export interface MenuActions {
  press(key: Key): void;
  importFolder(): void;
  openDataFolder(): void;
  changeDataFolder(): void;
  openPaper(): void;
  /** Null in a build that has no place to look. */
  readonly checkForUpdates: (() => void) | null;
}

const views = ['Experiments', 'Live', 'Compare', 'Rollouts', 'Reports', 'Settings'];

export function menuTemplate(
  actions: MenuActions,
  { mac, development }: { readonly mac: boolean; readonly development: boolean },
): MenuItemConstructorOptions[] {
  const separator = { type: 'separator' } as const;
  const pressing = (label: string, accelerator: string, key: Key): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => actions.press(key),
  });
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Import…', accelerator: 'CmdOrCtrl+O', click: () => actions.importFolder() },
        separator,
        { label: 'Show data folder', click: () => actions.openDataFolder() },
        { label: 'Change data folder…', click: () => actions.changeDataFolder() },
        separator,
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        // the window knows the bare digits, which a menu would take from text fields
        ...views.map((label, i) => pressing(label, `CmdOrCtrl+${i + 1}`, { key: String(i + 1), command: false })),
        separator,
        pressing('Command palette', 'CmdOrCtrl+K', { key: 'k', command: true }),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(development ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        pressing('Keyboard shortcuts', 'CmdOrCtrl+/', { key: '?', command: false }),
        { label: 'The IGPO paper', click: () => actions.openPaper() },
        ...(actions.checkForUpdates === null
          ? []
          : [separator, { label: 'Check for updates…', click: actions.checkForUpdates }]),
      ],
    },
  ];
}
