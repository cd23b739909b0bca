/**
 * Passages: short own texts in which `[[surface|id]]` is a mention and `{{surface|id}}` is none. They are tests and
 * the recognizer's learning rows at once. Node only.
 */
import { hashText } from '../recognizer/hash.ts';
import type { Fault } from './schema.ts';

/** A place that is judged: `tech` says whether it is a mention of `term`. Offsets are UTF-16 units into `text`. */
export interface Focus {
  start: number;
  end: number;
  term: string;
  tech: boolean;
}

export interface Passage {
  /** File name and line, unique: `language:12`. */
  id: string;
  lang: 'en' | 'ko';
  text: string;
  focuses: Focus[];
}

const FOCUS = /\[\[([^[\]|]+)\|([a-z0-9-]+)\]\]|\{\{([^{}|]+)\|([a-z0-9-]+)\}\}/g;

/** Reads one passages file (`lang<TAB>text` lines, `#` comments). */
export function readPassages(file: string, source: string): { passages: Passage[]; faults: Fault[] } {
  const passages: Passage[] = [];
  const faults: Fault[] = [];
  const name = file.replace(/^.*\//, '').replace(/\.tsv$/, '');
  source.split('\n').forEach((row, at) => {
    const line = at + 1;
    if (row.trim() === '' || row.startsWith('#')) return;
    const [lang, marked, ...rest] = row.split('\t');
    if ((lang !== 'en' && lang !== 'ko') || marked === undefined || rest.length > 0) {
      faults.push({ file, line, message: 'a passage is "en" or "ko", a tab, and the text (without further tabs)' });
      return;
    }
    const source = marked.replaceAll('\\n', '\n');
    let text = '';
    let last = 0;
    const focuses: Focus[] = [];
    for (const m of source.matchAll(FOCUS)) {
      text += source.slice(last, m.index);
      const surface = m[1] ?? m[3] ?? '';
      focuses.push({ start: text.length, end: text.length + surface.length, term: m[2] ?? m[4] ?? '', tech: m[1] !== undefined });
      text += surface;
      last = m.index + m[0].length;
    }
    text += source.slice(last);
    if (focuses.length === 0)
      faults.push({ file, line, message: 'a passage judges at least one place: [[surface|id]] or {{surface|id}}' });
    if (/\[\[|\]\]|\{\{|\}\}/.test(text)) faults.push({ file, line, message: 'a bracket is not closed or has no |id' });
    if (focuses.length > 0) passages.push({ id: `${name}:${line}`, lang, text, focuses });
  });
  return { passages, faults };
}

/** A quarter of the passages, by their text, is never learnt from: the tests measure on them. */
export function isTestRow(passage: Passage): boolean {
  return hashText(passage.text) % 4 === 0;
}
