/** What the card says besides its entry: then and now, the reason, the report, the copy; and what it reads of the page for that. */
import { describe, expect, it } from 'vitest';
import { yearStated } from '../../src/content/card/post-year.ts';
import { reportOf } from '../../src/content/card/report.ts';
import { MarkedBlock, type Spot } from '../../src/content/mark/marked-block.ts';
import { chooseIn } from '../../src/content/mark/sections.ts';
import type { Run } from '../../src/content/read/walk.ts';
import type { Card } from '../../src/glossary/card.ts';
import { KINDS } from '../../src/glossary/kinds.ts';
import { cardAsText } from '../../src/ui/card-plain.ts';
import { reasonText } from '../../src/ui/card-text.ts';
import { thenAndNow } from '../../src/ui/then-and-now.ts';

const card: Card = {
  id: 'old-name',
  lang: 'en',
  name: 'Old Name',
  kind: 'tool',
  is: 'A tool.',
  for: 'For tests.',
  since: 2005,
  by: 'Somebody',
  neighbors: [
    { id: 'other', name: 'Other', relation: 'related' },
    { id: 'new-name', name: 'New Name', relation: 'successor' },
  ],
  links: [{ kind: 'home', url: 'https://old.example/' }],
};
const alone: Card = { ...card, neighbors: [] };
const ko: Card = { ...card, lang: 'ko' };

describe('then and now', () => {
  it.each<[string, Card, number | undefined, string | null]>([
    ['no status', card, 2014, null],
    ['active', { ...card, status: { is: 'active' } }, 2014, null],
    ['ended, no date of the post', { ...card, status: { is: 'ended', year: 2021 } }, undefined, 'Ended 2021'],
    ['ended, year unknown', { ...card, status: { is: 'ended' } }, 2014, 'Ended'],
    [
      'ended after the post',
      { ...card, status: { is: 'ended', year: 2021 } },
      2014,
      'When this was written (2014) it was still kept up. Ended 2021',
    ],
    ['ended in the year of the post', { ...card, status: { is: 'ended', year: 2014 } }, 2014, 'Ended 2014'],
    ['ended before the post', { ...card, status: { is: 'ended', year: 2012 } }, 2014, 'Ended 2012'],
    ['a post that states a date before the term began', { ...card, status: { is: 'ended', year: 2021 } }, 2001, 'Ended 2021'],
    [
      'renamed after the post',
      { ...card, status: { is: 'renamed', year: 2016 } },
      2014,
      'When this was written (2014) it was called Old Name. Renamed 2016',
    ],
    ['renamed before the post', { ...card, status: { is: 'renamed', year: 2010 } }, 2014, 'Renamed 2010'],
    ['renamed, year unknown', { ...card, status: { is: 'renamed' } }, 2014, 'Has another name now'],
    ['maintenance', { ...card, status: { is: 'maintenance', year: 2020 } }, undefined, 'Maintenance only since 2020'],
    ['maintenance, year unknown', { ...card, status: { is: 'maintenance' } }, undefined, 'Maintenance only'],
    [
      'maintenance after the post',
      { ...card, status: { is: 'maintenance', year: 2020 } },
      2014,
      'When this was written (2014) it was still developed. Maintenance only since 2020',
    ],
    ['Korean: ended', { ...ko, status: { is: 'ended', year: 2021 } }, undefined, '2021년 종료'],
    [
      'Korean: ended after the post',
      { ...ko, status: { is: 'ended', year: 2021 } },
      2014,
      '글을 쓴 2014년에는 아직 유지되었고, 2021년에 종료',
    ],
    [
      'Korean: renamed after the post',
      { ...ko, status: { is: 'renamed', year: 2016 } },
      2014,
      '글을 쓴 2014년의 이름은 Old Name, 2016년에 이름이 바뀜',
    ],
    ['Korean: maintenance', { ...ko, status: { is: 'maintenance' } }, 2014, '유지 보수만'],
  ])('%s', (_, on, written, line) => {
    expect(thenAndNow(on, written)?.line ?? null).toBe(line);
  });
  it('names the successor where there is one', () => {
    expect(thenAndNow({ ...card, status: { is: 'ended' } })?.successor?.id).toBe('new-name');
    expect(thenAndNow({ ...alone, status: { is: 'ended' } })).toEqual({ line: 'Ended' });
  });
});

describe('the year of a post', () => {
  it.each<[string, string[][], number | undefined]>([
    ['nothing stated', [[], []], undefined],
    ['an ISO date', [['2014-05-01T10:00:00Z']], 2014],
    ['a year alone', [['2014']], 2014],
    ['a date in words', [['Thu, 1 May 2014 10:00:00 GMT']], 2014],
    ['a Korean date', [['2014년 5월 1일']], 2014],
    ['the first group with a date decides', [[''], ['2014-05-01'], ['2020-01-01']], 2014],
    ['twice the same year', [['2014-05-01', '2014-06-01']], 2014],
    ['a list of posts', [['2014-05-01', '2016-06-01']], undefined],
    ['a time of day, a span', [['14:30', 'PT2H']], undefined],
    ['a year to come', [['2999-01-01']], undefined],
    ['too old', [['1914-01-01']], undefined],
    ['a long number', [['120145']], undefined],
    ['a text that is no date', [[`${'x'.repeat(50)} 2014`]], undefined],
  ])('%s', (_, groups, year) => expect(yearStated(groups, 2026)).toBe(year));
});

