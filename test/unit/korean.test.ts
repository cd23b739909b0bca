import { describe, expect, it } from 'vitest';
import { Folder } from '../../src/recognizer/fold.ts';
import { isHeadNoun, stemOf, type Tail, tailOf } from '../../src/recognizer/korean.ts';
import { hashSound, spellingCode } from '../../src/recognizer/sounds.ts';

describe('tailOf', () => {
  const rows: [string, Tail][] = [
    ['', 'none'],
    ['을', 'particle'],
    ['에서는', 'particle'],
    ['으로부터', 'particle'],
    ['이라는', 'particle'],
    ['처럼만', 'particle'],
    ['들에게만', 'particle'],
    ['입니다', 'particle'],
    ['였지만', 'particle'],
    ['이냐', 'particle'],
    ['서버를', 'head'],
    ['언어', 'head'],
    ['클러스터에서', 'head'],
    ['라이징', 'derived'],
    ['스럽게', 'derived'],
    ['씨가', 'person'],
    ['칩', 'unknown'],
    ['하우스', 'unknown'],
    ['벨트', 'unknown'],
    ['탑', 'unknown'],
    ['맨', 'unknown'],
    ['룸', 'unknown'],
  ];
  for (const [rest, tail] of rows) it(`${rest || 'nothing'} is ${tail}`, () => expect(tailOf(rest)).toBe(tail));
});

it('finds head nouns with and without particles', () => {
  expect(isHeadNoun('서버를')).toBe(true);
  expect(isHeadNoun('프레임워크')).toBe(true);
  expect(isHeadNoun('강아지')).toBe(false);
});

it('takes particles off a word', () => {
  expect(stemOf('클러스터에서는')).toBe('클러스터');
  expect(stemOf('반지')).toBe('반지');
});

describe('sounds', () => {
  const alike: [string, string][] = [
    ['젠킨스', '잰킨스'],
    ['자바스크립트', '쟈바스크립트'],
    ['서버', '써버'],
    ['웹팩', '웹펙'],
  ];
  for (const [a, b] of alike) it(`${a} sounds like ${b}`, () => expect(hashSound(a)).toBe(hashSound(b)));
  const different: [string, string][] = [
    ['젠킨스', '전킨스'],
    ['자바', '바자'],
    ['루비', '루미'],
    ['redis', 'rедis'],
  ];
  for (const [a, b] of different) it(`${a} does not sound like ${b}`, () => expect(hashSound(a)).not.toBe(hashSound(b)));
  it('tells a spelling, spaces apart, and nothing about mixed script', () => {
    const code = (text: string) => {
      const folded = new Folder().fold(text);
      return spellingCode(folded, 0, folded.length);
    };
    expect(code('스프링 부트')).toBe(code('스프링부트'));
    expect(code('스프링')).not.toBe(code('스프렝'));
    expect(code('노드JS')).toBe(-1);
  });
});
