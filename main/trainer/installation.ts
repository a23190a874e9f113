/** Where the parts of this installation lie. Sources in `main/<folder>/` and bundles in `dist/main/` are both two folders below its root. */
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const presetsFolder = fileURLToPath(new URL('../../resources/presets', import.meta.url));
export const warmStartsFolder = fileURLToPath(new URL('../../resources/checkpoints', import.meta.url));
/** The built window. */
export const pagesFolder = fileURLToPath(new URL('../../dist/renderer', import.meta.url));

/** Processes of ours: a training session, and one that tries a device. */
export type ProcessName = 'entry' | 'probe';

/** The file that such a process begins with: its source in a checkout, its bundle where this code is one itself. */
export const processFile = (name: ProcessName): string =>
  fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? `../trainer/${name}.ts` : `./trainer-${name}.js`, import.meta.url),
  );
