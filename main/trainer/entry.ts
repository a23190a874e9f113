/** The training process: one session, controlled by messages. It ends with its session, and at most one step after its
 *  host. */
import { createControl } from './control.ts';
import { openHost } from '../processes/host.ts';
import type { Host } from '../processes/host.ts';
import type { FromTrainer, ToTrainer } from './messages.ts';
import { runSession } from './session.ts';

const host = openHost();
if (host === null) throw new Error('This is started by IGPO Lab, not by hand: npm run igpo-lab -- run <preset>');
const control = createControl();

host.receive((message) => {
  const order = message as ToTrainer;
  if (order.kind === 'start') void start(order, host);
  else control[order.kind]();
});
// Without a host nobody would see the run: it saves a checkpoint and ends.
host.lost(() => control.stop());
// A terminal sends Ctrl-C, and word of its end, to all its processes; the host decides what to do.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);

/** The host dismisses this process once it has received the end. */
async function start({ request }: ToTrainer & { readonly kind: 'start' }, to: Host): Promise<void> {
  const send = (message: FromTrainer): Promise<void> => to.send(message);
  try {
    const end = await runSession(request, control, (report) => void send(report));
    await send({ kind: 'ended', end });
  } catch (error) {
    await send({ kind: 'refused', message: (error as Error).message });
  }
}
