/** Whether Electron can open a window here, found out without loading its package, which would download the runtime. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run-folder/installation.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const executable: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** The runtime's executable, or why there can be no window, to follow a colon.
 *  packageFolder: Electron's own, which holds the runtime once it was fetched. */
export function electronOrWhyNot(
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  packageFolder = join(root, 'node_modules', 'electron'),
): { readonly runtime: string } | { readonly why: string } {
  const usual = executable[platform] ?? 'electron';
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist');
  const named = join(packageFolder, 'path.txt');
  const runtime = join(folder, existsSync(named) ? readFileSync(named, 'utf8') : usual);
  if (!existsSync(runtime))
    return {
      why: `there is no Electron runtime in ${folder} (npx install-electron fetches it once)`,
    };
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return { why: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' };
  return { runtime };
}
