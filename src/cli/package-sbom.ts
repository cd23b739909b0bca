/**
 * Bills of materials (CycloneDX 1.6, JSON) from package-lock.json: of what ships, and of all that builds and tests it. By a script of
 * our own: the usual tool brings a hundred packages more, one of which fetches a compiled library when it is installed.
 */
import { createHash } from 'node:crypto';

export interface LockedPackage {
  version?: string;
  license?: string;
  integrity?: string;
  link?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

export interface Lock {
  name: string;
  version: string;
  /** By path: '' is the project, then `node_modules/…`. */
  packages: Record<string, LockedPackage>;
}

type License = { license: { id: string } | { name: string } } | { expression: string };

interface Component {
  type: 'library' | 'application';
  'bom-ref': string;
  group?: string;
  name: string;
  version: string;
  scope?: 'required' | 'excluded';
  hashes?: { alg: string; content: string }[];
  licenses?: License[];
  purl?: string;
}

export interface Bom {
  $schema: string;
  bomFormat: 'CycloneDX';
  specVersion: '1.6';
  serialNumber?: string;
  version: 1;
  metadata: { lifecycles: { phase: string }[]; component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** Names that packages give as a license and SPDX does not know. */
const NOT_SPDX = new Set(['BSD']);
const INSTALLED = 'node_modules/';

/** `ships`: only what is in the package that readers install. The same lockfile gives the same bill, byte for byte. */
export function sbomOf(lock: Lock, { ships }: { ships: boolean }): Bom {
  const project = lock.packages[''] ?? {};
  const shipped = shippedPaths(lock);
  const taken = Object.entries(lock.packages).filter(([path, { link }]) => path !== '' && !link && (!ships || shipped.has(path)));
  const refs = new Map(taken.map(([path, entry]) => [path, purlOf(nameOf(path), versionOf(path, entry))]));
  // one version in two places is one component
  const components = new Map(taken.map(([path, entry]) => [refs.get(path), componentOf(path, entry)]));
  for (const [path] of taken) if (shipped.has(path)) (components.get(refs.get(path)) as Component).scope = 'required';
  const own = `${lock.name}@${lock.version}`;
  const needs = new Map<string, Set<string>>([[own, new Set()]]);
  for (const [path, entry] of [['', project] as const, ...taken]) {
    const ref = path === '' ? own : (refs.get(path) as string);
    const into = needs.get(ref) ?? new Set();
    needs.set(ref, into);
    for (const name of namesNeeded(entry)) {
      const found = refs.get(resolved(lock, path, name) ?? '');
      if (found !== undefined) into.add(found);
    }
  }
  const bom: Bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': own,
        name: lock.name,
        version: lock.version,
        licenses: licensesOf(project.license),
      },
    },
    components: [...components.values()].sort(byRef),
    dependencies: [...needs].map(([ref, on]) => ({ ref, dependsOn: [...on].sort() })).sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
  return { ...bom, serialNumber: `urn:uuid:${uuidOf(JSON.stringify(bom))}` };
}

const byRef = (a: Component, b: Component): number => (a['bom-ref'] < b['bom-ref'] ? -1 : 1);

/**
 * Paths of the packages that are in what readers install: the project's `dependencies`, and theirs. The lockfile's own `dev` marks say
 * less: an optional peer of a dependency has none.
 */
export function shippedPaths(lock: Lock): Set<string> {
  const shipped = new Set<string>();
  const visit = (path: string): void => {
    for (const name of Object.keys(lock.packages[path]?.dependencies ?? {})) {
      const found = resolved(lock, path, name);
      if (found === undefined) throw new Error(`package-lock.json: ${name} is needed and missing; run npm install`);
      if (shipped.has(found)) continue;
      shipped.add(found);
      visit(found);
    }
  };
  visit('');
  return shipped;
}

/** The name of the package at a path of the lockfile. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(INSTALLED) + INSTALLED.length);
}

function versionOf(path: string, { version }: LockedPackage): string {
  if (version === undefined) throw new Error(`package-lock.json: ${path} has no version; make the file anew with npm install`);
  return version;
}

function componentOf(path: string, entry: LockedPackage): Component {
  const [group, name] = nameOf(path).startsWith('@') ? (nameOf(path).split('/') as [string, string]) : [undefined, nameOf(path)];
  const version = versionOf(path, entry);
  const ref = purlOf(nameOf(path), version);
  return {
    type: 'library',
    'bom-ref': ref,
    ...(group !== undefined && { group }),
    name,
    version,
    scope: 'excluded',
    ...(entry.integrity !== undefined && { hashes: hashesOf(path, entry.integrity) }),
    licenses: licensesOf(entry.license),
    purl: ref,
  };
}

/** The address of a package that does not depend on where it was fetched. */
function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${encodeURIComponent(version)}`;
}

/** Of the packed package, as npm checks them. */
function hashesOf(path: string, integrity: string): { alg: string; content: string }[] {
  return integrity.split(/\s+/).map((each) => {
    const [, bits, base64] = /^sha(1|256|384|512)-([A-Za-z0-9+/=]+)$/.exec(each) ?? [];
    if (!bits || !base64) throw new Error(`package-lock.json: ${path} has an integrity of another form: ${each}`);
    return { alg: `SHA-${bits}`, content: Buffer.from(base64, 'base64').toString('hex') };
  });
}

function licensesOf(license: string | undefined): License[] {
  if (license === undefined) return [];
  if (/\s(AND|OR|WITH)\s/.test(license)) return [{ expression: license }];
  return [{ license: NOT_SPDX.has(license) ? { name: license } : { id: license } }];
}

function namesNeeded({ dependencies, devDependencies, optionalDependencies, peerDependencies }: LockedPackage): string[] {
  return [dependencies, devDependencies, optionalDependencies, peerDependencies].flatMap((names) => Object.keys(names ?? {}));
}

/** The place that Node finds a package at: beside who needs it, else further up. */
function resolved(lock: Lock, from: string, name: string): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf(`/${INSTALLED}`)))) {
    const place = at === '' ? `${INSTALLED}${name}` : `${at}/${INSTALLED}${name}`;
    if (place in lock.packages) return place;
    if (at === '') return undefined;
  }
}

/** A name-based UUID (RFC 9562, version 8) that changes only with what it names. */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
