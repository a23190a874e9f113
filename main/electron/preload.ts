/** Runs in the window before the page, sandboxed: gives the page the bridge and nothing else of Electron. */
import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../../shared/ipc/bridge.ts';
import type { ToWindow } from '../../shared/ipc/channel.ts';
import { chooseFolder, press, savePdf, toServices, toWindow } from './names.ts';
import type { Key } from './names.ts';

/** The few browser names that are needed here; the rest of `main` has no browser types. */
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

// A menu item presses the key of its shortcut, so that one handler serves both.
ipcRenderer.on(press, (_event, { key, command }: Key) => {
  const mac = navigator.platform.startsWith('Mac');
  const modifiers = { ctrlKey: command && !mac, metaKey: command && mac };
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, ...modifiers, bubbles: true, cancelable: true }));
});
