/** Messages: whatever arrives, nothing throws, nothing is polluted, and exactly what the types in `messages.ts` say is taken. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readEnvelope } from '../../src/background/requests.ts';
import { commandIn } from '../../src/content/command/hears.ts';
import type { Envelope } from '../../src/messages.ts';
import { ERROR_NAMES } from '../../src/settings/own-place.ts';
import { fuzz } from './fuzz.ts';
import { anyJson, anyWrong, isClean, own, spoiled } from './json.ts';
import { anyBlocks, anyEvidence, surface, TERM_IDS } from './texts.ts';

const lang = fc.constantFrom('en' as const, 'ko' as const);
const ids = fc.array(fc.constantFrom(...TERM_IDS, 'own-abc123'), { maxLength: 3 });
const plainRecord = { noNullPrototype: true } as const;

const anySaid = fc.record({ by: fc.string({ maxLength: 120 }), nth: fc.integer({ min: 1 }) }, plainRecord);

/** Good messages of each kind. */
const anyGood: fc.Arbitrary<Envelope> = fc.oneof(
  fc.record({ message: fc.constant('hello' as const), blocks: anyBlocks(2) }, { ...plainRecord, requiredKeys: ['message'] }),
  fc.record(
    {
      message: fc.constant('recognize' as const),
      blocks: anyBlocks(2),
      page: anyEvidence,
      confidence: fc.constantFrom('certain' as const, 'usual' as const, 'everything' as const),
      concepts: fc.boolean(),
    },
    plainRecord,
  ),
  fc.record({ message: fc.constant('cards' as const), terms: ids, lang }, plainRecord),
  fc.record(
    { message: fc.constant('know' as const), terms: ids, known: fc.boolean(), said: anySaid },
    { ...plainRecord, requiredKeys: ['message', 'terms', 'known'] },
  ),
  fc.record(
    { message: fc.constant('plainHere' as const), term: fc.constantFrom(...TERM_IDS), plain: fc.boolean(), said: anySaid },
    { ...plainRecord, requiredKeys: ['message', 'term', 'plain'] },
  ),
  fc.record(
    { message: fc.constant('part' as const), part: fc.constantFrom('main' as const, 'hand' as const, 'card' as const) },
    plainRecord,
  ),
  fc.record(
    {
      message: fc.constant('failed' as const),
      what: fc.constantFrom(...ERROR_NAMES),
      place: fc.constantFrom('', 'content/main.js:1:2', 'parts/card.js:1'),
    },
    plainRecord,
  ),
  fc.record({ message: fc.constant('lookUp' as const), text: surface, lang }, plainRecord),
  fc.record({ message: fc.constant('count' as const), frame: fc.string({ maxLength: 120 }), terms: ids }, plainRecord),
);

/** The types of `messages.ts` once more, by hand: field → whether a value fits. Limits are those of `requests.ts`. */
type Fits = (value: unknown) => boolean;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const text =
  (most: number): Fits =>
  (value) =>
    typeof value === 'string' && value.length <= most;
const oneOf =
  (...words: unknown[]): Fits =>
  (value) =>
    words.includes(value);
const boolean = oneOf(true, false);
const count: Fits = (value) => Number.isInteger(value) && Math.abs(Number(value)) <= 1e9;
const listOf =
  (fits: Fits, most = 20_000): Fits =>
  (value) =>
    Array.isArray(value) && value.length <= most && Array.from<unknown>(value).every(fits);
const tuple =
  (length: number): Fits =>
  (value) =>
    Array.isArray(value) && value.length >= length && Array.from<unknown>(value).slice(0, length).every(count);
/** Keys that objects own by birth are passed over, whatever they hold. */
const recordOf =
  (fits: Fits): Fits =>
  (value) =>
    isObject(value) &&
    Object.entries(value).every(
      ([key, each]) => ['__proto__', 'constructor', 'prototype'].includes(key) || (key.length <= 120 && fits(each)),
    );
const object =
  (fields: Readonly<Record<string, Fits>>, optional: Readonly<Record<string, Fits>> = {}): Fits =>
  (value) =>
    isObject(value) &&
    Object.entries(fields).every(([key, fits]) => key in value && fits(value[key])) &&
    Object.entries(optional).every(([key, fits]) => !(key in value) || fits(value[key]));
const id = text(120);
const language = oneOf('en', 'ko');
const said = object({ by: id, nth: (value) => Number.isInteger(value) && Number(value) >= 1 });
/** `file:line` or `file:line:column` of ours, or nothing. */
const isPlace: Fits = (value) => {
  if (typeof value !== 'string') return false;
  const [file = '', ...numbers] = value.split(':');
  if (value === '') return true;
  const isNumber = (digits: string) => digits.length <= 7 && /^\d+$/.test(digits);
  return (
    file.length >= 1 &&
    file.length <= 100 &&
    /^[A-Za-z0-9_./-]+$/.test(file) &&
    [1, 2].includes(numbers.length) &&
    numbers.every(isNumber)
  );
};
const blocks = listOf(
  object(
    { id: (value) => typeof value === 'number' && !Number.isNaN(value), text: text(4_000_000) },
    { heading: boolean, code: boolean },
  ),
);
const SHAPES: Readonly<Record<string, Fits>> = {
  hello: object({}, { blocks }),
  recognize: object({
    blocks,
    page: object({
      sure: recordOf(count),
      code: recordOf(count),
      doubtful: recordOf(tuple(3)),
      own: recordOf(count),
      tech: tuple(2),
    }),
    confidence: oneOf('certain', 'usual', 'everything'),
    concepts: boolean,
  }),
  cards: object({ terms: listOf(id), lang: language }),
  know: object({ terms: listOf(id), known: boolean }, { said }),
  plainHere: object({ term: id, plain: boolean }, { said }),
  lookUp: object({ text: text(400), lang: language }),
  part: object({ part: oneOf('main', 'hand', 'card') }),
  count: object({ frame: id, terms: listOf(id) }),
  failed: object({ what: oneOf(...ERROR_NAMES), place: isPlace }),
};

