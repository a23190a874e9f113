/** Prints how this process allocates, its arguments and its pid. Ends with code 3; with the argument `wait`, never. */
import { allocatingProcess } from '../../main/processes/allocator.ts';

const code = await allocatingProcess();
if (code !== null) process.exitCode = code;
else {
  const words = process.argv.slice(2);
  process.stdout.write(`${process.env['MALLOC_TOP_PAD_']} ${words.join(' ')} ${process.pid}\n`);
  process.exitCode = 3;
  if (words.includes('wait')) setInterval(() => undefined, 1000);
}
