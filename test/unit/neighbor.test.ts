import { describe, expect, it } from 'vitest';
import { current, neighborOf, outermostOf, type Placed } from '../../src/content/command/neighbor.ts';
import type { MarkedBlock, Spot } from '../../src/content/mark/marked-block.ts';
import { AHEAD } from '../../src/content/read/order.ts';

/** Blocks from words: `a b | c` is two blocks with three mentions; `+` before a block: read before its turn. */
function page(text: string): MarkedBlock[] {
  return text.split('|').map((words, i) => {
    const ahead = words.trim().startsWith('+');
    const block = { order: { at: (ahead ? AHEAD : 0) + i, known: true }, spots: [] as Spot[] } as unknown as MarkedBlock;
    for (const [offset, term] of words.replace('+', '').trim().split(/\s+/).entries())
      block.spots.push({ term, block, offset } as unknown as Spot);
    return block;
  });
}
const spotOf = (blocks: MarkedBlock[], term: string): Spot =>
  blocks.flatMap((block) => block.spots).find((spot) => spot.term === term) as Spot;
const NONE: ReadonlySet<string> = new Set();
const inView = (): Placed => 'in view';

describe('the next mention', () => {
  it.each<[string, string, boolean, string | null]>([
    ['in the same block', 'a', false, 'b'],
    ['in the next block', 'b', false, 'c'],
    ['none at the end', 'd', false, null],
    ['back in the same block', 'b', true, 'a'],
    ['back in the block before', 'c', true, 'b'],
    ['none back at the beginning', 'a', true, null],
  ])('%s', (_name, from, back, expected) => {
    const blocks = page('a b | c | d');
    const found = neighborOf({ blocks, from: spotOf(blocks, from), back, placed: inView, hidden: NONE });
    expect(found?.spot.term ?? null).toBe(expected);
  });

  it('passes over what is not rendered, and what the reader does not want to see', () => {
    const blocks = page('a b | c | d');
    const placed = (spot: Spot): Placed => (spot.term === 'b' ? null : 'below');
    const from = spotOf(blocks, 'a');
    expect(neighborOf({ blocks, from, back: false, placed, hidden: new Set(['c']) })?.spot.term).toBe('d');
    expect(neighborOf({ blocks, from: spotOf(blocks, 'd'), back: true, placed, hidden: new Set(['c']) })?.spot.term).toBe('a');
  });

  it('from what is in view: on to the first there or below, back to the last there or above', () => {
    const blocks = page('a b | c d | e f');
    const places: Record<string, Placed> = { a: 'above', b: 'above', c: 'in view', d: 'in view', e: 'below', f: 'below' };
    const placed = (spot: Spot): Placed => places[spot.term] ?? null;
    const from = null;
    expect(neighborOf({ blocks, from, back: false, placed, hidden: NONE })?.spot.term).toBe('c');
    expect(neighborOf({ blocks, from, back: true, placed, hidden: NONE })?.spot.term).toBe('d');
    Object.assign(places, { c: 'above', d: 'below' });
    expect(neighborOf({ blocks, from, back: false, placed, hidden: NONE })?.spot.term).toBe('d');
    expect(neighborOf({ blocks, from, back: true, placed, hidden: NONE })?.spot.term).toBe('c');
  });

  it('tells of a gap: what stands between may not have been read', () => {
    const blocks = page('a | b | + c | + d');
    const step = (from: string, back: boolean) =>
      neighborOf({ blocks, from: spotOf(blocks, from), back, placed: inView, hidden: NONE });
    expect(step('a', false)).toMatchObject({ spot: { term: 'b' }, gap: false });
    expect(step('b', false)).toMatchObject({ spot: { term: 'c' }, gap: true });
    expect(step('c', false)).toMatchObject({ spot: { term: 'd' }, gap: false });
    expect(step('c', true)).toMatchObject({ spot: { term: 'b' }, gap: true });
  });

  it('of a page without mentions there is none', () => {
    expect(neighborOf({ blocks: [], from: null, back: false, placed: inView, hidden: NONE })).toBeNull();
    expect(outermostOf({ blocks: [], back: false, placed: inView, hidden: NONE })).toBeNull();
  });
});

it('at the end the way goes on from the other end', () => {
  const blocks = page('a b | c');
  const placed = (spot: Spot): Placed => (spot.term === 'a' ? null : 'above');
  expect(outermostOf({ blocks, back: false, placed, hidden: NONE })?.term).toBe('b');
  expect(outermostOf({ blocks, back: true, placed, hidden: NONE })?.term).toBe('c');
  expect(outermostOf({ blocks, back: true, placed, hidden: new Set(['c']) })?.term).toBe('b');
});

describe('the mention that was shown last', () => {
  const blocks = page('a b | c');
  it('is the one in the list', () => {
    const spot = spotOf(blocks, 'b');
    expect(current(spot, blocks)).toBe(spot);
    expect(current(null, blocks)).toBeNull();
  });
  it('is the same mention of a block that was decided once more', () => {
    const again = page('a b | c');
    for (const [i, block] of again.entries()) Object.assign(block, { order: blocks[i]?.order });
    expect(current(spotOf(blocks, 'b'), again)).toBe(spotOf(again, 'b'));
  });
  it('is none when it is gone, or was never in the list', () => {
    expect(current(spotOf(page('a b'), 'b'), blocks)).toBeNull();
  });
});
