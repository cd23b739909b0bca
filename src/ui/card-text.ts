import type { Card } from '../glossary/card.ts';
import type { Kind } from '../glossary/kinds.ts';
import { KIND_NAMES } from './kind-names.ts';

/** The words of the card itself, in the card's language: it may be another one than the browser's. */
export const CARD_TEXT = {
  en: {
    back: 'Back',
    close: 'Close',
    other: '한국어',
    otherLang: 'ko',
    related: 'Related',
    links: 'Links',
    home: 'Website',
    source: 'Source',
    wikipedia: 'Wikipedia',
    newTab: 'opens in a new tab',
    today: 'today:',
    also: 'Also:',
    compare: 'Compare with',
    actions: 'Actions',
    know: 'I know this',
    wrong: 'Wrong here',
    pin: 'Pin this card',
    copy: 'Copy as text',
    undo: 'Undo',
    report: 'Copy a report',
    saidKnown: 'Marked as known.',
    saidPlain: 'Plain on this site now.',
    saidCopied: 'Copied.',
    saidTake: 'Copy this text:',
    saidFailed: 'That did not work. Reload the page and try again.',
    row: { kind: 'Kind', since: 'Since', by: 'By', writtenIn: 'Written in', status: 'Status', is: 'What it is', for: 'What for' },
  },
  ko: {
    back: '뒤로',
    close: '닫기',
    other: 'English',
    otherLang: 'en',
    related: '함께 볼 이름',
    links: '링크',
    home: '공식 사이트',
    source: '소스',
    wikipedia: '위키백과',
    newTab: '새 탭에서 열림',
    today: '지금은',
    also: '다른 후보:',
    compare: '비교:',
    actions: '동작',
    know: '아는 용어예요',
    wrong: '여기선 틀려요',
    pin: '카드 고정',
    copy: '텍스트로 복사',
    undo: '되돌리기',
    report: '신고 내용 복사',
    saidKnown: '아는 용어로 표시했습니다.',
    saidPlain: '이 사이트에서는 밑줄을 긋지 않습니다.',
    saidCopied: '복사했습니다.',
    saidTake: '이 내용을 복사하세요:',
    saidFailed: '실패했습니다. 페이지를 새로 고친 뒤 다시 시도하세요.',
    row: { kind: '종류', since: '시작', by: '만든 곳', writtenIn: '작성 언어', status: '상태', is: '무엇인가', for: '쓰임새' },
  },
} as const;

/** The facts of a card in one line's parts: since, written in, by. */
export function factsOf(card: Card): string[] {
  const { since, writtenIn, by } = factWords(card);
  return [since, writtenIn, by].filter((fact) => fact !== undefined);
}

/** The facts of a card as its language writes them. */
export function factWords({ lang, since, writtenIn, by }: Card): { since?: string; writtenIn?: string; by?: string } {
  const ko = lang === 'ko';
  return {
    ...(since !== undefined && { since: ko ? `${since}년` : String(since) }),
    ...(writtenIn && writtenIn.length > 0 && { writtenIn: writtenIn.join(', ') }),
    ...(by !== undefined && { by: by === 'community' && ko ? '커뮤니티' : by }),
  };
}

/** What stands before, between and after the words that spoke for a sense. */
export function reasonText({ lang, kind }: { lang: 'en' | 'ko'; kind: Kind }, words: number): [string, string[], string] {
  const name = KIND_NAMES[lang][kind];
  if (lang === 'ko') return [`이 글에서는 ${name} · 가까이 있는 말: `, Array<string>(Math.max(0, words - 1)).fill(', '), ''];
  // DevOps and CI/CD keep their capitals.
  const small = /^.[A-Z]/.test(name) ? name : name[0]?.toLowerCase() + name.slice(1);
  const joints = Array.from({ length: Math.max(0, words - 1) }, (_, i) => (i === words - 2 ? ' and ' : ', '));
  return [`Here: the ${small}, because `, joints, words === 1 ? ' is near' : ' are near'];
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
