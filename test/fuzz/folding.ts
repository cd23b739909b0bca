/** The same text in another form: the same terms at the places where the same letters stand. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AMBIGUITY_CODE, EXACT } from '../../src/glossary/dictionary.ts';
import { Folder, foldText } from '../../src/recognizer/fold.ts';
import { hashSound } from '../../src/recognizer/sounds.ts';
import type { BlockResult } from '../../src/recognizer/types.ts';
import { fuzz } from './fuzz.ts';
import { dictionary, recognizer } from './recognizer.ts';
import { anyEvidence, anyOptions, anyText, BLANKS, fullWidth, INVISIBLE, inCase, SURFACES } from './texts.ts';

/** What becomes of each unit of a text, and what is put before it. */
interface Form {
  text: string;
  /** Where the unit's image begins and ends. */
  starts: number[];
  ends: number[];
}

const isInvisible = (unit: string | undefined): boolean => unit !== undefined && INVISIBLE.includes(unit);
/** A vowel or a final consonant would join a decomposed syllable that stands before it. */
const joins = (unit: string | undefined): boolean => unit !== undefined && /[\u1161-\u1175\u11a8-\u11c2]/.test(unit);

/** Another form of a text; `choices` says for each unit (again from the start when it ends) what is done. */
function inForm(text: string, choices: readonly number[]): Form {
  const form: Form = { text: '', starts: [], ends: [] };
  for (let i = 0; i < text.length; i++) {
    const unit = text[i] as string;
    const choice = choices[i % choices.length] ?? 0;
    if (choice & 8) form.text += INVISIBLE[(choice >> 4) % INVISIBLE.length];
    form.starts.push(form.text.length);
    form.text += imageOf(unit, choice, nextSeen(text, i + 1));
    form.ends.push(form.text.length);
  }
  return form;
}

function nextSeen(text: string, from: number): string | undefined {
  let at = from;
  while (isInvisible(text[at])) at++;
  return text[at];
}

function imageOf(unit: string, choice: number, next: string | undefined): string {
  const what = choice & 7;
  if (what === 1) return fullWidth(unit);
  if (what === 2 && /[가-힣]/.test(unit) && !joins(next)) return unit.normalize('NFD');
  if (BLANKS.includes(unit)) {
    const other = BLANKS[(choice >> 4) % BLANKS.length] as string;
    if (what === 3) return other;
    if (what === 4) return unit + other;
  }
  return unit;
}

/** An answer as it would be for the text's other form. */
function moved(result: BlockResult, { starts, ends }: Form): BlockResult {
  const place = ([start, end]: readonly [number, number]): [number, number] => [starts[start] as number, ends[end - 1] as number];
  const mentions = result.mentions.map((mention) => {
    const [start, end] = place([mention.start, mention.end]);
    return { ...mention, start, end, ...(mention.because && { because: mention.because.map(place) }) };
  });
  return { ...result, mentions };
}

/** Surfaces that are the term's in whatever case, with nothing to doubt. */
const CASE_BLIND = SURFACES.filter((text) => {
  const hash = hashSound(foldText(text));
  const first = dictionary.entryKey.indexOf(hash);
  const terms = new Set<number>();
  for (let e = first; dictionary.entryKey[e] === hash; e++) {
    const code = dictionary.entryAmbiguity[e] as number;
    if ((code & 7) !== AMBIGUITY_CODE.none || (code & EXACT) !== 0) return false;
    terms.add(dictionary.entryTerm[e] as number);
  }
  return first >= 0 && terms.size === 1 && /[a-z]/i.test(text);
});

const FRAMES: readonly [string, string][] = [
  ['Last year we moved it to ', ' and nobody noticed.'],
  ['(', ')'],
  ['작년에 ', '로 옮겼다.'],
  ['', ''],
  ['a, b, ', ', c'],
];

export const foldingFuzz = [
  fuzz(
    'folding: width, blanks, invisible units and decomposed Hangul change nothing',
    { short: 1370, share: 8 },
    fc.property(
      fc.array(anyText(10), { minLength: 1, maxLength: 2 }),
      fc.array(fc.nat(1023), { minLength: 1, maxLength: 23 }),
      anyEvidence,
      anyOptions,
      (texts, choices, page, options) => {
        const forms = texts.map((text) => inForm(text, choices));
        const plain = recognizer.recognize(
          texts.map((text, id) => ({ id, text })),
          page,
          options,
        );
        const other = recognizer.recognize(
          forms.map(({ text }, id) => ({ id, text })),
          page,
          options,
        );
        assert.deepEqual(
          other,
          plain.map((result, i) => moved(result, forms[i] as Form)),
        );
      },
    ),
  ),
  fuzz(
    'folding: the case of a case-blind surface changes nothing',
    { short: 820, share: 8 },
    fc.property(fc.constantFrom(...CASE_BLIND), fc.constantFrom(...FRAMES), fc.nat(), (surface, frame, bits) => {
      // concepts too: without them the names inside a concept are looked for as well
      const options = { confidence: 'usual' as const, concepts: true };
      const termsIn = (text: string) =>
        recognizer
          .recognize(
            [{ id: 0, text: frame[0] + text + frame[1] }],
            { sure: {}, code: {}, doubtful: {}, own: {}, tech: [0, 0] },
            options,
          )[0]
          ?.mentions.filter(({ confidence }) => confidence === 1)
          .map(({ start, end, term }) => [start, end, term]);
      assert.deepEqual(termsIn(inCase(surface, bits)), termsIn(surface));
    }),
  ),
  fuzz(
    'folding: every folded unit knows its place, once and in order',
    { short: 1100, share: 8 },
    fc.property(anyText(10), anyText(4), (text, earlier) => {
      const folder = new Folder();
      folder.fold(earlier.repeat(3));
      const { units, from, to, length, kinds, upper } = folder.fold(text);
      assert(length <= text.length);
      let last = 0;
      for (let i = 0; i < length; i++) {
        assert((from[i] as number) >= last && (to[i] as number) > (from[i] as number) && (to[i] as number) <= text.length);
        last = to[i] as number;
      }
      const once = Array.from({ length }, (_, i) => String.fromCharCode(units[i] as number)).join('');
      assert.equal(foldText(text), once.trim());
      assert.equal(foldText(once), once.trim(), 'folding a folded text changes nothing');
      for (let i = length; i < length + 2; i++)
        assert.deepEqual([units[i], kinds[i], upper[i]], [0, 0, 0], 'nothing stands after it');
    }),
  ),
];
