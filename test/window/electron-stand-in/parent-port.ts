/** In the stand-in's utility processes: Electron's line to the main process, over Node's. */
import { EventEmitter } from 'node:events';

const port = new EventEmitter();
const send = process.send!.bind(process);
process.on('message', (data) => port.emit('message', { data }));
process.on('disconnect', () => port.emit('close'));
Object.defineProperty(process, 'parentPort', {
  value: Object.assign(port, { postMessage: (message: unknown) => void send(message as object) }),
});
Object.defineProperty(process, 'send', { value: undefined });