/** `none` of ours, good, or bad; `undefined` for messages that are not described here. */
function verdict(message: unknown): 'none' | 'ok' | 'error' | undefined {
  if (!isObject(message) || typeof message.message !== 'string') return 'none';
  if (!Object.hasOwn(SHAPES, message.message)) return undefined;
  return SHAPES[message.message]?.(message) ? 'ok' : 'error';
}

const verdictOf = (read: ReturnType<typeof readEnvelope>) => (read === undefined ? 'none' : 'ok' in read ? 'ok' : 'error');

/** What the two browsers' channels make of a message: JSON in Chromium, a structured clone in Firefox. */
function sent(message: unknown): unknown[] {
  const through: unknown[] = [];
  const json = JSON.stringify(message);
  if (json !== undefined) through.push(JSON.parse(json));
  through.push(structuredClone(message));
  return through;
}

const nearlyGood = fc
  .tuple(anyGood, fc.array(anyWrong, { maxLength: 2 }))
  .map(([message, wrongs]) => wrongs.reduce<unknown>(spoiled, message));

/** Values that JSON has not, and objects that do things when they are read. */
const strange = fc.oneof(
  fc.anything({
    withNullPrototype: true,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
  anyGood.map((message) => Object.assign(Object.create({ message: 'know', lang: 'en' }), message)),
  anyGood.map((message) => new Proxy(message, {})),
  anyGood.map((message) => ({ ...message, toJSON: () => ({ message: 'hello' }) })),
  // a getter that says something else each time
  fc.tuple(anyGood, fc.array(anyJson, { minLength: 1, maxLength: 3 })).map(([message, says]) => {
    let at = 0;
    const liar: Record<string, unknown> = { message: message.message };
    for (const key of Object.keys(message))
      if (key !== 'message')
        Object.defineProperty(liar, key, {
          enumerable: true,
          get: () => (at++ % 2 ? says[at % says.length] : Reflect.get(message, key)),
        });
    return liar;
  }),
  fc
    .tuple(anyGood, anyJson)
    .map(([message, value]) =>
      own([...Object.entries(message), ['__proto__', value], ['constructor', { prototype: { polluted: 1 } }]]),
    ),
);

export const messagesFuzz = [
  fuzz(
    'messages: exactly what the types say is taken',
    { short: 1370, share: 8 },
    fc.property(fc.oneof({ weight: 4, arbitrary: nearlyGood }, { weight: 1, arbitrary: anyJson }), (message) => {
      const read = readEnvelope(message);
      const expected = verdict(message);
      if (expected !== undefined) assert.equal(verdictOf(read), expected, JSON.stringify(read));
      if (read && 'ok' in read) assert.deepEqual(readEnvelope(read.ok), read, 'what was taken is taken again, as it is');
      if (read && 'error' in read)
        assert(read.error.startsWith(String((message as { message: unknown }).message)), 'the error names the message');
    }),
  ),
  fuzz(
    'messages: good ones arrive as they were sent',
    { short: 550, share: 6 },
    fc.property(anyGood, (message) => {
      for (const arrived of sent(message)) {
        const read = readEnvelope(arrived);
        assert(read && 'ok' in read, JSON.stringify(read));
        assert.equal(JSON.stringify(sorted(read.ok)), JSON.stringify(sorted(message)));
      }
    }),
  ),
  fuzz(
    'messages: nothing throws and nothing is polluted, whatever the object does',
    { short: 1100, share: 8 },
    fc.property(strange, (message) => {
      const read = readEnvelope(message);
      if (read && 'ok' in read) {
        assert.notEqual(verdict(read.ok), 'error', 'a copy of what was checked, not the object itself');
        assert(read.ok !== message && Object.getPrototypeOf(read.ok) === Object.prototype);
        for (const key of Object.keys(read.ok)) assert(!Object.getOwnPropertyDescriptor(read.ok, key)?.get);
      }
      commandIn(message);
      assert(isClean());
    }),
  ),
  fuzz(
    'commands: exactly what the types say is heard',
    { short: 820, share: 8 },
    fc.property(
      fc.oneof(
        anyJson,
        fc.record(
          {
            command: fc.oneof(fc.constantFrom('next', 'previous', 'look-up', 'toString', 'show'), anyJson),
            text: fc.oneof(fc.constantFrom('Redis', ''), anyJson),
            more: anyJson,
          },
          { requiredKeys: [] },
        ),
      ),
      (message) => {
        const heard = commandIn(message);
        const expected =
          isObject(message) &&
          (['next', 'previous', 'look-up'] as unknown[]).includes(message.command) &&
          (!('text' in message) || (message.command === 'look-up' && typeof message.text === 'string'));
        assert.equal(heard !== null, expected);
        assert(isClean());
      },
    ),
  ),
];

/** With the keys of all objects in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
