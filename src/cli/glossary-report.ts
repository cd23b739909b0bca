/** `npm run glossary:report`: counts by kind, sizes with their projection, terms that want a look. `docs/glossary.md` holds the last figures. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readGlossary } from '../glossary/compile.ts';
import { RELATIONS } from '../glossary/relations.ts';
import { COMPILED_DIR, ensureCompiled } from './compiled.ts';

/** The size for which costs are projected, in terms. */
const PROJECTED = 5000;

ensureCompiled();
const terms = readGlossary();
const doubtful = (t: (typeof terms)[number]) => t.surfaces.some((s) => !['none', 'case'].includes(s.ambiguity));
const kinds = new Map<string, { all: number; doubtful: number }>();
for (const term of terms) {
  const count = kinds.get(term.kind) ?? { all: 0, doubtful: 0 };
  count.all++;
  if (doubtful(term)) count.doubtful++;
  kinds.set(term.kind, count);
}
console.log('| kind | terms | ambiguous |\n| --- | --- | --- |');
for (const [kind, { all, doubtful }] of [...kinds].sort((a, b) => b[1].all - a[1].all))
  console.log(`| ${kind} | ${all} | ${doubtful} |`);
console.log(`| **all** | **${terms.length}** | **${terms.filter(doubtful).length}** |`);

const surfaces = terms.reduce((sum, t) => sum + t.surfaces.length, 0);
console.log(
  `\n${surfaces} surfaces, ${terms.filter((t) => t.surfaces.some((s) => /[가-힣]/.test(s.text))).length} terms with Hangul`,
);

const sizes: Record<string, number> = {};
for (const file of readdirSync(COMPILED_DIR)) {
  const group = /^(?:en|ko|icons)/.exec(file)?.[0] ?? file;
  sizes[group] = (sizes[group] ?? 0) + statSync(join(COMPILED_DIR, file)).size;
}
for (const [group, bytes] of Object.entries(sizes))
  console.log(`${group}: ${(bytes / 1024).toFixed(0)} KB, ${(bytes / terms.length).toFixed(0)} bytes a term`);
/** Lexicon and weights do not grow with the glossary. */
const fixed = 2 * 65536;
const dictionary = sizes['dictionary.bin'] ?? 0;
console.log(
  `dictionary at ${PROJECTED} terms, if every term cost the same: ${((fixed + ((dictionary - fixed) / terms.length) * PROJECTED) / 1024).toFixed(0)} KB`,
);

const known = new Set(terms.flatMap((t) => RELATIONS.flatMap((r) => t[r])));
const lonely = terms.filter((t) => RELATIONS.every((r) => t[r].length === 0) && !known.has(t.id) && !t.successor);
console.log(`\nterms without a neighbor: ${lonely.map((t) => t.id).join(', ') || 'none'}`);
