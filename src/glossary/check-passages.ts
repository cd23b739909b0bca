/** Checks that the passages cover the glossary: every doubtful term both ways, every surface that needs a written sample. */
import type { Passage } from './passages.ts';
import type { Fault, Surface, Term } from './schema.ts';

/** Passages that an ambiguous term needs where it is meant, and as many where it is not. */
const NEEDED = 4;

const isDoubtful = (s: Surface): boolean => s.ambiguity !== 'none' && s.ambiguity !== 'case';
/** Surfaces with punctuation, a case rule, an ambiguity or Hangul stand in at least one passage. */
const needsSample = (s: Surface): boolean => /[^A-Za-z0-9\s-]/.test(s.text) || s.case === 'exact' || s.ambiguity !== 'none';
const sampleKey = (term: string, surface: string): string => `${term} ${surface.toLowerCase().replace(/[\s-]/g, '')}`;

/** Faults of `terms` against all passages; each names the entry's file and line. */
export function checkPassages(terms: readonly Term[], passages: readonly Passage[]): Fault[] {
  const faults: Fault[] = [];
  const counts = new Map<string, number>();
  const samples = new Set<string>();
  const count = (term: string, lang: string, tech: boolean) => counts.get(`${term} ${lang} ${tech}`) ?? 0;
  for (const { lang, text, focuses } of passages)
    for (const { term, tech, start, end } of focuses) {
      const key = `${term} ${lang} ${tech}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (!tech) continue;
      const written = text.slice(start, end);
      samples.add(sampleKey(term, written));
      // of a pattern any number is a sample
      samples.add(sampleKey(term, written.replace(/\d[\d-]*$/, '{n}').replace(/[ -]\{n\}$/, ' {n}')));
    }
  for (const term of terms) {
    const doubtful = term.surfaces.filter(isDoubtful);
    const languages = doubtful.some((s) => /[가-힣]/.test(s.text))
      ? doubtful.some((s) => /[a-z]/i.test(s.text))
        ? [['en'], ['ko']]
        : [['ko']]
      : [['en', 'ko']];
    for (const langs of doubtful.length > 0 ? languages : []) {
      const tech = langs.reduce((sum, lang) => sum + count(term.id, lang, true), 0);
      const other = langs.reduce((sum, lang) => sum + count(term.id, lang, false), 0);
      if (tech < NEEDED || other < NEEDED)
        faults.push({
          ...term.at,
          message: `${term.id} is ambiguous: ${tech} + ${other} passages in ${langs.join(' or ')}, at least ${NEEDED} + ${NEEDED} are needed`,
        });
    }
    for (const surface of term.surfaces.filter(needsSample))
      if (!samples.has(sampleKey(term.id, surface.text)))
        faults.push({
          ...term.at,
          message: `surface "${surface.text}" of ${term.id} has no passage with [[${surface.text}|${term.id}]]`,
        });
  }
  const ids = new Set(terms.map((t) => t.id));
  for (const { id, focuses } of passages)
    for (const { term } of focuses) {
      const [file = '', line = ''] = id.split(':');
      if (!ids.has(term))
        faults.push({ file: `test/quality/passages/${file}.tsv`, line: Number(line), message: `"${term}" is no entry` });
    }
  return faults;
}
