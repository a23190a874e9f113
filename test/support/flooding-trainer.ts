/** A training process that floods its host for some seconds with reports and complaints, then finishes its run. `--nonsense`: says what no
 *  session says instead. */
import { openHost } from '../../main/processes/host.ts';
import { Journal } from '../../main/run-folder/journal.ts';
import type { FromTrainer, ToTrainer } from '../../main/trainer/messages.ts';

const [seconds, nonsense] = [Number(process.argv[2]), process.argv[3] === '--nonsense'];
const host = openHost()!;
const tell = (message: FromTrainer) => host.send(message);

host.receive((message) => {
  const order = message as ToTrainer;
  if (order.kind !== 'start') return;
  const { folder, config, codeVersion } = order.request;
  const journal = Journal.create(
    folder,
    { config: config!, codeVersion, device: 'made up', warmStart: 'none' },
    { tokenizer: 'none' },
  );
  void flood(journal);
});

async function flood(journal: Journal): Promise<void> {
  await tell({ kind: 'started', device: 'made up', step: 0, damaged: [] });
  if (nonsense) return host.send(['all', 'is', 'well']);
  const metrics = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`made/up_${i}`, i]));
  const until = performance.now() + 1000 * seconds;
  let step = 0;
  while (performance.now() < until) {
    for (let i = 0; i < 500; i++) void tell({ kind: 'step', step: ++step, metrics });
    process.stderr.write('so much to complain about\n'.repeat(2000));
    await tell({ kind: 'step', step: ++step, metrics }); // when the channel has taken all before
  }
  journal.metrics({ step, 'total/rollouts': step });
  journal.event('finished', { step, end: 'steps' });
  journal.close();
  await tell({ kind: 'ended', end: { end: 'steps', step } });
}
