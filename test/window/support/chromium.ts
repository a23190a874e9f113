/** The Chromium that tests of the window use. */
import { existsSync } from 'node:fs';

export const chromiumPath = '/usr/bin/chromium';
export const chromiumArgs = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

/** Time-out of every wait, ms. It ends a test that hangs; no wait is expected to take nearly as long. */
export const hungMs = 300_000;

/** For `test(…, { skip })`: why a test of the window cannot run here. */
export const noChromium: string | false = existsSync(chromiumPath)
  ? false
  : `${chromiumPath} is missing: the window is not tested (apt-get install chromium)`;
