/**
 * What a page needs only when the reader points at something comes then, as scripts of their own: every page pays for reading and
 * marking, few for a card. The background puts them into this frame, where they stand beside this script.
 */
import { ask } from './ask.ts';
import type { CardPart } from './card.iife.ts';
import type { HandPart } from './hand.iife.ts';

export interface Parts {
  /** Pointer, keys and the card's states. */
  hand: HandPart;
  /** The card itself, and what it is drawn with. */
  card: CardPart;
}

const PARTS = Symbol.for('termlight-parts');
const world = globalThis as unknown as Record<symbol, Partial<Parts> | undefined>;

/** At the start of a frame's life: parts of an earlier version are not used. */
export function noParts(): void {
  world[PARTS] = {};
}

/** A part's script hands itself over. */
export function offer<N extends keyof Parts>(name: N, part: Parts[N]): void {
  const parts: Partial<Parts> = world[PARTS] ?? {};
  world[PARTS] = parts;
  parts[name] = part;
}

/** A part that is here already. */
export function partHere<N extends keyof Parts>(name: N): Parts[N] | undefined {
  return world[PARTS]?.[name];
}

const coming = new Map<keyof Parts, Promise<void>>();

/** A part, fetched if need be. Rejects when it cannot be had; the next call tries again. */
export async function part<N extends keyof Parts>(name: N, life: AbortController): Promise<Parts[N]> {
  if (!partHere(name)) {
    let way = coming.get(name);
    if (!way) {
      way = ask('part', { part: name }, life).then(() => {});
      coming.set(name, way);
    }
    try {
      await way;
    } finally {
      coming.delete(name);
    }
  }
  const here = partHere(name);
  if (!here) throw new Error(`${name} did not come`);
  return here;
}
