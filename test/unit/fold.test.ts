import { describe, expect, it } from 'vitest';
import { Folder, foldText } from '../../src/recognizer/fold.ts';

describe('foldText', () => {
  const rows: [string, string, string][] = [
    ['case', 'ReDiS', 'redis'],
    ['a run of white space', 'Ruby \t\n'.replace('\n', ' ') + ' on\u3000Rails', 'ruby on rails'],
    ['no-break space', 'Spring\u00a0Boot', 'spring boot'],
    ['full-width Latin', 'Ｒｅｄｉｓ', 'redis'],
    ['soft hyphen', 'Kuber\u00adnetes', 'kubernetes'],
    ['zero-width characters', 'Post\u200bgre\u200dSQL\ufeff', 'postgresql'],
    ['decomposed Hangul', '레디스'.normalize('NFD'), '레디스'],
    ['decomposed Hangul with finals', '스프링'.normalize('NFD'), '스프링'],
    ['a capital whose small letter is longer', 'İstio', 'istio'],
    ['typographic apostrophe', 'Let’s Encrypt', "let's encrypt"],
    ['no-break hyphen', 'ruby\u2011prof', 'ruby-prof'],
    ['what is plain already', '레디스 redis', '레디스 redis'],
  ];
  for (const [name, text, folded] of rows) it(name, () => expect(foldText(text)).toBe(folded));
});

describe('Folder', () => {
  it('knows where every unit came from', () => {
    const text = `a\u00ad b\u200b${'각'.normalize('NFD')}  C`;
    const folded = new Folder().fold(text);
    const units = Array.from({ length: folded.length }, (_, i) => String.fromCharCode(folded.units[i] ?? 0)).join('');
    expect(units).toBe('a b각 c');
    const at = units.indexOf('각');
    expect(text.slice(folded.from[at], folded.to[at])).toBe('각'.normalize('NFD'));
    expect(text.slice(folded.from[units.length - 1], folded.to[units.length - 1])).toBe('C');
    expect(folded.upper[units.length - 1]).toBe(1);
  });

  it('takes a full-width low line for no capital', () => {
    expect([...new Folder().fold('＿Ａａ').upper.slice(0, 3)]).toEqual([0, 1, 0]);
  });

  it('leaves nothing of an earlier text behind', () => {
    const folder = new Folder();
    folder.fold("Redis's cache");
    const { units, kinds, upper, length } = folder.fold("Redis'");
    expect([units[length], kinds[length], upper[length], units[length + 1]]).toEqual([0, 0, 0, 0]);
  });

  it('keeps a line end apart from white space', () => {
    const folded = new Folder().fold('Ruby\non');
    expect(folded.units[4]).toBe(0x0a);
  });
});
