/** What holds of every answer of the recognizer, whatever the text. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { bytesOf, COMPILED_DIR, ensureCompiled, loadNames } from '../../src/cli/compiled.ts';
import { addEvidence as addInPage } from '../../src/content/evidence.ts';
import { openDictionary } from '../../src/glossary/dictionary.ts';
import { spacings } from '../../src/glossary/pack.ts';
import { FLOORS } from '../../src/recognizer/decide.ts';
import { addEvidence, noEvidence } from '../../src/recognizer/evidence.ts';
import { foldText } from '../../src/recognizer/fold.ts';
import { type Explained, Recognizer } from '../../src/recognizer/recognize.ts';
import { SOUND } from '../../src/recognizer/sounds.ts';
import type { Block, BlockResult, Evidence, Options } from '../../src/recognizer/types.ts';
import { fuzz } from './fuzz.ts';
import { anyBlocks, anyEvidence, anyLeft, anyOptions, anyText, repeated } from './texts.ts';

ensureCompiled();
export const dictionary = openDictionary(bytesOf(join(COMPILED_DIR, 'dictionary.bin')));
export const recognizer = new Recognizer(dictionary);
const numberOf = new Map(dictionary.ids.map((id, number) => [id, number]));
const isConcept = (id: string) => dictionary.concept[numberOf.get(id) ?? -1] === 1;

/** What a folded text sounds like: two are one surface where they sound alike. */
const soundOf = (folded: string): string => Array.from({ length: folded.length }, (_, i) => SOUND[folded.charCodeAt(i)]).join();

/** Every way to write every term, by the letters themselves: the recognizer goes by hashes. */
const termsBySound = new Map<string, Set<string>>();
for (const [id, { surfaces }] of loadNames())
  for (const text of surfaces.flatMap(spacings)) {
    const sound = soundOf(foldText(text));
    termsBySound.set(sound, (termsBySound.get(sound) ?? new Set()).add(id));
  }

/** A surface as written, or with a plural s or a version's digits. */
function isMentionOf(written: string, id: string): boolean {
  const folded = foldText(written);
  return [folded, folded.replace(/s$/, ''), folded.replace(/\d{1,2}$/, '')].some((text) =>
    termsBySound.get(soundOf(text))?.has(id),
  );
}

export function assertOrdered(result: BlockResult, text: string): void {
  let last = 0;
  for (const { start, end } of result.mentions) {
    assert(Number.isInteger(start) && Number.isInteger(end), 'offsets are integers');
    assert(start >= last && end > start && end <= text.length, `[${start}, ${end}] is out of order or of the text`);
    last = end;
  }
}

function assertAnswer(blocks: readonly Block[], results: readonly BlockResult[], options: Options): void {
  assert.deepEqual(
    results.map(({ id }) => id),
    blocks.map(({ id }) => id),
  );
  for (const [i, result] of results.entries()) {
    const { text, code } = blocks[i] as Block;
    assertOrdered(result, text);
    if (code) assert.equal(result.mentions.length, 0, 'code is never marked');
    for (const { start, end, term, confidence, because = [], others = [] } of result.mentions) {
      assert(isMentionOf(text.slice(start, end), term), `"${text.slice(start, end)}" is not how ${term} is written`);
      assert(confidence >= FLOORS[options.confidence] && confidence <= 1);
      assert(options.concepts || !isConcept(term), 'a concept that was not asked for');
      assert(!others.includes(term) && others.every((id) => numberOf.has(id)));
      assert(because.length <= 3);
      for (const [from, to] of because)
        assert(
          from >= 0 && to > from && to <= text.length && (to <= start || from >= end),
          'a reason is a place beside the mention',
        );
    }
    const { sure, code: seen, doubtful, own, tech } = result.evidence;
    for (const count of [...Object.values(sure), ...Object.values(seen), ...Object.values(own)])
      assert(Number.isInteger(count) && count > 0);
    assert([...Object.values(doubtful).flat(), ...tech].every(Number.isInteger), 'sums of integers do not depend on their order');
  }
}

const ask = (blocks: readonly Block[], page: Evidence, options: Options, by = recognizer) => by.recognize(blocks, page, options);

/** The answer, and each doubtful reading laid open. */
function explained(blocks: readonly Block[], page: Evidence, options: Options, by: Recognizer): unknown {
  const readings: Explained[] = [];
  return { results: by.recognize(blocks, page, options, (reading) => readings.push(reading)), readings };
}

