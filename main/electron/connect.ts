/** The services' end of the channel to one window. Each page that loads gets its own answers; requests of the page
 *  before end. */
import { basename } from 'node:path';
import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import type { ServicesChannel } from '../../shared/ipc/channel.ts';
import { contract } from '../../shared/ipc/contract.ts';
import type { AppContract } from '../../shared/ipc/contract.ts';
import { serveContract } from '../../shared/ipc/server.ts';
import { object, text } from '../../shared/util/parser.ts';
import type { Handlers } from '../../shared/ipc/server.ts';
import { createTurns } from '../serve/turns.ts';
import { printError } from '../terminal/print.ts';
import * as names from './names.ts';

/** What the platform does for the page, with dialogs over its window. */
export interface Platform {
  chooseFolder(title: string): Promise<string | null>;
  savePdf(name: string, html: string): Promise<boolean>;
}

const parsePdf = object({ name: text, html: text });

export function connect(contents: WebContents, handlers: Handlers<AppContract>, platform: Platform): void {
  let hear: (message: unknown) => void = () => undefined;
  let leave: () => void = () => undefined;
  const turn = createTurns().window();
  contents.on('did-navigate', () => {
    leave();
    const channel: ServicesChannel = {
      send: (message) => {
        if (!contents.isDestroyed()) contents.send(names.toWindow, message);
      },
      receive(message, closed) {
        [hear, leave] = [message, closed];
      },
    };
    serveContract(contract, handlers, channel, { turn, log: printError });
  });
  contents.on('render-process-gone', () => leave());
  contents.on('destroyed', () => leave());
  contents.ipc.on(names.toServices, (event, message: unknown) => {
    if (isOwnPage(event, contents)) hear(message);
  });
  contents.ipc.handle(names.chooseFolder, (event, title: unknown) =>
    isOwnPage(event, contents) ? platform.chooseFolder(String(title).slice(0, 100)) : null,
  );
  contents.ipc.handle(names.savePdf, (event, asked: unknown) => {
    if (!isOwnPage(event, contents)) return false;
    const { name, html } = parsePdf(asked, 'savePdf');
    return platform.savePdf(basename(name).slice(0, 100), html);
  });
}

/** Only the window's own page is heard: no frame inside it, no page from elsewhere. */
const isOwnPage = ({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent, contents: WebContents): boolean =>
  senderFrame !== null && senderFrame === contents.mainFrame && senderFrame.url.startsWith(`${names.origin}/`);
