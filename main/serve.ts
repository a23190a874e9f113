/** `npm run serve`: the window in a browser on this machine, or through an ssh tunnel to it. */
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Stripping types and compiling takes over half of a start; without a writable cache it is only slower.
enableCompileCache(join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'igpo-lab', 'compiled'));
await import('./serve/command.ts');
