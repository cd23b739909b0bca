/** The compiled glossary for tools on the command line: compiled when it is missing or older than its sources. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compileGlossary, MODEL_DIR, readGlossary, TERMS_DIR } from '../glossary/compile.ts';
import { createRecognizer, type Recognizer } from '../recognizer/recognize.ts';

const ROOT = join(import.meta.dirname, '../..');
export const COMPILED_DIR = join(ROOT, 'build/public/glossary');

function newest(dirs: readonly string[]): number {
  let time = 0;
  for (const dir of dirs)
    for (const entry of readdirSync(dir, { withFileTypes: true }))
      if (entry.isFile()) time = Math.max(time, statSync(join(dir, entry.name)).mtimeMs);
  return time;
}

/** Compiles if anything changed. @throws GlossaryError */
export function ensureCompiled(): void {
  const made = join(COMPILED_DIR, 'index.json');
  if (
    existsSync(made) &&
    statSync(made).mtimeMs >= newest([TERMS_DIR, MODEL_DIR, join(ROOT, 'src/glossary'), join(ROOT, 'src/recognizer')])
  )
    return;
  compileGlossary(COMPILED_DIR, readGlossary());
}

/** The recognizer over the compiled dictionary. */
export function loadRecognizer(): Recognizer {
  ensureCompiled();
  return createRecognizer(bytesOf(join(COMPILED_DIR, 'dictionary.bin')));
}

/** A term's name and all its surfaces. */
export interface TermNames {
  name: string;
  surfaces: string[];
  /** The name it has today, when it was renamed. */
  renamed?: string;
}

/** Names of all terms by id. */
export function loadNames(): Map<string, TermNames> {
  ensureCompiled();
  const json = JSON.parse(readFileSync(join(COMPILED_DIR, '../../names.json'), 'utf8')) as Record<string, TermNames>;
  return new Map(Object.entries(json));
}

export function bytesOf(path: string): ArrayBuffer {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
