/** FNV-1a over UTF-16 units, 32 bits: the key of cues and of the context lexicon. */

export const HASH_START = 0x811c9dc5;

/** One step: the hash so far and the next unit. */
export function hashUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** Hash of a whole string, unsigned. */
export function hashText(text: string): number {
  let hash = HASH_START;
  for (let i = 0; i < text.length; i++) hash = hashUnit(hash, text.charCodeAt(i));
  return hash >>> 0;
}