/** The evidence of the page and of all these blocks but some. */
function without(page: Evidence, results: readonly BlockResult[], but: ReadonlySet<number>): Evidence {
  const sum = addEvidence(noEvidence(), page);
  for (const { id, evidence } of results) if (!but.has(id)) addEvidence(sum, evidence);
  return sum;
}

/** Records without an order of their keys. */
const sorted = (evidence: Evidence): unknown =>
  Object.fromEntries(
    Object.entries(evidence).map(([field, part]) => [
      field,
      Array.isArray(part) ? part : Object.fromEntries(Object.entries(part).sort()),
    ]),
  );

const LONG_TIME_MS = 10_000;
const LONGEST_BLOCK = 16_384;

export const recognizerFuzz = [
  fuzz(
    'recognizer: mentions are surfaces, in order, apart',
    { short: 1370, share: 8 },
    fc.property(anyBlocks(), anyEvidence, anyOptions, (blocks, page, options) => {
      assertAnswer(blocks, ask(blocks, page, options), options);
    }),
  ),
  fuzz(
    'recognizer: nothing is kept between two calls',
    { short: 820, share: 6 },
    fc.property(anyBlocks(2), anyLeft, anyText(8), anyEvidence, anyOptions, (blocks, left, noise, page, options) => {
      const fresh = explained(blocks, page, options, new Recognizer(dictionary));
      ask([{ id: 0, text: noise }], noEvidence(), options);
      // what an earlier text leaves in the buffers goes on where a block ends
      ask(
        blocks.map(({ id, text }) => ({ id, text: text + left + noise })),
        noEvidence(),
        options,
      );
      assert.deepEqual(explained(blocks, page, options, recognizer), fresh);
      ask([...blocks].reverse(), page, options);
      assert.deepEqual(explained(blocks, page, options, recognizer), fresh);
    }),
  ),
  fuzz(
    'recognizer: blocks together and apart give the same',
    { short: 550, share: 5 },
    fc.property(anyBlocks(5), fc.nat(), anyEvidence, anyOptions, (blocks, split, page, options) => {
      const together = ask(blocks, page, options);
      const [first, second] = [blocks.filter(({ id }) => (split >> id) & 1), blocks.filter(({ id }) => !((split >> id) & 1))];
      const apart = [first, second].flatMap((part) =>
        ask(part, without(page, together, new Set(part.map(({ id }) => id))), options),
      );
      assert.deepEqual(
        apart.sort((a, b) => a.id - b.id),
        together,
      );
      const backwards = ask([...blocks].reverse(), page, options);
      assert.deepEqual(backwards.reverse(), together);
    }),
  ),
  fuzz(
    'evidence: sums do not depend on their order, in the page as in the background',
    { short: 550, share: 6 },
    fc.property(fc.array(anyEvidence, { maxLength: 5 }), fc.nat(), (parts, turn) => {
      const sum = parts.reduce(addEvidence, noEvidence());
      const turned = [...parts.slice(turn % (parts.length + 1)), ...parts.slice(0, turn % (parts.length + 1))].reverse();
      assert.deepEqual(sorted(turned.reduce(addEvidence, noEvidence())), sorted(sum));
      const half = Math.floor(parts.length / 2);
      const halves = [parts.slice(0, half), parts.slice(half)].map((some) => some.reduce(addEvidence, noEvidence()));
      assert.deepEqual(sorted(halves.reduce(addEvidence, noEvidence())), sorted(sum));
      const inPage = noEvidence();
      for (const part of turned) addInPage(inPage, part);
      assert.deepEqual(sorted(inPage), sorted(sum));
    }),
  ),
  fuzz(
    'recognizer: no text of a block holds it up',
    { short: 25, share: 0, examples: [['go code ', { confidence: 'usual', concepts: true }]] },
    fc.property(repeated, anyOptions, (part, options) => {
      const text = part.repeat(Math.ceil(LONGEST_BLOCK / part.length)).slice(0, LONGEST_BLOCK);
      const from = performance.now();
      ask([{ id: 1, text }], noEvidence(), options);
      // only what hangs takes so long: the growth itself is measured by the long run, with nothing else running
      assert(performance.now() - from < LONG_TIME_MS, `${Math.round(performance.now() - from)} ms`);
    }),
  ),
];
