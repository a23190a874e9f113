/** Paths of this installation. Sources in `main/<folder>/` and bundles in `dist/main/` are both two folders below its
 *  root. */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const presetsFolder = fileURLToPath(new URL('../../resources/presets', import.meta.url));
export const warmStartsFolder = fileURLToPath(new URL('../../resources/checkpoints', import.meta.url));
/** The built window. */
export const pagesFolder = fileURLToPath(new URL('../../dist/renderer', import.meta.url));

/** A person's settings and keys, for the command line and the web host; the desktop app has its own place. */
export const settingsFile = join(
  process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'),
  'igpo-lab',
  'settings.json',
);

/** Where this installation keeps what it did in a data folder, which has to be there: beside the settings, so that a
 *  data folder that was received says nothing of the kind. */
export function keptFolder(settings: string, dataFolder: string): string {
  const name = createHash('sha256').update(realpathSync(dataFolder)).digest('hex').slice(0, 16);
  return join(dirname(settings), 'queues', name);
}

/** What a child process reads of this installation: code and resources, never a data folder beside them. */
export const installedParts: readonly string[] = [
  ...['main', 'shared', 'resources', 'dist', 'node_modules', 'package.json'].map((part) => join(root, part)),
];

/** The child processes by name, each with its source. */
const processSources = { entry: 'trainer/entry.ts', probe: 'devices/probe.ts' } as const;
export type ProcessName = keyof typeof processSources;

/** The file that a child process runs: its source in a checkout, its bundle in a build. */
export const processFile = (name: ProcessName): string =>
  fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? `../${processSources[name]}` : `./trainer-${name}.js`, import.meta.url),
  );
