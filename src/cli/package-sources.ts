/** Which files are Termlight's sources: what git tracks, or in an unpacked source archive everything that is not made or installed. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const git = (root: string, ...args: string[]): string[] =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\0')
    .filter((path) => path !== '');

const isRepository = (root: string): boolean => existsSync(join(root, '.git'));

/** Paths under `root`. `loose`: with the files that git does not track yet, and without those that are deleted. */
export function sourcePaths(root: string, { loose = false } = {}): string[] {
  if (!isRepository(root)) return unpackedPaths(root);
  const tracked = git(root, 'ls-files', '-z');
  if (!loose) return tracked;
  const others = git(root, 'ls-files', '-z', '--others', '--exclude-standard');
  return [...tracked, ...others].filter((path) => existsSync(join(root, path)));
}

/** What differs from the last commit; nothing outside of a repository. */
export function uncommitted(root: string): string[] {
  return isRepository(root) ? git(root, 'status', '--porcelain', '-z') : [];
}

/** All files but those that `.gitignore` names. @throws when it uses a form that is not understood here */
export function unpackedPaths(root: string): string[] {
  const ignored = readIgnored(readFileSync(join(root, '.gitignore'), 'utf8'));
  const walk = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (ignored(path, entry.isDirectory())) return [];
      if (entry.isDirectory()) return walk(path);
      return entry.isFile() ? [path] : [];
    });
  return walk('');
}

/** Three of git's forms: `name/`, a folder anywhere; `path/name/`, this folder; `*.end`, files by their end. */
function readIgnored(text: string): (path: string, folder: boolean) => boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const [names, folders, ends] = [new Set<string>(), new Set<string>(), [] as string[]];
  for (const line of lines) {
    if (/^[\w.-]+\/$/.test(line)) names.add(line.slice(0, -1));
    else if (/^[\w.-]+(\/[\w.-]+)+\/$/.test(line)) folders.add(line.slice(0, -1));
    else if (/^\*\.[\w.-]+$/.test(line)) ends.push(line.slice(1));
    else
      throw new Error(
        `.gitignore: "${line}" is none of the forms name/, path/name/ and *.end that src/cli/package-sources.ts knows`,
      );
  }
  return (path, folder) =>
    folder ? names.has(path.slice(path.lastIndexOf('/') + 1)) || folders.has(path) : ends.some((end) => path.endsWith(end));
}
