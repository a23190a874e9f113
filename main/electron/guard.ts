/** What no page of ours may do, whatever it contains: ask for a permission, navigate elsewhere, open a window, embed a
 *  guest. */
import { app, session, shell } from 'electron';
import type { WebContents } from 'electron';
import { origin } from './names.ts';

/** Papers that help texts cite open in the person's browser; no other link leaves the window. */
const paper = /^https:\/\/arxiv\.org\/abs\/[\w.]+$/;
/** Addresses of frames: reports are shown in one, from memory. */
const framed = ['about:srcdoc', 'about:blank'];

const isOwn = (url: string): boolean => url === origin || url.startsWith(`${origin}/`);
const isFramed = (url: string): boolean => framed.includes(url) || isOwn(url.replace(/^blob:/, ''));

/** Must be called before the first window. */
export function guardAll(): void {
  app.on('web-contents-created', (_event, contents) => guard(contents));
}

function guard(contents: WebContents): void {
  contents.on('will-frame-navigate', (details) => {
    if (!(details.isMainFrame ? isOwn(details.url) : isFramed(details.url))) details.preventDefault();
  });
  contents.on('will-redirect', (details) => details.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (paper.test(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** The only permission granted is to put text on the clipboard, for the Copy buttons. */
export function denyPermissions(): void {
  const granted = (permission: string, url: string): boolean =>
    permission === 'clipboard-sanitized-write' && isOwn(url);
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(granted(permission, requestingUrl)),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission, from) => granted(permission, from));
  session.defaultSession.setDevicePermissionHandler(() => false);
}
