import { describe, expect, it } from 'vitest';
import { type Box, placeCard } from '../../src/content/card/placement.ts';
import { lightnessOf, sideOf } from '../../src/content/card/side.ts';
import { isOnWay } from '../../src/content/point/way.ts';
import { KINDS } from '../../src/glossary/schema.ts';
import { brandShows, factsOf } from '../../src/ui/card-text.ts';
import { KIND_ICONS } from '../../src/ui/kind-icons.ts';
import { KIND_NAMES } from '../../src/ui/kind-names.ts';

const line = (left: number, top: number): Box => ({ left, top, right: left + 60, bottom: top + 20 });
const view: Box = { left: 0, top: 0, right: 1000, bottom: 800 };

describe('placement', () => {
  const card = { width: 348, height: 300 };
  it.each([
    ['below, a third to the left of the pointer', line(400, 100), 430, view, { top: 128, left: 314, side: 'below' }],
    ['above, where there is no room below', line(400, 700), 430, view, { top: 392, left: 314, side: 'above' }],
    ['shifted in from the left edge', line(0, 100), 10, view, { left: 8, side: 'below' }],
    ['shifted in from the right edge', line(960, 100), 990, view, { left: 644, side: 'below' }],
    [
      'the larger side, where neither has room',
      line(400, 250),
      430,
      { ...view, bottom: 400 },
      { side: 'above', maxHeight: 234, top: 8 },
    ],
    [
      'within a pinched view',
      line(400, 300),
      430,
      { left: 350, top: 250, right: 850, bottom: 700 },
      { left: 358, side: 'below' },
    ],
    [
      'a sheet at the bottom of a narrow screen',
      line(100, 100),
      130,
      { ...view, right: 360 },
      { sheet: true, left: 0, width: 360, top: 500 },
    ],
    [
      'a sheet at the top, when the line is at the bottom',
      line(100, 700),
      130,
      { ...view, right: 360 },
      { sheet: true, top: 0, side: 'above' },
    ],
  ] as const)('%s', (_, at, x, seen, expected) => {
    const placed = placeCard({ line: at, x, card, view: seen });
    expect(placed).toMatchObject(expected);
  });
  it('never covers its line, wherever it is', () => {
    for (const width of [320, 479, 700, 1400])
      for (const height of [80, 200, 500, 1000])
        for (let top = 0; top < height - 20; top += 17)
          for (const tall of [40, 300, 900]) {
            const at = line(width / 3, top);
            const box = placeCard({
              line: at,
              x: width / 3,
              card: { width: 348, height: tall },
              view: { left: 0, top: 0, right: width, bottom: height },
            });
            const bottom = box.top + Math.min(tall, box.maxHeight);
            expect(box.top >= at.bottom || bottom <= at.top, JSON.stringify({ width, height, top, tall, box })).toBe(true);
            expect(box.left).toBeGreaterThanOrEqual(0);
            expect(box.left + box.width).toBeLessThanOrEqual(width);
          }
  });
});

describe('the way from word to card', () => {
  const card = { left: 300, top: 150, right: 648, bottom: 450 };
  const from = { x: 420, y: 120 };
  it.each([
    ['straight down', { x: 420, y: 140 }, true],
    ['towards its left corner', { x: 340, y: 142 }, true],
    ['level with the word, a little off', { x: 428, y: 118 }, true],
    ['away to the left', { x: 330, y: 122 }, false],
    ['up', { x: 420, y: 90 }, false],
  ])('%s', (_, point, expected) => expect(isOnWay(point, from, card)).toBe(expected));
  it('upwards too', () => {
    expect(isOnWay({ x: 420, y: 480 }, { x: 420, y: 500 }, card)).toBe(true);
    expect(isOnWay({ x: 420, y: 530 }, { x: 420, y: 500 }, card)).toBe(false);
  });
});

describe('light and dark', () => {
  it.each([
    ['rgb(255, 255, 255)', 1, 1],
    ['rgba(0, 0, 0, 0)', 0, 0],
    ['color(srgb 0.1 0.1 0.1 / 0.5)', 0.1, 0.5],
    ['oklch(0.2 0.01 250)', 0.2, 1],
    ['lab(96 0 0)', 0.96, 1],
  ])('%s', (color, lightness, alpha) => {
    const read = lightnessOf(color);
    expect(read?.lightness).toBeCloseTo(lightness, 2);
    expect(read?.alpha).toBeCloseTo(alpha, 2);
  });
  it.each([
    ['the nearest painted ground', ['rgba(0, 0, 0, 0)', 'rgb(20, 20, 24)', 'rgb(255, 255, 255)'], 'rgb(0, 0, 0)', false, 'dark'],
    ['nothing painted, dark canvas', ['rgba(0, 0, 0, 0)'], 'rgb(100, 100, 100)', true, 'dark'],
    ['nothing painted, light text', ['rgba(0, 0, 0, 0)'], 'rgb(240, 240, 240)', false, 'dark'],
    ['a color nobody can read', ['weird(1)'], 'rgb(0, 0, 0)', false, 'light'],
  ] as const)('%s', (_, grounds, ink, canvas, side) => expect(sideOf([...grounds], ink, canvas)).toBe(side));
});

describe('the words of a card', () => {
  it('every kind has an icon and a name in both languages', () => {
    for (const kind of KINDS) {
      expect(KIND_ICONS[kind]).toMatch(/^M[\d .,a-zA-Z-]+$/);
      expect(KIND_NAMES.en[kind]).toBeTruthy();
      expect(KIND_NAMES.ko[kind]).toBeTruthy();
    }
  });
  it('facts in one line, in the language of the card', () => {
    const base = {
      id: 'x',
      name: 'X',
      kind: 'tool',
      is: '',
      for: '',
      neighbors: [{ id: 'y', name: 'Y', relation: 'successor' }],
      links: [],
    } as const;
    const facts = { since: 2001, by: 'Red Hat', writtenIn: ['Java'], status: { is: 'ended', year: 2020 } } as const;
    const card = { ...base, ...facts, neighbors: [...base.neighbors], links: [], writtenIn: ['Java'] };
    expect(factsOf({ ...card, lang: 'en' })).toEqual(['2001', 'Java', 'Red Hat']);
    expect(factsOf({ ...card, lang: 'ko' })).toEqual(['2001년', 'Java', 'Red Hat']);
  });
  it('a brand color that cannot be seen on its ground is not used', () => {
    expect(brandShows('#000000', true)).toBe(false);
    expect(brandShows('#000000', false)).toBe(true);
    expect(brandShows('#ffffff', false)).toBe(false);
    expect(brandShows('#ff4438', true)).toBe(true);
  });
});
