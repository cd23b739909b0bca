/**
 * Zips that depend on nothing but their files: sorted by name, one time for all, modes by content. The deflate of fflate is JavaScript:
 * Node's own changes with its version and with the processor.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';

export interface File {
  /** From the archive's root, with `/`. */
  path: string;
  bytes: Uint8Array;
}

/** The first day that zips know; a local time, for that is what they hold. */
const TIME = new Date(1980, 0, 1);
const UNIX = 3;

/** The same bytes for the same files, in whatever order they come. @throws when two have the same path */
export function zipOf(files: readonly File[]): Uint8Array {
  const zip: Zippable = {};
  for (const { path, bytes } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (Object.hasOwn(zip, path)) throw new Error(`${path} is there twice`);
    zip[path] = [bytes, { level: 9, mtime: TIME, os: UNIX, attrs: (modeOf(bytes) << 16) >>> 0 }];
  }
  return zipSync(zip);
}

/** What starts with `#!` is a program: unlike the file system's modes, this is the same on all machines. */
function modeOf(bytes: Uint8Array): number {
  return bytes[0] === 0x23 && bytes[1] === 0x21 ? 0o100755 : 0o100644;
}

/** All files under a folder. */
export function filesIn(folder: string): File[] {
  return readFiles(
    folder,
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
  );
}

export function readFiles(folder: string, paths: readonly string[]): File[] {
  return paths.map((path) => ({ path: path.replaceAll('\\', '/'), bytes: readFileSync(join(folder, path)) }));
}
