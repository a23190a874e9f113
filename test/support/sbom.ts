/** The list of what an installer holds, as CycloneDX: of npm's list of everything that is locked, the packages whose
 *  code is in the installer. */

export interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly scope?: string;
  readonly licenses?: readonly unknown[];
  readonly properties?: readonly { readonly name: string }[];
}

export interface Bom {
  readonly serialNumber?: string | undefined;
  readonly metadata: { readonly timestamp?: string | undefined; readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** `licenses.json` of the window's bundle. */
export interface Bundled {
  readonly name: string;
  readonly version: string;
}

/** Native modules, which lie in the installer as they are, and the runtime. */
export const besideBundle: readonly string[] = ['better-sqlite3', 'onnxruntime-common', 'onnxruntime-node', 'electron'];

/** The same for the same lock file and bundle: without time and serial number. Throws RangeError for a package that is
 *  not locked, or locked in another version than the bundle has. */
export function shippedBom(
  all: Bom,
  name: string,
  bundled: readonly Bundled[],
  licences: ReadonlyMap<string, string>,
): Bom {
  const shipped = [
    ...bundled.map((one) => locked(all, one.name, one.version)),
    ...besideBundle.map((one) => locked(all, one)),
  ].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
  const refs = new Set([all.metadata.component['bom-ref'], ...shipped.map((one) => one['bom-ref'])]);
  return {
    ...all,
    serialNumber: undefined,
    metadata: { ...all.metadata, timestamp: undefined, component: { ...all.metadata.component, name } },
    components: shipped.map((one) => {
      const licence = licences.get(one.name);
      const named = licence === undefined ? {} : { licenses: [{ license: { id: licence } }] };
      // npm's scope and marks say what an installation of the sources needs
      return { ...one, ...named, scope: 'required', properties: [] };
    }),
    dependencies: all.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
  };
}

function locked({ components }: Bom, name: string, version?: string): Component {
  const found = components.find((one) => one.name === name && (version === undefined || one.version === version));
  if (found) return found;
  throw new RangeError(
    `sbom: expected ${name} ${version ?? ''} in the lock file, got none — run npm ci and build again`,
  );
}
