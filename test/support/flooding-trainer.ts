/** A training process that floods its host with reports and complaints until it gets the order to stop. With
 *  `--nonsense` it sends one message that no session sends instead. */
import { openHost } from '../../main/processes/host.ts';
import { Journal } from '../../main/run-folder/journal.ts';
import type { FromTrainer, ToTrainer } from '../../main/trainer/messages.ts';

const nonsense = process.argv[2] === '--nonsense';
let stopped = false;
const host = openHost()!;
const tell = (message: FromTrainer) => host.send(message);

host.receive((message) => {
  const order = message as ToTrainer;
  if (order.kind === 'stop') stopped = true;
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
  let step = 0;
  while (!stopped) {
    for (let i = 0; i < 500; i++) void tell({ kind: 'step', step: ++step, metrics });
    process.stderr.write('so much to complain about\n'.repeat(2000));
    await tell({ kind: 'step', step: ++step, metrics }); // when the channel has taken all before
  }
  journal.metrics({ step, 'total/rollouts': step });
  journal.event('stopped', { step, end: 'stopped' });
  journal.close();
  await tell({ kind: 'ended', end: { end: 'stopped', step } });
}
