/** Whether Electron can open a window here. Its package is not loaded to find out,
 *  since that alone would fetch the runtime. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run-folder/installation.ts';
import { fetchRuntime } from './fetch-runtime.ts';
import type { FetchOptions } from './fetch-runtime.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The runtime's executable, or why there can be no window, to follow a colon. */
export type RuntimeOrWhy =
  | { readonly runtime: string }
  /** fetchable: all that is missing is a runtime that Electron's installer may fetch. */
  | { readonly why: string; readonly fetchable: boolean };

const executable: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** Electron's own package, which holds the runtime once it was fetched. */
export const electronPackage = join(root, 'node_modules', 'electron');

export function electronOrWhyNot(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  packageFolder = electronPackage,
): RuntimeOrWhy {
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return { why: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)', fetchable: false };
  const named = join(packageFolder, 'path.txt'); // the last file that the installer writes
  const name = existsSync(named) ? readFileSync(named, 'utf8') : null;
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const runtime = join(override, name ?? executable[platform] ?? 'electron');
    if (existsSync(runtime)) return { runtime };
    const why = `there is no Electron runtime in ${override}, where ELECTRON_OVERRIDE_DIST_PATH points`;
    return { why, fetchable: false };
  }
  const runtime = name === null ? null : join(packageFolder, 'dist', name);
  if (runtime !== null && existsSync(runtime)) return { runtime };
  if (env.ELECTRON_SKIP_BINARY_DOWNLOAD)
    return { why: "Electron's runtime is missing and ELECTRON_SKIP_BINARY_DOWNLOAD is set", fetchable: false };
  return { why: "Electron's runtime has not been fetched yet (npm start fetches it once)", fetchable: true };
}

/** The same after fetching the runtime where that is all that is missing. */
export async function electronFetched(
  report: FetchOptions['report'],
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  packageFolder = electronPackage,
): Promise<RuntimeOrWhy> {
  const found = electronOrWhyNot(env, platform, packageFolder);
  if ('runtime' in found || !found.fetchable) return found;
  const failure = await fetchRuntime({ packageFolder, env, report });
  return failure === null ? electronOrWhyNot(env, platform, packageFolder) : { why: failure, fetchable: false };
}
