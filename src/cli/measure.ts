/**
 * `npm run measure -- EVAL_DIR [CORPUS_DIR]`: recognition on labelled posts and ambiguous passages (scored by the folder's own
 * `score.mjs` and `focus.mjs`), and marks in general text. `docs/quality.md` holds the last figures.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { annotateLine, annotateText } from './annotate.ts';
import { loadNames, loadRecognizer } from './compiled.ts';
import { generalTexts } from './general-texts.ts';

const [evalDir, corpusDir] = process.argv.slice(2);
if (evalDir === undefined) {
  console.error('usage: measure EVAL_DIR [CORPUS_DIR]');
  process.exit(2);
}
const out = join(import.meta.dirname, '../../build/measure');
mkdirSync(out, { recursive: true });
const recognizer = loadRecognizer();
const names = loadNames();
const usual = { confidence: 'usual', concepts: false } as const;
const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

const surfaces = join(out, 'surfaces.txt');
writeFileSync(surfaces, [...names.values()].flatMap((t) => t.surfaces).join('\n'));

/** Annotates a file of texts; returns where the predictions stand. */
function predict(texts: string, name: string): string {
  const file = join(out, `${name}.jsonl`);
  const predicted = lines(readFileSync(texts, 'utf8')).map((line) => annotateLine(recognizer, names, line, usual));
  writeFileSync(file, predicted.join('\n'));
  return file;
}

/** The last lines that a scorer prints. */
function scorer(script: string, args: string[], last: number): void {
  const printed = lines(
    execFileSync(process.execPath, [join(evalDir ?? '', script), ...args, '--held', surfaces], { encoding: 'utf8' }),
  );
  for (const line of printed.slice(-last)) console.log(`  ${line}`);
}

for (const lang of ['en', 'ko']) {
  const texts = join(evalDir, `posts/${lang}-dev.texts.jsonl`);
  console.log(`posts, ${lang}`);
  scorer('score.mjs', [join(evalDir, `posts/${lang}-dev.gold.jsonl`), predict(texts, lang), '--texts', texts], 2);
}
console.log('ambiguous passages');
const ambiguous = join(evalDir, 'ambiguous-dev.jsonl');
scorer('focus.mjs', [ambiguous, predict(ambiguous, 'ambiguous')], 3);

if (corpusDir !== undefined)
  for (const lang of ['en', 'ko']) {
    let words = 0;
    const marks: string[] = [];
    for (const { text } of generalTexts(corpusDir, lang).measured) {
      words += text.split(/\s+/).filter(Boolean).length;
      for (const m of annotateText(recognizer, text, usual)) {
        const around = `${text.slice(Math.max(0, m.start - 40), m.start)}[${text.slice(m.start, m.end)}]${text.slice(m.end, m.end + 40)}`;
        marks.push(`${m.term.padEnd(20)} ${m.confidence.toFixed(2)} ${around.replace(/\s+/g, ' ')}`);
      }
    }
    console.log(
      `general text, ${lang}: ${marks.length} marks in ${words} words, ${((marks.length / words) * 1e4).toFixed(2)} per 10,000`,
    );
    for (const mark of marks) console.log(`  ${mark}`);
  }
