/** Runs in the window before the page, sandboxed: hands it the bridge and nothing else of Electron. */
import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../../shared/ipc/bridge.ts';
import type { ToWindow } from '../../shared/ipc/channel.ts';
import { chooseFolder, press, savePdf, toServices, toWindow } from './names.ts';
import type { Key } from './names.ts';

/** The little of a browser that is needed here; the rest of `main` has none. */
declare const document: { readonly body: EventTarget };
declare const navigator: { readonly platform: string };
declare const KeyboardEvent: new (type: string, init: Readonly<Record<string, unknown>>) => Event;

const bridge: Bridge = {
  send: (message) => ipcRenderer.send(toServices, message),
  receive: (listener) => void ipcRenderer.on(toWindow, (_event, message: ToWindow) => listener(message)),
  chooseFolder: (title) => ipcRenderer.invoke(chooseFolder, title) as Promise<string | null>,
  savePdf: (name, html) => ipcRenderer.invoke(savePdf, { name, html }) as Promise<boolean>,
};
contextBridge.exposeInMainWorld('igpoLab', bridge);

// The menu shows the window's own shortcuts: it presses their keys, so that there is one handler for both.
ipcRenderer.on(press, (_event, { key, command }: Key) => {
  const mac = navigator.platform.startsWith('Mac');
  const modifiers = { ctrlKey: command && !mac, metaKey: command && mac };
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, ...modifiers, bubbles: true, cancelable: true }));
});
