import type { Card } from '../glossary/card.ts';

/** The words of the card itself, in the card's language: it may be another one than the browser's. */
export const CARD_TEXT = {
  en: {
    back: 'Back',
    other: '한국어',
    otherLang: 'ko',
    related: 'Related',
    links: 'Links',
    home: 'Website',
    source: 'Source',
    wikipedia: 'Wikipedia',
    newTab: 'opens in a new tab',
  },
  ko: {
    back: '뒤로',
    other: 'English',
    otherLang: 'en',
    related: '함께 볼 이름',
    links: '링크',
    home: '공식 사이트',
    source: '소스',
    wikipedia: '위키백과',
    newTab: '새 탭에서 열림',
  },
} as const;

/** The facts of a card in one line's parts: since, written in, by, status. */
export function factsOf(card: Card): string[] {
  const ko = card.lang === 'ko';
  const facts: string[] = [];
  if (card.since !== undefined) facts.push(ko ? `${card.since}년` : String(card.since));
  if (card.writtenIn && card.writtenIn.length > 0) facts.push(card.writtenIn.join(', '));
  if (card.by !== undefined) facts.push(card.by === 'community' && ko ? '커뮤니티' : card.by);
  const status = card.status;
  if (status && status.is !== 'active') {
    const year = status.year === undefined ? '' : ko ? `${status.year}년 ` : ` ${status.year}`;
    const words = {
      maintenance: ko ? `${year}유지 보수만` : `maintenance only${year && ` since${year}`}`,
      ended: ko ? `${year}종료` : `ended${year}`,
      renamed: ko ? `${year}이름 바뀜` : `renamed${year}`,
    };
    const next = card.neighbors.find((neighbor) => neighbor.relation === 'successor');
    facts.push(words[status.is] + (next ? ` → ${next.name}` : ''));
  }
  return facts;
}

/** Whether a brand color can be told from the card's ground, light or dark; else the text's color is used. */
export function brandShows(color: string, dark: boolean): boolean {
  const value = Number.parseInt(color.slice(1), 16);
  const part = (shift: number): number => {
    const share = ((value >> shift) & 255) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const brand = 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0);
  // Luminance of `--tl-ground-raised` on each side, behind the icon.
  const ground = dark ? 0.028 : 0.9;
  const [high, low] = brand > ground ? [brand, ground] : [ground, brand];
  const LEAST = 2.2;
  return (high + 0.05) / (low + 0.05) >= LEAST;
}
