/** What asks a process of ours to end. */

/** Ctrl-C, `kill`, and a terminal that closes: on Windows the console's close button. */
export const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A reader that stops early (`| head`) and a terminal that is gone end no work: what is left is written to nobody. */
export function outliveReaders(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
}
