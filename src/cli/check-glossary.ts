/**
 * `npm run glossary:check [-- NAME …]`: checks the entries and passages of all files, or of those named
 * (`language`, `framework-a-l`). Prints `file:line: fault` lines; exit 1 if there is any.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPassages } from '../glossary/passages.ts';
import { type Fault, readTerms, type Term } from '../glossary/schema.ts';

const root = join(import.meta.dirname, '../..');
const termsDir = join(root, 'src/glossary/terms');
const passagesDir = join(root, 'test/quality/passages');
const argv = process.argv.slice(2);
const idsFile = argv.includes('--ids') ? argv[argv.indexOf('--ids') + 1] : undefined;
const names = argv.filter((a) => !a.startsWith('--') && a !== idsFile);
const faults: Fault[] = [];
const all: Term[] = [];
const mine: Term[] = [];
for (const file of readdirSync(termsDir)
  .filter((f) => f.endsWith('.yaml'))
  .sort()) {
  const read = readTerms(`src/glossary/terms/${file}`, readFileSync(join(termsDir, file), 'utf8'));
  all.push(...read.terms);
  if (names.length === 0 || names.includes(file.replace('.yaml', ''))) {
    mine.push(...read.terms);
    faults.push(...read.faults);
  }
}
const ids = new Set(all.map((t) => t.id));
if (idsFile) for (const line of readFileSync(idsFile, 'utf8').split('\n')) ids.add(line.split('\t')[0] ?? '');
for (const term of mine)
  for (const list of [
    term.senses,
    term.written_in,
    term.part_of,
    term.runs_on,
    term.alternative_to,
    term.related,
    term.successor ? [term.successor] : [],
  ])
    for (const id of list)
      if (!ids.has(id) || id === term.id)
        faults.push({ ...term.at, message: `${term.id} names "${id}", which is ${id === term.id ? 'itself' : 'no entry'}` });
const tech = new Map<string, number>();
const other = new Map<string, number>();
const sampled = new Set<string>();
for (const name of names.length ? names : readdirSync(passagesDir).map((f) => f.replace('.tsv', ''))) {
  const path = join(passagesDir, `${name}.tsv`);
  if (!existsSync(path)) continue;
  const read = readPassages(`test/quality/passages/${name}.tsv`, readFileSync(path, 'utf8'));
  faults.push(...read.faults);
  for (const p of read.passages)
    for (const f of p.focuses) {
      const surface = p.text.slice(f.start, f.end);
      const key = `${f.term} ${p.lang}`;
      if (!ids.has(f.term))
        faults.push({
          file: `test/quality/passages/${name}.tsv`,
          line: Number(p.id.split(':')[1]),
          message: `"${f.term}" is no entry`,
        });
      const count = f.tech ? tech : other;
      count.set(key, (count.get(key) ?? 0) + 1);
      if (f.tech) sampled.add(`${f.term} ${surface.toLowerCase().replace(/[\s-]/g, '')}`);
    }
}
for (const term of mine) {
  const doubtful = term.surfaces.filter((s) => s.ambiguity === 'common' || s.ambiguity === 'name' || s.ambiguity === 'tech');
  const hangul = doubtful.some((s) => /[가-힣]/.test(s.text));
  if (doubtful.length > 0)
    for (const lang of hangul ? (['en', 'ko'] as const) : (['any'] as const)) {
      const sum = (m: Map<string, number>) =>
        lang === 'any' ? (m.get(`${term.id} en`) ?? 0) + (m.get(`${term.id} ko`) ?? 0) : (m.get(`${term.id} ${lang}`) ?? 0);
      if (lang === 'en' && !doubtful.some((s) => /[a-z]/i.test(s.text))) continue;
      if (sum(tech) < 4 || sum(other) < 4)
        faults.push({
          ...term.at,
          message: `${term.id} is ambiguous: ${sum(tech)} + ${sum(other)} passages in ${lang}, at least 4 + 4 are needed`,
        });
    }
  for (const s of term.surfaces)
    if (
      (/[^A-Za-z0-9\s-]/.test(s.text) || s.case === 'exact' || s.ambiguity !== 'none') &&
      !sampled.has(`${term.id} ${s.text.toLowerCase().replace(/[\s-]/g, '')}`)
    )
      faults.push({ ...term.at, message: `surface "${s.text}" of ${term.id} has no passage with [[${s.text}|${term.id}]]` });
}
for (const f of faults) console.log(`${f.file}:${f.line}: ${f.message}`);
console.log(
  `${mine.length} entries, ${mine.filter((t) => t.surfaces.some((s) => !['none', 'case'].includes(s.ambiguity))).length} ambiguous, ${faults.length} faults`,
);
process.exitCode = faults.length > 0 ? 1 : 0;
