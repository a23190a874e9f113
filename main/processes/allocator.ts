/** How a training process allocates memory. onnxruntime would keep an arena for each of about sixty sessions: 3 GB for
 *  a model of 0.1M parameters. Without arenas the sessions share the heap and take a seventh of that. glibc would then
 *  return freed memory to the system after every run, which costs a fifth of the speed; these variables make it keep
 *  the memory. Other systems ignore them. */
import { fork } from 'node:child_process';

export const allocatorEnvironment: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: String(2 ** 25),
  MALLOC_TRIM_THRESHOLD_: String(2 ** 32),
  MALLOC_TOP_PAD_: String(2 ** 26),
};

/** Runs this process's command line again in a child process with these variables, since glibc reads them only at the
 *  start. The child ends when this process does. Returns its exit code, or null in the child itself, which then does
 *  the work. Throws a sentence when a signal ended the child. */
export async function allocatingProcess(): Promise<number | null> {
  if (Object.entries(allocatorEnvironment).every(([name, value]) => process.env[name] === value)) {
    process.on('disconnect', () => process.exit(1));
    process.channel?.unref(); // the listener alone would keep this process alive
    return null;
  }
  const [, script, ...args] = process.argv as [string, string, ...string[]];
  const child = fork(script, args, { env: { ...process.env, ...allocatorEnvironment } });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (code !== null) done(code);
      else fail(new Error(`${script}: expected its process to end by itself, got ${signal} — run it again`));
    });
  });
}
