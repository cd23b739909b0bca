/** Values that come from outside: any JSON, and good data with one thing wrong in it. */
import fc from 'fast-check';

/** Keys that mean something to objects, and those that our data has. */
const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', 'then', 'length', '0', ''];

/** `__proto__` as a key of its own, as `JSON.parse` makes it. */
export const own = (entries: readonly (readonly [string, unknown])[]): Record<string, unknown> => {
  const made: Record<string, unknown> = {};
  for (const [key, value] of entries)
    Object.defineProperty(made, key, { value, enumerable: true, writable: true, configurable: true });
  return made;
};

export const anyJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    {
      weight: 3,
      arbitrary: fc.constantFrom(null, true, false, 0, -0, 1, -1, 1.5, 2 ** 53, 1e300, '', 'a', '가', '\ud800', '__proto__'),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
    { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
    {
      weight: 3,
      arbitrary: fc
        .array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 4 })), tie('value')), { maxLength: 4 })
        .map(own),
    },
  ),
})).value;

interface Wrong {
  /** Which of all places of the value. */
  at: number;
  instead: unknown;
  how: 'put' | 'drop' | 'add';
  key: string;
}
export const anyWrong: fc.Arbitrary<Wrong> = fc.record({
  at: fc.nat(),
  instead: fc.oneof(anyJson, fc.constantFrom('a'.repeat(500), -1, 1e10, -1e10, 'en', 'own-abc123')),
  how: fc.constantFrom('put', 'put', 'drop', 'add'),
  key: fc.constantFrom(...KEYS, 'id', 'text', 'term'),
});

/** A copy of a value with one place changed, left out or added. */
export function spoiled(value: unknown, { at, instead, how, key }: Wrong): unknown {
  const copy = structuredClone(value);
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const visit = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const inside of Object.keys(holder)) {
      places.push({ holder: holder as Record<string, unknown>, key: inside });
      visit((holder as Record<string, unknown>)[inside]);
    }
  };
  visit(copy);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return instead;
  const { holder } = place;
  if (how === 'drop') Array.isArray(holder) ? holder.splice(Number(place.key), 1) : delete holder[place.key];
  else {
    const where = how === 'add' && !Array.isArray(holder) ? key : place.key;
    Object.defineProperty(holder, where, { value: instead, enumerable: true, writable: true, configurable: true });
  }
  return copy;
}

const BEFORE = Object.getOwnPropertyNames(Object.prototype).join();
/** Whether all objects are still as they were made. */
export const isClean = (): boolean =>
  Object.getOwnPropertyNames(Object.prototype).join() === BEFORE && Object.keys({}).length === 0;
