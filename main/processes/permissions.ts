/** What a child process of ours may reach: Node's permission model closes the rest, so that a file which misleads the
 *  training process can neither read a person's files, nor write outside the run, nor start programs. Native modules
 *  stand outside of it: onnxruntime reads nothing but the bytes that it is given.
 *
 *  https://nodejs.org/api/permissions.html */
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { installedParts } from '../run-folder/installation.ts';

/** Folders or files, with all that they hold. */
export interface Reach {
  readonly read: readonly string[];
  /** Read, too. It need not exist yet. */
  readonly write: readonly string[];
}

/** Arguments of Node for a process that reaches this and the installation. */
export const permissionFlags = ({ read, write }: Reach): string[] => [
  ...['--permission', '--allow-addons', '--disable-warning=SecurityWarning'],
  ...[...installedParts, ...read, ...write].flatMap((path) => flags('--allow-fs-read', path)),
  ...write.flatMap((path) => flags('--allow-fs-write', path)),
];

/** Node compares names and follows no links: both the name that we use and the real one are allowed. */
const flags = (flag: string, path: string): string[] =>
  [...new Set([path, realPath(path)])].flatMap((one) => [`${flag}=${one}`, `${flag}=${join(one, '*')}`]);

/** Of a path that need not exist: the real path of what there is of it. `/proc/self` is another one in the child. */
function realPath(path: string): string {
  if (path === dirname(path) || path.startsWith('/proc/')) return path;
  return existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));
}

/** Variables that a child process gets: where it runs, its language and its devices. A key in any other stays with
 *  the host. */
const passed =
  /^(PATH|HOME|USER|USERPROFILE|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|PROGRAMDATA|TMPDIR|TMP|TEMP|TZ|LANG|LC_.*|LD_LIBRARY_PATH|DYLD_.*|DISPLAY|WAYLAND_DISPLAY|XDG_RUNTIME_DIR|CUDA_.*|NVIDIA_.*|ROCR_.*|HIP_.*|HSA_.*|VK_.*|OMP_.*|MALLOC_.*|ELECTRON_RUN_AS_NODE)$/i;

/** Those of `all` that a child process needs. */
export const childEnvironment = (all: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(all).filter(([name]) => passed.test(name)));
