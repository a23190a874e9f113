/** `npm run evidence -- <name> [options]`: slow measurements whose results are written down in docs/log.md. */
import { fingerprint } from './fingerprint.ts';
import { pairedComparison } from './paired-comparison.ts';
import { smoke } from './smoke.ts';

const studies: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  fingerprint,
  paired: pairedComparison,
  smoke,
};

const [name = '', ...options] = process.argv.slice(2);
const study = studies[name];
if (!study) {
  process.stderr.write(`evidence: expected one of ${Object.keys(studies).join(', ')}, got ${name || 'nothing'}\n`);
  process.exitCode = 2;
} else await study(options);
