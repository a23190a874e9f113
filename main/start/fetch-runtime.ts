/** Fetches Electron's runtime with Electron's own installer, which reads mirrors, keeps a cache and verifies the
 *  checksum. Added here: progress, npm's proxies, and one sentence if it fails. This is the project's only use of the
 *  network after the installation. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Heard } from './report-fetch.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Progress {
  /** The host that is asked. */
  readonly from: string;
  /** Bytes. */
  readonly received: number;
  /** Bytes; null where the host does not say. */
  readonly size: number | null;
}

export interface FetchOptions {
  /** Electron's package; its runtime goes into `dist`. */
  readonly packageFolder: string;
  readonly env: Environment;
  readonly report: (progress: Progress) => void;
  /** The network counts as hanging when nothing comes for this long, ms. */
  readonly mostSilenceMs?: number;
}

const reporter = pathToFileURL(join(import.meta.dirname, 'report-fetch.ts')).href;

/** Resolves with null once the runtime is there, else with the reason, worded to follow a colon. */
export function fetchRuntime(options: FetchOptions): Promise<string | null> {
  const { packageFolder, env, report, mostSilenceMs = 20_000 } = options;
  const installer = join(packageFolder, 'install.js');
  if (!existsSync(installer)) return Promise.resolve('Electron is not installed (npm ci installs it)');
  const child = spawn(process.execPath, ['--import', reporter, installer], {
    env: installerEnvironment(env),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  let from = 'the network';
  let silence: NodeJS.Timeout | undefined;
  let hangs = false;
  child.on('message', (heard: Heard) => {
    clearTimeout(silence);
    if (heard.kind === 'over') return; // the rest happens on this machine
    silence = setTimeout(() => {
      hangs = true;
      child.send('give up');
    }, mostSilenceMs);
    if (heard.kind === 'asked') from = new URL(heard.url).host;
    else report({ from, received: heard.received, size: heard.size });
  });
  return new Promise((done) => {
    child.on('error', ({ message }) => done(`Electron's installer cannot be started (${message})`));
    child.on('close', (code) => {
      clearTimeout(silence);
      if (code === 0) done(null);
      else if (hangs) done(`${from} sent nothing for ${mostSilenceMs / 1000} s, so Electron's runtime was not fetched`);
      else done(`Electron's runtime cannot be fetched (${reasonIn(complaint)})`);
    });
  });
}

/** The first line of an error, without its class. */
const reasonIn = (complaint: string): string =>
  complaint
    .trim()
    .split('\n')[0]
    .replace(/^\w*Error: /, '') || 'its installer did not say why';

/** The variables that Node reads for proxies, and npm's settings that stand in for each. */
const proxies = {
  HTTPS_PROXY: ['npm_config_https_proxy', 'npm_config_proxy'],
  HTTP_PROXY: ['npm_config_http_proxy', 'npm_config_proxy'],
  NO_PROXY: ['npm_config_noproxy'],
} as const;

/** Mirrors are read by the installer itself (ELECTRON_MIRROR, npm_config_electron_mirror …). */
export function installerEnvironment(env: Environment): NodeJS.ProcessEnv {
  const known = Object.entries(proxies).flatMap(([name, settings]) => {
    const value = env[name] || env[name.toLowerCase()] || settings.map((one) => env[one]).find(Boolean);
    return value ? [[name, value] as const] : [];
  });
  return { ...env, ...Object.fromEntries(known), NODE_USE_ENV_PROXY: '1', ELECTRON_GET_NO_PROGRESS: '1' };
}
