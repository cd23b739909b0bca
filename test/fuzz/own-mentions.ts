/** Own terms in a text: found wherever they stand alone, before others, and the list stays in order. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OwnTerms } from '../../src/background/own-terms.ts';
import { noEvidence } from '../../src/recognizer/evidence.ts';
import { foldText } from '../../src/recognizer/fold.ts';
import { hashSound } from '../../src/recognizer/sounds.ts';
import type { OwnTerm } from '../../src/settings/own-terms.ts';
import { fuzz } from './fuzz.ts';
import { anyOwnTerms } from './own-terms.ts';
import { assertOrdered, recognizer } from './recognizer.ts';
import { anyText, SURFACES } from './texts.ts';

const OPTIONS = { confidence: 'usual', concepts: true } as const;

/** Words of letters with single blanks between them, as names mostly are. */
const word = fc.oneof(fc.stringMatching(/^[a-zA-Z]{2,12}$/), fc.constantFrom('사내', '배포', '스케줄러', '베이론', '오로라'));
const plainName = fc
  .array(word, { minLength: 1, maxLength: 12 })
  .map((words) => words.join(' ').slice(0, 80).trim())
  .filter((name) => !/ .$/.test(name) && name.length > 1);

const FRAMES: readonly [string, string][] = [
  ['Today we deployed ', ' again.'],
  ['어제 ', ' 문서를 고쳤다.'],
  ['', ''],
  ['(', ')'],
];

const termOf = (name: string): OwnTerm => ({ id: 'own-abc123', name, surfaces: [], exact: false, kind: 'tool', is: 'ours' });
/** A pair of surfaces with one hash cannot be packed, and says so; one in 100,000 lists. */
const isPackable = (terms: readonly OwnTerm[]): boolean => {
  const keys = new Set(terms.flatMap(({ name, surfaces }) => [name, ...surfaces].map(foldText)));
  return new Set([...keys].map(hashSound)).size === keys.size;
};

export const ownMentionsFuzz = [
  fuzz(
    'own terms: a name of letters is found wherever it stands alone',
    { short: 400, share: 5 },
    fc.property(plainName, fc.constantFrom(...FRAMES), (name, [before, after]) => {
      const blocks = [{ id: 0, text: before + name + after }];
      const [result] = new OwnTerms([termOf(name)]).addTo(recognizer.recognize(blocks, noEvidence(), OPTIONS), blocks);
      const mine = result?.mentions.filter(({ term }) => term === 'own-abc123').map(({ start, end }) => [start, end]);
      assert.deepEqual(mine, [[before.length, before.length + name.length]]);
    }),
  ),
  fuzz(
    'own terms: their mentions go before others, in order',
    { short: 400, share: 5 },
    fc.property(
      anyOwnTerms,
      fc.array(fc.constantFrom(...SURFACES), { maxLength: 2 }),
      fc.array(anyText(5), { minLength: 1, maxLength: 4 }),
      (terms, names, parts) => {
        const own = [...terms, ...names.map((name, i) => ({ ...termOf(name), id: `own-name0${i}` }))];
        fc.pre(isPackable(own));
        const text = parts.flatMap((part, i) => [part, own[i % Math.max(1, own.length)]?.name ?? '']).join(' ');
        const blocks = [{ id: 0, text }];
        const bundled = recognizer.recognize(blocks, noEvidence(), OPTIONS);
        const all = new OwnTerms(own).addTo(bundled, blocks);
        for (const result of all) {
          assertOrdered(result, text);
          const mine = result.mentions.filter(({ term }) => term.startsWith('own-'));
          assert(mine.every(({ confidence }) => confidence === 1));
          for (const mention of bundled[0]?.mentions ?? []) {
            const covered = mine.some(({ start, end }) => start < mention.end && mention.start < end);
            assert.equal(result.mentions.includes(mention), !covered);
          }
        }
      },
    ),
  ),
];
