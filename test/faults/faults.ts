/** Runs by seed: what a failing one says, and the shortest script that still fails. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileGlossary, readGlossary } from '../../src/glossary/compile.ts';
import { type Played, play } from './play.ts';
import { type Rooms, readRooms } from './rooms.ts';
import { type Step, scriptOf, TERMS, told } from './script.ts';

type Files = ReadonlyMap<string, { buffer: ArrayBuffer; json: unknown }>;
/** Tries to shorten a failing script. */
const MOST_TRIES = 150;

export interface Bench {
  rooms: Rooms;
  files: Files;
}

/** The code of the rooms, and a glossary of a few terms. */
export async function readBench(): Promise<Bench> {
  const temp = mkdtempSync(join(tmpdir(), 'termlight-faults-'));
  try {
    const dir = join(temp, 'public/glossary');
    compileGlossary(
      dir,
      readGlossary(true).filter((term) => (TERMS as readonly string[]).includes(term.id)),
    );
    const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|bin)$/.test(name));
    const files = new Map(
      names.map((name) => {
        const bytes = readFileSync(join(dir, name));
        const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
        return [name, { buffer, json: name.endsWith('.json') ? JSON.parse(bytes.toString()) : undefined }];
      }),
    );
    return { rooms: await readRooms(), files };
  } finally {
    rmSync(temp, { recursive: true });
  }
}

export const runSeed = ({ rooms, files }: Bench, seed: number): Promise<Played> => play(scriptOf(seed), seed, rooms, files);

/** What to print of a failing seed: the shortest script found, what it broke, and the line that plays it again. */
export async function failureOf({ rooms, files }: Bench, seed: number, { broken }: Played): Promise<string> {
  let script: Step[] = scriptOf(seed);
  let left = MOST_TRIES;
  let shown = broken;
  for (let size = script.length >> 1; size >= 1; size >>= 1)
    for (let at = 0; at < script.length && left > 0; ) {
      const shorter = script.toSpliced(at, size);
      left--;
      const played = await play(shorter, seed, rooms, files);
      if (played.broken.length > 0) [script, shown] = [shorter, played.broken];
      else at += size;
    }
  return `seed ${seed}: ${shown.slice(0, 6).join('\n  ')}\nafter\n${told(script)}\nagain: npm run faults -- --runs 1 --seed ${seed}`;
}
