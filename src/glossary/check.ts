/** Checks that need all entries at once: ids, neighbors, shared surfaces, successor chains. */
import { spacings, surfaceKey } from './pack.ts';
import { RELATIONS } from './relations.ts';
import type { Fault, Term } from './schema.ts';

/** Nouns that follow many a name and belong to none of them. */
const HEADS =
  /^(.+) (?:gem|templates?|editor|scripts?|bot|webhooks?|workspace|plugin|provider|formatter|debugger|command|browser|에디터|스크립트|봇|브라우저|차트|라이브러리)$/;

/** Faults over the whole glossary; each names the entry's file and line. */
export function checkGlossary(terms: readonly Term[]): Fault[] {
  const faults: Fault[] = [];
  const byId = new Map<string, Term>();
  for (const term of terms) {
    const same = byId.get(term.id);
    if (same) faults.push({ ...term.at, message: `id "${term.id}" stands already in ${same.at.file}:${same.at.line}` });
    byId.set(term.id, term);
  }
  for (const term of terms) {
    for (const field of [...RELATIONS, 'senses'] as const)
      for (const id of term[field]) {
        if (id === term.id) faults.push({ ...term.at, message: `${term.id} names itself under "${field}"` });
        else if (!byId.has(id))
          faults.push({ ...term.at, message: `${term.id} names "${id}" under "${field}", which is no entry` });
      }
    if (term.successor !== undefined && !byId.has(term.successor))
      faults.push({ ...term.at, message: `${term.id} names "${term.successor}" as its successor, which is no entry` });
    for (const id of term.senses) {
      const other = byId.get(id);
      if (other && !other.senses.includes(term.id))
        faults.push({ ...term.at, message: `${term.id} names ${id} under "senses", but ${id} does not name it` });
    }
    if (chainLoops(term, byId)) faults.push({ ...term.at, message: `the successors of ${term.id} lead back to it` });
  }
  return [...faults, ...terms.flatMap(headWords), ...sharedSurfaces(terms)];
}

function chainLoops(term: Term, byId: Map<string, Term>): boolean {
  const seen = new Set<string>();
  for (let at: Term | undefined = term; at?.successor; at = byId.get(at.successor)) {
    if (seen.has(at.id)) return true;
    seen.add(at.id);
  }
  return false;
}

/** The mark is the name alone: `vi editor` beside the surface `vi` would mark too much. A concept's name may be made so (`shell script`). */
function headWords(term: Term): Fault[] {
  if (term.kind === 'concept') return [];
  const keys = new Set(term.surfaces.map((s) => surfaceKey(s.text)));
  return term.surfaces
    .filter(({ text }) => text !== term.name && keys.has(surfaceKey(HEADS.exec(text)?.[1] ?? ' ')))
    .map(({ text }) => ({
      ...term.at,
      message: `surface "${text}" of ${term.id} ends in a word that is not part of the name: put it under "phrases"`,
    }));
}

function sharedSurfaces(terms: readonly Term[]): Fault[] {
  const faults: Fault[] = [];
  const owners = new Map<string, { term: Term; text: string; exact: boolean; written: boolean }[]>();
  for (const term of terms)
    for (const surface of term.surfaces)
      for (const text of spacings(surface.text)) {
        const key = surfaceKey(text);
        const list = owners.get(key) ?? [];
        if (!list.some((o) => o.term === term && o.text === text))
          list.push({ term, text, exact: surface.case === 'exact', written: text === surface.text });
        owners.set(key, list);
      }
  const told = new Set<string>();
  for (const list of owners.values())
    for (const a of list)
      for (const b of list) {
        if (a.term.id >= b.term.id || (a.exact && b.exact && a.text !== b.text)) continue;
        if (a.term.senses.includes(b.term.id) && b.term.senses.includes(a.term.id)) continue;
        const key = `${a.term.id} ${b.term.id} ${a.text}`;
        if (told.has(key)) continue;
        told.add(key);
        faults.push({
          ...a.term.at,
          message: `surface "${a.text}" of ${a.term.id} is also one of ${b.term.id} (${b.term.at.file}:${b.term.at.line}): name each other under "senses" or drop one`,
        });
      }
  return faults;
}
