/**
 * General texts of a corpus in the order of a hash of their id. The first ones are for measuring and are never learnt from: learning
 * and measuring take them from here, so that the two cannot drift together.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface GeneralText {
  id: string;
  text: string;
}

/** So many texts of each language are kept for measuring. */
const MEASURED = 200;

/** Reads `general-LANG.jsonl.gz` of a corpus folder, split into what is measured on and what may be learnt from. */
export function generalTexts(dir: string, lang: string): { measured: GeneralText[]; learnable: GeneralText[] } {
  const all = gunzipSync(readFileSync(join(dir, `general-${lang}.jsonl.gz`)))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as GeneralText)
    .map((text) => ({ ...text, order: createHash('sha1').update(text.id).digest('hex') }))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  return { measured: all.slice(0, MEASURED), learnable: all.slice(MEASURED) };
}
