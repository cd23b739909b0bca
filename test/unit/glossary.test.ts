import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkGlossary } from '../../src/glossary/check.ts';
import { readPassages } from '../../src/glossary/passages.ts';
import { readTerms } from '../../src/glossary/schema.ts';

const samples = join(import.meta.dirname, 'glossary-samples');

/** Each bad sample says in its first line where the fault is and what must be told: `# expect 4: text`. */
describe('bad entries are refused with their line', () => {
  for (const file of readdirSync(samples)
    .filter((f) => f.endsWith('.yaml'))
    .sort())
    it(file, () => {
      const source = readFileSync(join(samples, file), 'utf8');
      const expected = /^# expect (\d+): (.+)$/m.exec(source);
      if (!expected) throw new Error(`${file} lacks its "# expect" line`);
      const { terms, faults } = readTerms(file, source);
      const all = [...faults, ...checkGlossary(terms)];
      expect(all.map((f) => `${f.line}: ${f.message}`).join('\n')).toContain(expected[2]);
      expect(all.some((f) => f.file === file && f.line === Number(expected[1]) && f.message.includes(expected[2] ?? ''))).toBe(
        true,
      );
    });
});

describe('passages', () => {
  it('reads both kinds of places with their offsets', () => {
    const { passages, faults } = readPassages('x/sample.tsv', 'en\tWe {{go|go}} home and write [[Go|go]].\n# a comment\n');
    expect(faults).toEqual([]);
    expect(passages).toHaveLength(1);
    const [passage] = passages;
    expect(passage?.text).toBe('We go home and write Go.');
    expect(passage?.focuses.map((f) => [passage.text.slice(f.start, f.end), f.tech])).toEqual([
      ['go', false],
      ['Go', true],
    ]);
  });

  const bad: [string, string][] = [
    ['no language', 'We write [[Go|go]].'],
    ['another language', 'fr\tOn écrit [[Go|go]].'],
    ['no place', 'en\tWe write Go.'],
    ['an open bracket', 'en\tWe write [[Go|go].'],
    ['no id', 'en\tWe write [[Go]] and [[Rust|rust]].'],
  ];
  for (const [name, line] of bad)
    it(`refuses ${name}`, () =>
      expect(readPassages('sample.tsv', `\n${line}\n`).faults[0]).toMatchObject({ file: 'sample.tsv', line: 2 }));
});
