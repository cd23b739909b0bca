/**
 * Recognition on the test rows of the project's own passages: the quarter that no weight was learnt from. The floors are
 * what readers are promised; `docs/quality.md` has the figures.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { annotateText } from '../../src/cli/annotate.ts';
import { loadRecognizer } from '../../src/cli/compiled.ts';
import { checkPassages } from '../../src/glossary/check-passages.ts';
import { readGlossary } from '../../src/glossary/compile.ts';
import { isTestRow, type Passage, readPassages } from '../../src/glossary/passages.ts';
import type { Recognizer } from '../../src/recognizer/recognize.ts';

const dir = join(import.meta.dirname, 'passages');
const files = readdirSync(dir).filter((f) => f.endsWith('.tsv'));
const passages = files.flatMap((file) => {
  const { passages, faults } = readPassages(file, readFileSync(join(dir, file), 'utf8'));
  if (faults.length > 0) throw new Error(faults.map((f) => `${f.file}:${f.line}: ${f.message}`).join('\n'));
  return passages;
});

interface Tally {
  tech: number;
  hit: number;
  other: number;
  alarm: number;
}

function tally(recognizer: Recognizer, rows: readonly Passage[]): Tally {
  const sum: Tally = { tech: 0, hit: 0, other: 0, alarm: 0 };
  for (const row of rows) {
    const mentions = annotateText(recognizer, row.text, { confidence: 'usual', concepts: true });
    for (const focus of row.focuses) {
      const found = mentions.some((m) => m.start < focus.end && focus.start < m.end && m.term === focus.term);
      if (focus.tech) {
        sum.tech++;
        if (found) sum.hit++;
      } else {
        sum.other++;
        if (found) sum.alarm++;
      }
    }
  }
  return sum;
}

describe('the test rows of the passages', () => {
  let recognizer: Recognizer;
  beforeAll(() => {
    recognizer = loadRecognizer();
  });

  for (const lang of ['en', 'ko'] as const)
    it(`${lang}: hit ≥ 95 %, alarm ≤ 5 %`, () => {
      const { tech, hit, other, alarm } = tally(
        recognizer,
        passages.filter((p) => p.lang === lang && isTestRow(p)),
      );
      console.log(
        `   ${lang}: hit ${((100 * hit) / tech).toFixed(1)} % of ${tech}, alarm ${((100 * alarm) / other).toFixed(1)} % of ${other}`,
      );
      expect(tech).toBeGreaterThan(300);
      expect(other).toBeGreaterThan(300);
      expect(hit / tech).toBeGreaterThanOrEqual(0.95);
      expect(alarm / other).toBeLessThanOrEqual(0.05);
    });

  it('every doubtful term has its passages both ways, every special surface a sample', () => {
    expect(checkPassages(readGlossary(), passages).map((f) => `${f.file}:${f.line}: ${f.message}`)).toEqual([]);
  });

  it('no passage stands twice', () => {
    const seen = new Map<string, string>();
    const twice = passages.filter((p) => {
      const same = seen.get(p.text);
      seen.set(p.text, p.id);
      return same !== undefined;
    });
    expect(twice.map((p) => p.id)).toEqual([]);
  });

  /** A frame is a passage with its judged places blanked: the same sentence around two names teaches nothing. */
  it('no sentence frame stands twice', () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const p of passages) {
      let frame = p.text;
      for (const f of [...p.focuses].reverse()) frame = `${frame.slice(0, f.start)}_${frame.slice(f.end)}`;
      frame = frame.replace(/\s+/g, ' ').toLowerCase();
      if (frame.length < 12) continue;
      const same = seen.get(frame);
      if (same !== undefined) twice.push(`${p.id} = ${same}`);
      seen.set(frame, p.id);
    }
    expect(twice).toEqual([]);
  });
});
