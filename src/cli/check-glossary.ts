/**
 * `npm run glossary:check [-- NAME …]`: checks entries and passages, all or those of the named files (`language`,
 * `framework-a-l`). Prints `file:line: fault` lines; exit 1 if there is any.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkGlossary } from '../glossary/check.ts';
import { checkPassages } from '../glossary/check-passages.ts';
import { readTermFiles } from '../glossary/compile.ts';
import { type Passage, readPassages } from '../glossary/passages.ts';

const passagesDir = join(import.meta.dirname, '../../test/quality/passages');
const names = process.argv.slice(2).filter((a, i, all) => !a.startsWith('--') && all[i - 1] !== '--ids');
const { terms, faults } = readTermFiles();
const passages: Passage[] = [];
for (const file of readdirSync(passagesDir).sort()) {
  const read = readPassages(`test/quality/passages/${file}`, readFileSync(join(passagesDir, file), 'utf8'));
  passages.push(...read.passages);
  faults.push(...read.faults);
}
faults.push(...checkGlossary(terms), ...checkPassages(terms, passages));
const nameOf = (file: string) => basename(file).replace(/\.\w+$/, '');
const wanted = faults.filter((f) => names.length === 0 || names.includes(nameOf(f.file)));
for (const f of wanted) console.log(`${f.file}:${f.line}: ${f.message}`);
const mine = terms.filter((t) => names.length === 0 || names.includes(nameOf(t.at.file)));
const doubtful = mine.filter((t) => t.surfaces.some((s) => s.ambiguity !== 'none' && s.ambiguity !== 'case'));
console.log(`${mine.length} entries, ${doubtful.length} ambiguous, ${wanted.length} faults`);
process.exitCode = wanted.length > 0 ? 1 : 0;
