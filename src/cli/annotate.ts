/**
 * `npm run annotate`: posts in, mentions out.
 *
 *   annotate FILE.md | FILE.html | FILE.txt | -   a readable table
 *   annotate --jsonl < texts > mentions           a stream filter: {"id","lang","text"} lines → {"id","mentions"} lines
 *   annotate --surfaces                           the glossary's surfaces, one a line
 *   --all       concepts too, and what stands below the default confidence
 *   --explain   why each doubtful candidate was taken or left
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { marked } from 'marked';
import { noEvidence } from '../recognizer/evidence.ts';
import type { Explained, Recognizer } from '../recognizer/recognize.ts';
import type { Block, Mention, Options } from '../recognizer/types.ts';
import { loadNames, loadRecognizer, type TermNames } from './compiled.ts';
import { readHtml } from './read-html.ts';

const USAGE = 'usage: annotate [--all] [--explain] FILE.md|FILE.html|FILE.txt|- · annotate [--all] --jsonl · annotate --surfaces';

/** Plain text as blocks: a line is a block. Returns the blocks and where each starts. */
export function textBlocks(text: string): { blocks: Block[]; starts: number[] } {
  const blocks: Block[] = [];
  const starts: number[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.trim() !== '') {
      blocks.push({ id: blocks.length, text: line });
      starts.push(start);
    }
    start += line.length + 1;
  }
  return { blocks, starts };
}

/** Mentions of a plain text with offsets into the whole of it. */
export function annotateText(
  recognizer: Recognizer,
  text: string,
  options: Options,
  explain?: (e: Explained) => void,
): Mention[] {
  const { blocks, starts } = textBlocks(text);
  return recognizer.recognize(blocks, noEvidence(), options, explain).flatMap((result) => {
    const start = starts[result.id] ?? 0;
    return result.mentions.map((m) => ({ ...m, start: m.start + start, end: m.end + start }));
  });
}

/** One input line → one output line. @throws Error that says what is wrong with the line */
export function annotateLine(recognizer: Recognizer, names: Map<string, TermNames>, line: string, options: Options): string {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    throw new Error('not JSON');
  }
  if (typeof record !== 'object' || record === null || !('text' in record) || typeof record.text !== 'string')
    throw new Error('needs an object with a "text" string');
  const id = 'id' in record ? record.id : undefined;
  if (typeof id !== 'string' && typeof id !== 'number') throw new Error('needs an "id", a string or a number');
  const mentions = annotateText(recognizer, record.text, options).map((m) => {
    const term = names.get(m.term);
    const found = {
      start: m.start,
      end: m.end,
      term: m.term,
      name: term?.name ?? m.term,
      aliases: [...(term?.surfaces ?? []), ...(term?.renamed ? [term.renamed] : [])],
    };
    return options.confidence === 'everything' ? { ...found, confidence: Math.round(m.confidence * 1000) / 1000 } : found;
  });
  return JSON.stringify({ id, mentions });
}

/** Filters standard input line by line in constant memory; bad lines are reported with their number and passed over. */
async function filter(options: Options): Promise<number> {
  const recognizer = loadRecognizer();
  const names = loadNames();
  let number = 0;
  let bad = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === '') continue;
    try {
      const out = `${annotateLine(recognizer, names, line, options)}\n`;
      if (!process.stdout.write(out)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    } catch (error) {
      bad++;
      console.error(`line ${number}: ${error instanceof Error ? error.message : String(error)}; passed over`);
    }
  }
  return bad > 0 ? 1 : 0;
}

async function readInput(file: string): Promise<string> {
  if (file !== '-') return readFileSync(file, 'utf8');
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** The blocks of a file by its ending: HTML as a page is read, Markdown through HTML, anything else line by line. */
export async function fileBlocks(file: string, source: string): Promise<Block[]> {
  if (/\.html?$/i.test(file) || /^\s*<(?:!doctype|html)/i.test(source)) return readHtml(source);
  if (/\.(?:md|markdown)$/i.test(file)) {
    const body = source.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '');
    return readHtml(await marked.parse(body));
  }
  return textBlocks(source).blocks;
}

async function table(file: string, options: Options, explain: boolean): Promise<void> {
  const recognizer = loadRecognizer();
  const names = loadNames();
  const blocks = await fileBlocks(file, await readInput(file));
  const byId = new Map(blocks.map((b) => [b.id, b]));
  const explained: Explained[] = [];
  const results = recognizer.recognize(blocks, noEvidence(), options, explain ? (e) => explained.push(e) : undefined);
  const around = (block: Block, start: number, end: number) => {
    const one = (s: string) => s.replace(/\s+/g, ' ');
    return `${one(block.text.slice(Math.max(0, start - 30), start))}[${block.text.slice(start, end)}]${one(block.text.slice(end, end + 30))}`;
  };
  let count = 0;
  for (const result of results)
    for (const m of result.mentions) {
      const block = byId.get(result.id);
      if (!block) continue;
      count++;
      console.log(
        `${(names.get(m.term)?.name ?? m.term).padEnd(28)} ${m.confidence.toFixed(2)}  ${around(block, m.start, m.end)}`,
      );
    }
  const terms = new Set(results.flatMap((r) => r.mentions.map((m) => m.term)));
  console.log(`${count} mentions of ${terms.size} terms in ${blocks.length} blocks`);
  for (const e of explained) {
    const block = byId.get(e.block);
    if (!block) continue;
    console.log(`\n${e.taken ? 'taken' : 'left '} ${e.term} ${e.confidence.toFixed(2)}  ${around(block, e.start, e.end)}`);
    for (const line of recognizer.contributions(e)) console.log(`    ${line}`);
  }
}

async function main(argv: string[]): Promise<number> {
  const flags = new Set(argv.filter((a) => a.startsWith('--')));
  const files = argv.filter((a) => !a.startsWith('--'));
  for (const flag of flags)
    if (!['--jsonl', '--surfaces', '--all', '--explain'].includes(flag)) {
      console.error(`unknown option ${flag}\n${USAGE}`);
      return 2;
    }
  const options: Options = flags.has('--all')
    ? { confidence: 'everything', concepts: true }
    : { confidence: 'usual', concepts: false };
  if (flags.has('--surfaces')) {
    for (const { surfaces } of loadNames().values()) for (const surface of surfaces) console.log(surface);
    return 0;
  }
  if (flags.has('--jsonl')) return filter(options);
  const [file] = files;
  if (files.length !== 1 || file === undefined) {
    console.error(USAGE);
    return 2;
  }
  await table(file, options, flags.has('--explain'));
  return 0;
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2));
