/** A training process that only writes: lines of metrics at a fixed rate, through the journal, each reported like a
 *  trainer's step. */
import { createControl } from '../../../main/trainer/control.ts';
import { openHost } from '../../../main/processes/host.ts';
import { Journal } from '../../../main/run-folder/journal.ts';
import type { FromTrainer, ToTrainer } from '../../../main/trainer/messages.ts';
import type { SessionRequest } from '../../../main/trainer/session.ts';
import { stream } from '../../../shared/util/rng.ts';
import { metricNames } from './metric-names.ts';

export interface FeedOptions {
  readonly metrics: number;
  /** Lines written together, and the time between two such writes. */
  readonly lines: number;
  readonly everyMs: number;
}

const { metrics, lines, everyMs } = JSON.parse(process.argv[2]) as FeedOptions;
const names = metricNames(metrics - 1); // beside the time of writing
const host = openHost()!;
const control = createControl();

host.receive((message) => {
  const order = message as ToTrainer;
  if (order.kind === 'start') void feed(order.request);
  else control[order.kind]();
});
host.lost(() => process.exit());

async function feed({ folder, config, codeVersion }: SessionRequest): Promise<void> {
  const report = (message: FromTrainer) => void host.send(message);
  const journal = Journal.create(
    folder,
    { config, codeVersion, device: 'made up', warmStart: 'none' },
    { tokenizer: 'none' },
  );
  report({ kind: 'started', device: 'made up', step: 0, damaged: [] });
  const rng = stream(1, 'feed');
  const begun = performance.now();
  for (let step = 0; control.requested !== 'stop';) {
    const due = Math.floor((performance.now() - begun) / everyMs) * lines; // catches up after a slow write
    while (step < due) {
      const values = names.map((name) => [name, name.startsWith('total/') ? step : rng.next()] as const);
      journal.metrics({ step: ++step, ...Object.fromEntries(values), 'time/written': Date.now() / 1000 });
      report({ kind: 'step', step, metrics: {} });
    }
    await new Promise((done) => setTimeout(done, Math.min(everyMs, 50)));
  }
  journal.event('stopped', { step: 0, end: 'stopped' });
  journal.close();
  await host.send({ kind: 'ended', end: { end: 'stopped', step: 0 } } satisfies FromTrainer);
}
