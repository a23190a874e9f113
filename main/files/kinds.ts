/** The kinds of files that are read whole from folders: what a sentence calls them, and how large one may be. Whoever
 *  made the folder may not be a friend, so each limit is some tens of times what an honest file takes. */

const MiB = 2 ** 20;

export const kinds = {
  config: { what: 'the config of a run', most: MiB },
  experiment: { what: 'an experiment', most: MiB },
  annotation: { what: 'an annotation', most: MiB / 4 },
  lock: { what: 'a lock', most: MiB / 256 },
  queue: { what: 'the queue', most: MiB },
  binned: { what: 'the list of what was removed', most: 16 * MiB },
  report: { what: 'a report', most: MiB },
  settings: { what: 'the settings', most: MiB },
  keys: { what: 'the keys', most: MiB },
  checkpointState: { what: 'the state of a checkpoint', most: 4 * MiB },
  /** Of a run that is resumed: read once, by the process that trains. */
  journal: { what: 'a journal', most: 1024 * MiB },
  retrievals: { what: 'the recorded answers of a retriever', most: 256 * MiB },
  warmStart: { what: 'a warm start', most: MiB },
  recipe: { what: 'a recipe', most: MiB },
  /** Of a checkpoint or a warm start. */
  tensors: { what: 'a tensor file', most: 4096 * MiB },
} as const satisfies Readonly<Record<string, { readonly what: string; readonly most: number }>>;

export type Kind = keyof typeof kinds;
