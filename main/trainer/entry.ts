/** The training process: one session, steered by messages. It outlives neither its session nor, by more than a step, its host. */
import { createControl } from './control.ts';
import type { FromTrainer, ToTrainer } from './messages.ts';
import { runSession } from './session.ts';

const control = createControl();

/** Resolves when the host has it; at once where there is no host any more. */
const send = (message: FromTrainer): Promise<void> =>
  new Promise((sent) => {
    if (process.connected) process.send!(message, undefined, undefined, () => sent());
    else sent();
  });

process.on('message', (message: ToTrainer) => {
  if (message.kind === 'start') void start(message);
  else control[message.kind]();
});
// Without a host nobody would see the run: it saves where it is and ends.
process.on('disconnect', () => control.stop());
// A terminal sends Ctrl-C to all its processes; the host decides what it means.
process.on('SIGINT', () => undefined);

async function start({ request }: ToTrainer & { readonly kind: 'start' }): Promise<void> {
  try {
    const end = await runSession(request, control, (report) => void send(report));
    await send({ kind: 'ended', end });
  } catch (error) {
    await send({ kind: 'refused', message: (error as Error).message });
  }
  if (process.connected) process.disconnect();
}
