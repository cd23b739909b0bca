/** Own terms as a reader could make them, with texts that tease files: separators, quotes, line breaks, formulas, Korean. */
import fc from 'fast-check';
import { KINDS } from '../../src/glossary/kinds.ts';
import { foldText } from '../../src/recognizer/fold.ts';
import type { OwnTerm } from '../../src/settings/own-terms.ts';
import type { Draft } from '../../src/settings/own-terms-files.ts';

const TEASING = [...'",;|\\\'=+-@＝＋－＠\n\r\t \ufeff가{[#/<>&', '\r\n', '""', "'=", '\\|', 'name', 'true', 'ﬁ', '\u2028', 'Ａ'];
/** As it is after UTF-8, in which files are written. */
const wellFormed = (text: string): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));

const teasing = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...TEASING) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    ),
    {
      maxLength: 8,
    },
  )
  .map((parts) => wellFormed(parts.join('')));

/** Trimmed, not empty, with a letter, and no longer than it may be. */
const text = (most: number) =>
  fc.tuple(teasing, fc.constantFrom('a', 'Z', '가', '7')).map(([before, letter]) => cut(`${before}${letter}`, most));
const cut = (long: string, most: number): string => wellFormed(long.slice(-most)).trim();

const anyDraft: fc.Arbitrary<Draft> = fc.record(
  {
    name: text(80),
    surfaces: fc.array(text(60), { maxLength: 4 }),
    exact: fc.boolean(),
    kind: fc.constantFrom(...KINDS),
    is: fc.oneof(
      text(400),
      teasing.map((each) => cut(`${'long '.repeat(90)}${each}x`, 400)),
    ),
    url: fc.constantFrom('https://a.example/?q="a",b;c|d', 'http://x.example', 'HTTPS://가.example/|\\'),
  },
  { requiredKeys: ['name', 'surfaces', 'exact', 'kind', 'is'], noNullPrototype: true },
);
export const anyDrafts = fc.array(anyDraft, { maxLength: 6 });

/** A list as the store keeps it: no two terms share an id. */
export const anyOwnTerms: fc.Arbitrary<OwnTerm[]> = fc.uniqueArray(
  fc.tuple(anyDraft, fc.stringMatching(/^own-[a-c]{6}$/)).map(([draft, id]): OwnTerm => ({ ...draft, id })),
  { selector: ({ id }) => id, maxLength: 5 },
);

export const fold = foldText;
