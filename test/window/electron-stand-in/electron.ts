/** A strict stand-in for `electron`: what the shell uses and nothing else, on Chromium and Node. Its types are
 *  checked against Electron's. */
import type Electron from 'electron';
import { onAsk, record } from './control.ts';
import { serveWith } from './chromium.ts';
import { strict } from './strict.ts';

export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { utilityProcess } from './utility-process.ts';

const answers: unknown[] = [];
/** What the person will choose in the next dialog. */
onAsk('answerDialog', (answer: unknown) => void answers.push(answer));

export const dialog = strict('dialog', {
  async showOpenDialog(...args: unknown[]) {
    record('showOpenDialog', args.at(-1));
    return (answers.shift() ?? { canceled: true, filePaths: [] }) as Electron.OpenDialogReturnValue;
  },
  async showSaveDialog(...args: unknown[]) {
    record('showSaveDialog', args.at(-1));
    return (answers.shift() ?? { canceled: true, filePath: '' }) as Electron.SaveDialogReturnValue;
  },
  async showMessageBox(...args: unknown[]) {
    record('showMessageBox', args.at(-1));
    return { response: (answers.shift() ?? 0) as number, checkboxChecked: false };
  },
  showErrorBox: (title: string, content: string) => console.error(`${title}: ${content}`), // as Electron does without a display
} satisfies Pick<Electron.Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showErrorBox'>);

type Template = Electron.MenuItemConstructorOptions[];
export const Menu = strict('Menu', {
  buildFromTemplate: (template: Template) => template as unknown as Electron.Menu,
  setApplicationMenu(menu: Electron.Menu | null) {
    const template = menu as unknown as Template;
    record('menu', JSON.parse(JSON.stringify(template)));
    onAsk('choose', (...labels: string[]) => {
      let items = template;
      for (const label of labels.slice(0, -1))
        items = items.find((item) => item.label?.replace('&', '') === label || item.role === label)!
          .submenu as Template;
      const chosen = items.find(({ label }) => label === labels.at(-1));
      if (!chosen?.click) throw new Error(`electron stand-in: no ${labels.join(' › ')} in the menu`);
      (chosen.click as () => void)();
    });
  },
} satisfies Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>);

export const nativeTheme = strict('nativeTheme', {
  shouldUseDarkColors: false,
} satisfies Pick<Electron.NativeTheme, 'shouldUseDarkColors'>);

let blockers = 0;
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(type: string) {
    record('powerSaveBlocker.start', type);
    return ++blockers;
  },
  stop(id: number) {
    record('powerSaveBlocker.stop', id);
    return true;
  },
} satisfies Pick<Electron.PowerSaveBlocker, 'start' | 'stop'>);

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => record('schemes', schemes),
  handle(_scheme: string, handler: (request: GlobalRequest) => GlobalResponse | Promise<GlobalResponse>) {
    serveWith(handler as never);
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>);
type GlobalRequest = Parameters<Parameters<Electron.Protocol['handle']>[1]>[0];
type GlobalResponse = Awaited<ReturnType<Parameters<Electron.Protocol['handle']>[1]>>;

export const screen = strict('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } } as Electron.Display],
} satisfies Pick<Electron.Screen, 'getAllDisplays'>);

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
let onRequest: RequestHandler = null;
let onCheck: CheckHandler = null;
onAsk('permission', (permission: never, from: string) => ({
  check: onCheck!(null, permission, from, {} as never),
  request: [...requested(permission, from)],
}));
function requested(permission: never, requestingUrl: string): boolean[] {
  const answered: boolean[] = [];
  onRequest!(null as never, permission, (granted) => answered.push(granted), { requestingUrl } as never);
  return answered;
}
export const session = strict('session', {
  defaultSession: strict('session.defaultSession', {
    setPermissionRequestHandler: (handler: RequestHandler) => void (onRequest = handler),
    setPermissionCheckHandler: (handler: CheckHandler) => void (onCheck = handler),
    setDevicePermissionHandler: () => record('setDevicePermissionHandler'),
  } satisfies Pick<
    Electron.Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >),
});

export const shell = strict('shell', {
  openExternal: async (url: string) => record('openExternal', url),
  openPath: async (path: string) => {
    record('openPath', path);
    return '';
  },
  showItemInFolder: (path: string) => record('showItemInFolder', path),
} satisfies Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder'>);

/** A system without a keychain. */
export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: () => false,
} satisfies Pick<Electron.SafeStorage, 'isEncryptionAvailable'>);
