/** Keys of services that a person pays for or belongs to. A key is a secret: it is kept outside of all data folders,
 *  and no config, run, report or log holds it. */

export interface KeyKind {
  readonly name: string;
  readonly title: string;
  /** Where one gets it and what it is for. */
  readonly help: string;
}

export const keyKinds = [
  {
    name: 'webSearch',
    title: 'Web search',
    help: 'Of a Serper-compatible service, for retrievers that search the web.',
  },
  { name: 'hub', title: 'Hugging Face hub', help: 'An access token, for models that need one.' },
] as const satisfies readonly KeyKind[];

export type KeyName = (typeof keyKinds)[number]['name'];
export const keyNames = keyKinds.map(({ name }) => name);

/** One value for each kind of key. */
export const byName = <T>(value: (name: KeyName) => T): Readonly<Record<KeyName, T>> =>
  Object.fromEntries(keyNames.map((name) => [name, value(name)])) as Record<KeyName, T>;
