import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../src/background/requests.ts';
import type { Evidence } from '../../src/recognizer/types.ts';

const page: Evidence = {
  sure: { redis: 2 },
  code: { python: 1 },
  doubtful: { golf: [1, -20, -20] },
  own: { veyron: 3 },
  tech: [120, 40],
};
const recognize = {
  message: 'recognize',
  blocks: [
    { id: 1, text: 'Redis' },
    { id: 2, text: 'Golf', heading: true, code: false },
  ],
  page,
  confidence: 'usual',
  concepts: false,
};
const cards = { message: 'cards', terms: ['redis'], lang: 'ko' };
const many = (count: number) => Array.from({ length: count }, (_, i) => String(i));

describe('good messages', () => {
  it.each([
    ['hello', { message: 'hello' }],
    ['recognize', recognize],
    [
      'recognize without anything',
      { ...recognize, blocks: [], page: { sure: {}, code: {}, doubtful: {}, own: {}, tech: [0, 0] } },
    ],
    ['recognize of a long block', { ...recognize, blocks: [{ id: 1, text: 'a'.repeat(3_000_000) }] }],
    ['hello', { message: 'hello' }],
    ['hello with what was read first', { message: 'hello', blocks: [{ id: 1, text: 'Redis' }] }],
    ['cards', cards],
    ['cards of none', { ...cards, terms: [] }],
  ])('%s', (_name, message) => {
    expect(readEnvelope(message)).toEqual({ ok: message });
  });

  it('are read without what does not belong to them', () => {
    expect(readEnvelope({ ...cards, more: 1 })).toEqual({ ok: cards });
  });
});

describe('messages that are none of ours', () => {
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['text', 'hello'],
    ['a number', 7],
    ['a list', ['hello']],
    ['no name', { lang: 'ko' }],
    ['another name', { message: 'goodbye' }],
    ['a name of Object', { message: 'toString' }],
    ['a name that is no text', { message: { toString: 1 } }],
  ])('%s', (_name, message) => {
    expect(readEnvelope(message)).toBeUndefined();
  });
});

describe('bad messages', () => {
  it.each([
    ['recognize without blocks', { ...recognize, blocks: undefined }, /^recognize: blocks/],
    ['blocks that are no list', { ...recognize, blocks: { length: 1 } }, /^recognize: blocks/],
    ['a block without text', { ...recognize, blocks: [{ id: 1 }] }, /^recognize: blocks\.0\.text/],
    ['a block whose id is text', { ...recognize, blocks: [{ id: '1', text: '' }] }, /^recognize: blocks\.0\.id/],
    [
      'a block that is too long',
      { ...recognize, blocks: [{ id: 1, text: 'a'.repeat(4_000_001) }] },
      /^recognize: blocks\.0\.text/,
    ],
    ['too many blocks', { ...recognize, blocks: many(20_001).map((text, id) => ({ id, text })) }, /^recognize: blocks/],
    ['evidence that is missing', { ...recognize, page: undefined }, /^recognize: page/],
    [
      'evidence with a count that is text',
      { ...recognize, page: { ...page, sure: { redis: '2' } } },
      /^recognize: page\.sure\.redis/,
    ],
    ['evidence with a broken count', { ...recognize, page: { ...page, tech: [0.5, 1] } }, /^recognize: page\.tech\.0/],
    [
      'evidence with a short triple',
      { ...recognize, page: { ...page, doubtful: { golf: [1, 2] } } },
      /^recognize: page\.doubtful\.golf/,
    ],
    [
      'evidence without end',
      { ...recognize, page: { ...page, own: Object.fromEntries(many(20_001).map((k) => [k, 1])) } },
      /too many keys/,
    ],
    [
      'doubtful names without end',
      { ...recognize, page: { ...page, doubtful: Object.fromEntries(many(20_001).map((k) => [k, [1, 1, 1]])) } },
      /too many keys/,
    ],
    ['an unknown confidence', { ...recognize, confidence: 'bold' }, /^recognize: confidence/],
    ['concepts that are no boolean', { ...recognize, concepts: 1 }, /^recognize: concepts/],
    ['a card language that we lack', { ...cards, lang: 'fr' }, /^cards: lang/],
    ['terms without end', { ...cards, terms: many(20_001) }, /^cards: terms/],
    ['a first question whose blocks are no list', { message: 'hello', blocks: 'all' }, /^hello: blocks/],
    ['a part that there is not', { message: 'part', part: 'worker' }, /^part: part/],
    ['cards without terms', { ...cards, terms: undefined }, /^cards: terms/],
    ['cards of a term that is no id', { ...cards, terms: ['a'.repeat(121)] }, /^cards: terms\.0/],
    ['cards without language', { message: 'cards', terms: [] }, /^cards: lang/],
    ['a failure of an unusual name', { message: 'failed', what: 'the text of a page', place: '' }, /^failed: what/],
    ['a failure at an address', { message: 'failed', what: 'Error', place: 'https://page.example/:1:2' }, /^failed: place/],
    ['a word that nobody said', { message: 'know', terms: [], known: true, said: { by: 'x', nth: 0 } }, /^know: said\.nth/],
  ])('%s', (_name, message, fault) => {
    expect(readEnvelope(message)).toEqual({ error: expect.stringMatching(fault) });
  });

  it('never throw, whatever is sent', () => {
    const anything = fc.anything({ withNullPrototype: true, withObjectString: true });
    const named = fc.record({
      message: fc.constantFrom('hello', 'recognize', 'cards'),
      blocks: anything,
      page: anything,
      terms: anything,
    });
    fc.assert(
      fc.property(fc.oneof(anything, named), (message) => {
        const read = readEnvelope(message);
        expect(read === undefined || 'ok' in read || typeof read.error === 'string').toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
