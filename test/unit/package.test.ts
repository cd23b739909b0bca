/** What `npm run package` makes. That two builds are the same is proved by `npm run package:proof`, which takes longer. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { type Bom, type Lock, sbomOf } from '../../src/cli/package-sbom.ts';
import { sourcePaths, unpackedPaths } from '../../src/cli/package-sources.ts';
import { filesIn, readFiles, zipOf } from '../../src/cli/package-zip.ts';

const root = join(import.meta.dirname, '../..');
const temp = mkdtempSync(join(tmpdir(), 'termlight-package-'));
afterAll(() => rmSync(temp, { recursive: true }));

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(temp, 'files-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe('a zip', () => {
  const files = {
    'b/z.txt': 'z',
    'a.txt': 'a '.repeat(5000),
    'b/가.txt': '한글',
    'run.sh': '#!/bin/sh\n',
    '10': 'ten',
    '9': 'nine',
  };

  it('is the same for the same files: written in another order, at another time, from another folder', () => {
    const [one, other] = [folderOf(files), folderOf(Object.fromEntries(Object.entries(files).reverse()))];
    for (const path of Object.keys(files)) utimesSync(join(other, path), new Date('2001-02-03'), new Date('2031-05-06'));
    const zip = zipOf(filesIn(one));
    expect(Buffer.from(zipOf(filesIn(other).reverse())).equals(zip)).toBe(true);
    const read = Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]);
    expect(Object.fromEntries(read)).toEqual(files);
  });

  it('is another for other files', () => {
    const zip = zipOf(filesIn(folderOf(files)));
    expect(Buffer.from(zipOf(filesIn(folderOf({ ...files, 'a.txt': 'b' })))).equals(zip)).toBe(false);
  });

  it('holds one time and two modes only', () => {
    const zip = Buffer.from(zipOf(filesIn(folderOf(files))));
    const entries: { name: string; time: number; mode: number }[] = [];
    for (let at = zip.indexOf('PK\x01\x02'); at >= 0 && zip.readUInt32LE(at) === 0x02014b50; ) {
      const [name, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
      entries.push({
        name: zip.toString('utf8', at + 46, at + 46 + name),
        time: zip.readUInt32LE(at + 12),
        mode: zip.readUInt32LE(at + 38) >>> 16,
      });
      at += 46 + name + extra + comment;
    }
    expect(entries.map(({ name }) => name).sort()).toEqual(Object.keys(files).sort());
    expect(new Set(entries.map(({ time }) => time))).toEqual(new Set([0x00210000]));
    expect(entries.filter(({ mode }) => mode === 0o100755).map(({ name }) => name)).toEqual(['run.sh']);
    expect(entries.filter(({ mode }) => mode === 0o100644)).toHaveLength(5);
  });

  it('refuses two files of one name', () => {
    const file = { path: 'a', bytes: new Uint8Array() };
    expect(() => zipOf([file, file])).toThrow('a is there twice');
  });
});

describe.each(['chrome', 'firefox'])('the package for %s', (browser) => {
  const dist = join(process.env.TERMLIGHT_DIST ?? join(root, 'dist'), browser);

  it.runIf(existsSync(dist))('is the same twice, holds the build and nothing that only we need', () => {
    const zip = zipOf(filesIn(dist));
    expect(Buffer.from(zipOf(filesIn(dist))).equals(zip)).toBe(true);
    const paths = Object.keys(unzipSync(zip));
    expect(paths).toContain('manifest.json');
    expect(paths).toContain('NOTICE');
    expect(paths.filter((path) => /(^|\/)\.|\.(map|ts|tsx|ya?ml|zip|log)$|node_modules/.test(path))).toEqual([]);
  });
});

describe('the source archive', () => {
  it.runIf(existsSync(join(root, '.git')))('holds just what git tracks', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    const there = (path: string) => existsSync(join(root, path));
    const archived = Object.keys(unzipSync(zipOf(readFiles(root, sourcePaths(root).filter(there)))));
    expect(archived.sort()).toEqual(tracked.filter(there).sort());
    for (const path of ['package-lock.json', 'src/cli/build.ts', 'LICENSE', 'NOTICE', 'README.md', '.gitignore'])
      expect(archived).toContain(path);
    expect(archived.filter((path) => /(^|\/)(node_modules|dist|build|\.git)\//.test(path))).toEqual([]);
  });

  it('holds the same when it is packed again where there is no repository', () => {
    const tracked = sourcePaths(root).filter((path) => existsSync(join(root, path)));
    const unpacked = new Set(unpackedPaths(root));
    expect(tracked.filter((path) => !unpacked.has(path))).toEqual([]);
    const kept = {
      '.gitignore': 'node_modules/\nbuild/\na/out/\n*.log\n',
      'a/b.ts': '',
      'out/c.ts': '',
      builder: '',
      'x.logs': '',
    };
    const made = { 'node_modules/p/i.js': '', 'a/node_modules/i.js': '', 'a/build/d.js': '', 'a/out/e.js': '', 'a/f.log': '' };
    expect(unpackedPaths(folderOf({ ...kept, ...made })).sort()).toEqual(Object.keys(kept).sort());
  });

  it('stops where .gitignore has a form that it does not understand', () => {
    expect(() => unpackedPaths(folderOf({ '.gitignore': '!kept\n' }))).toThrow('"!kept" is none of the forms');
  });
});

describe('the bills of materials', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const ships = sbomOf(lock, { ships: true });
  const builds = sbomOf(lock, { ships: false });

  it.each<[string, Bom]>([
    ['of what ships', ships],
    ['of what builds', builds],
  ])('%s has what CycloneDX 1.6 asks for', (_name, bom) => {
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(bom.metadata.component).toMatchObject({ type: 'application', name: 'termlight', version: lock.version });
    for (const { name, version, purl, hashes, licenses, ...rest } of bom.components) {
      expect(name && version).toBeTruthy();
      expect(rest).toMatchObject({ type: 'library', 'bom-ref': purl, scope: expect.stringMatching(/^(required|excluded)$/) });
      expect(purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+/);
      expect(licenses, name).toHaveLength(1);
      for (const { alg, content } of hashes ?? []) expect([alg, content.length]).toEqual(['SHA-512', 128]);
    }
    const refs = [bom.metadata.component, ...bom.components].map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    expect(bom.dependencies.map(({ ref }) => ref).sort()).toEqual([...refs].sort());
    for (const { dependsOn } of bom.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref);
  });

  it('name what ships, and all of the lockfile', () => {
    expect(ships.components.map(({ name }) => name)).toEqual(Object.keys(dependencies).sort());
    expect(ships.components.every(({ scope }) => scope === 'required')).toBe(true);
    const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
    const versions = new Set(locked.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')}@${version}`));
    expect(new Set(builds.components.map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`))).toEqual(
      versions,
    );
    expect(builds.components.filter(({ scope }) => scope === 'required').map(({ name }) => name)).toEqual(
      Object.keys(dependencies).sort(),
    );
  });

  it('follow what a package needs to the copy that it finds', () => {
    const nested: Lock = {
      name: 'x',
      version: '1.0.0',
      packages: {
        '': { dependencies: { a: '1', b: '1' } },
        'node_modules/a': { version: '1.0.0', dependencies: { b: '2' } },
        'node_modules/a/node_modules/b': { version: '2.0.0', dependencies: { c: '1' } },
        'node_modules/b': { version: '1.0.0' },
        'node_modules/c': { version: '1.0.0' },
        'node_modules/d': { version: '1.0.0' },
      },
    };
    const { dependencies: graph } = sbomOf(nested, { ships: true });
    expect(graph.map(({ ref, dependsOn }) => `${ref} > ${dependsOn.join(' ')}`)).toEqual([
      'pkg:npm/a@1.0.0 > pkg:npm/b@2.0.0',
      'pkg:npm/b@1.0.0 > ',
      'pkg:npm/b@2.0.0 > pkg:npm/c@1.0.0',
      'pkg:npm/c@1.0.0 > ',
      'x@1.0.0 > pkg:npm/a@1.0.0 pkg:npm/b@1.0.0',
    ]);
  });

  it('are the same for the same lockfile', () => {
    expect(JSON.stringify(sbomOf(structuredClone(lock), { ships: false }))).toBe(JSON.stringify(builds));
  });
});