describe('the reason', () => {
  const joined = (lang: 'en' | 'ko', kind: Card['kind'], words: string[]): string => {
    const [before, joints, after] = reasonText({ lang, kind }, words.length);
    return before + words.map((word, i) => word + (joints[i] ?? '')).join('') + after;
  };
  it.each([
    ['en', 'database', ['RDS', 'failover'], 'Here: the database, because RDS and failover are near'],
    ['en', 'framework', ['Rails'], 'Here: the framework, because Rails is near'],
    ['en', 'ci-cd', ['a', 'b', 'c'], 'Here: the CI/CD, because a, b and c are near'],
    ['ko', 'database', ['RDS', 'failover'], '이 글에서는 데이터베이스 · 가까이 있는 말: RDS, failover'],
  ] as const)('%s %s', (lang, kind, words, line) => expect(joined(lang, kind, [...words])).toBe(line));
  it('has a line for each kind', () => {
    for (const kind of KINDS)
      for (const lang of ['en', 'ko'] as const) expect(joined(lang, kind, ['x'])).not.toContain('undefined');
  });
});

it('copies a card as plain text', () => {
  expect(cardAsText({ ...card, status: { is: 'ended', year: 2021 } })).toBe(
    'Old Name · Tool\nA tool.\nFor tests.\n2005 · Somebody\nEnded 2021 · today: New Name\nhttps://old.example/',
  );
  expect(cardAsText({ ...alone, lang: 'ko', links: [] })).toBe('Old Name · 도구\nA tool.\nFor tests.\n2005년 · Somebody');
});

it('writes a report that says what was seen where, in one line each', () => {
  const wrong = { card, surface: 'old\n name', host: 'a.example', version: '1.2.3', textLang: 'en' as const };
  expect(reportOf({ ...wrong, because: ['RDS', 'fail\nover'], others: ['Other'] })).toBe(
    'Termlight: wrong here\nTerm: Old Name (old-name)\nWritten as: old name\nSite: a.example\nLanguage: en\nBecause of: RDS, fail over\nCould also be: Other\nVersion: 1.2.3',
  );
  expect(reportOf({ ...wrong, host: '', because: [], others: [] })).toBe(
    'Termlight: wrong here\nTerm: Old Name (old-name)\nWritten as: old name\nSite: –\nLanguage: en\nVersion: 1.2.3',
  );
});

describe('a mention in the page', () => {
  const nodes = ['The ', 'Aurora', ' runs beside RDS with fail', 'over.'];
  const run = {
    text: nodes.join(''),
    nodes: nodes.map((data) => ({ data, isConnected: true })),
    starts: [0, 4, 10, 36],
    skips: [0, 0, 0, 0],
    container: {},
    heading: false,
    code: false,
    boundary: null,
  } as unknown as Run;
  const blockOf = (mention: object) =>
    new MarkedBlock(1, { at: 0, known: true }, run, {
      id: 1,
      lang: 'en',
      mentions: [{ start: 4, end: 10, term: 'aurora', confidence: 0.9, ...mention }],
      evidence: { sure: {}, code: {}, doubtful: {}, own: {}, tech: [0, 0] },
      doubtful: true,
    });

  it('keeps where its reasons stand, and no text', () => {
    const [spot] = blockOf({
      because: [
        [23, 26],
        [32, 40],
        [90, 99],
      ],
      others: ['apache-aurora'],
    }).spots as [Spot];
    expect(spot.others).toEqual(['apache-aurora']);
    expect(spot.because).toHaveLength(2);
    const [rds, failover] = spot.because ?? [];
    expect([rds?.offset, rds?.endOffset]).toEqual([13, 16]);
    // A word that runs over two nodes.
    expect(failover && failover.endNode - failover.node).toBe(1);
    expect([failover?.offset, failover?.endOffset]).toEqual([22, 4]);
  });

  it('a sure one has neither', () => {
    const [spot] = blockOf({}).spots as [Spot];
    expect('because' in spot || 'others' in spot).toBe(false);
  });

  it('that the reader hides is not chosen, and takes no other one along', () => {
    const block = blockOf({});
    const other = { ...(block.spots[0] as Spot), term: 'rds' };
    block.spots.push(other, { ...other });
    block.shown = true;
    const section = { blocks: [block], stale: true };
    chooseIn(section, 'section', new Set(['aurora']));
    expect(block.spots.map((spot) => spot.chosen)).toEqual([false, true, false]);
    chooseIn(section, 'all', new Set(['aurora']));
    expect(block.spots.map((spot) => spot.chosen)).toEqual([false, true, true]);
    chooseIn(section, 'section', new Set());
    expect(block.spots.map((spot) => spot.chosen)).toEqual([true, true, false]);
  });
});
