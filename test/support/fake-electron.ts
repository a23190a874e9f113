/** Electron's package with its real installer, and a local mirror that serves a runtime of a few hundred bytes. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { crc32 } from 'node:zlib';
import { electronPackage } from '../../main/start/electron-runtime.ts';
import { temporaryFolder } from './temporary-folder.ts';

const { version } = JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8')) as { version: string };

/** The address that the installer requests from a mirror. */
export const archivePath = `/v${version}/electron-v${version}-linux-x64.zip`;

/** A zip of a runtime: a script that says what it was given. */
export const archive = zip({ version, electron: '#!/bin/sh\necho "started with $@"\n' });

export interface FakePackage {
  /** As `node_modules/electron`. */
  readonly folder: string;
  /** For the installer: a cache of its own, no proxy, and no other setting of this machine. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Electron's package as npm installs it, except that it trusts the checksum of this archive. */
export function fakePackage(t: TestContext, trusted = archive): FakePackage {
  const home = temporaryFolder(t);
  const folder = join(home, 'node_modules/electron');
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'install.js']) cpSync(join(electronPackage, file), join(folder, file));
  const sum = createHash('sha256').update(trusted).digest('hex');
  writeFileSync(join(folder, 'checksums.json'), JSON.stringify({ [archivePath.split('/').at(-1)!]: sum }));
  for (const scope of ['@electron', '@electron-internal'])
    symlinkSync(join(electronPackage, '..', scope), join(home, 'node_modules', scope));
  const own = { electron_config_cache: join(home, 'cache'), npm_config_platform: 'linux', npm_config_arch: 'x64' };
  return { folder, env: { PATH: process.env.PATH, HOME: home, TMPDIR: home, DISPLAY: ':0', ...own } };
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine until the test ends. `asked`: the requested addresses, in order. */
export async function fakeMirror(t: TestContext, answer: Answer) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url!);
    answer(request, response);
  });
  const address = await listening(t, server);
  return { server, asked, url: `http://${address}/`, address };
}

/** An address on this machine that refuses connections. */
export async function refusedAddress(): Promise<string> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return `127.0.0.1:${port}`;
}

async function listening(t: TestContext, server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Files, stored as they are. Layout: PKWARE APPNOTE 4.3.7, 4.3.12 and 4.3.16. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [bytes, path] = [Buffer.from(text), Buffer.from(name)];
    const common = Buffer.alloc(26); // version, flags, method, time, date, crc, sizes, lengths
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x21, 8); // 1 January 1980
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const made = Buffer.from([20, 3]); // by Unix, so that the mode counts
    const tail = Buffer.alloc(14); // comment, disk, attributes, offset
    tail.writeUInt32LE((0o100755 << 16) >>> 0, 6);
    tail.writeUInt32LE(at, 10);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, path, bytes]);
    parts.push(local);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), made, common, tail, path]));
    at += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, ...directory, Buffer.from('PK\u0005\u0006'), end]);
}
