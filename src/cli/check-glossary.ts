/**
 * `npm run glossary:check [-- NAME …]`: checks entries and passages, all or those of the named files (`language`,
 * `framework-a-l`). Prints `file:line: fault` lines; exit 1 if there is any.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkGlossary } from '../glossary/check.ts';
import { checkPassages } from '../glossary/check-passages.ts';
import { TERMS_DIR } from '../glossary/compile.ts';
import { type Passage, readPassages } from '../glossary/passages.ts';
import { type Fault, readTerms, type Term } from '../glossary/schema.ts';

const passagesDir = join(import.meta.dirname, '../../test/quality/passages');
const names = process.argv.slice(2).filter((a, i, all) => !a.startsWith('--') && all[i - 1] !== '--ids');
const faults: Fault[] = [];
const terms: Term[] = [];
const passages: Passage[] = [];
for (const file of readdirSync(TERMS_DIR)
  .filter((f) => f.endsWith('.yaml'))
  .sort()) {
  const read = readTerms(`src/glossary/terms/${file}`, readFileSync(join(TERMS_DIR, file), 'utf8'));
  terms.push(...read.terms);
  faults.push(...read.faults);
  const samples = join(passagesDir, file.replace('.yaml', '.tsv'));
  if (!existsSync(samples)) continue;
  const written = readPassages(`test/quality/passages/${basename(samples)}`, readFileSync(samples, 'utf8'));
  passages.push(...written.passages);
  faults.push(...written.faults);
}
faults.push(...checkGlossary(terms), ...checkPassages(terms, passages));
const nameOf = (file: string) => basename(file).replace(/\.\w+$/, '');
const wanted = faults.filter((f) => names.length === 0 || names.includes(nameOf(f.file)));
for (const f of wanted) console.log(`${f.file}:${f.line}: ${f.message}`);
const mine = terms.filter((t) => names.length === 0 || names.includes(nameOf(t.at.file)));
const doubtful = mine.filter((t) => t.surfaces.some((s) => s.ambiguity !== 'none' && s.ambiguity !== 'case'));
console.log(`${mine.length} entries, ${doubtful.length} ambiguous, ${wanted.length} faults`);
process.exitCode = wanted.length > 0 ? 1 : 0;
