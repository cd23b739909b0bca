/** Texts that tease the recognizer: names glued to particles, signs and markup, jamo, lone surrogates, long words, repeated beginnings. */
import fc from 'fast-check';
import { loadNames } from '../../src/cli/compiled.ts';
import type { Block, Evidence } from '../../src/recognizer/types.ts';

const names = loadNames();
export const TERM_IDS: readonly string[] = [...names.keys()];
export const SURFACES: readonly string[] = [...names.values()].flatMap(({ surfaces }) => surfaces);

const list = (words: string): string[] => words.split(/\s+/).filter(Boolean);
/** What Koreans write directly after a name; some of it makes another word of it. */
const AFTER_HANGUL = list(
  '은 는 이 가 을 를 에 의 로 와 과 도 에서는 으로부터 라이징 스럽게 서버 서버를 언어 클러스터에서만은 씨 님 팀 랑군 룸 칩 하는 입니다 였다 ㅋㅋ',
);
const WORDS = list(
  `the a to in with for we use run our is was code server library database write install deploy called named project team island snake coffee phone golf river
  conference boot camp from import gem bullet Mr John joined CEO 코드 서버 사용 도입 언어 프레임워크 데이터베이스 커피 여행 뱀 섬 산책을 입사 저희가 만든 이름은 별명 프로젝트명 정했다 배포 봇`,
);
const SIGNS = [
  ...'.,;:!?/\\-_@#$%&*+=~|<>()[]{}"\'`^',
  ...[
    '...',
    '::',
    '//',
    '://',
    '--',
    '->',
    '()',
    '(R)',
    '{{',
    '}}',
    '</b>',
    '<script>',
    '&amp;',
    '#{x}',
    'javascript:',
    '\ufffc',
  ],
  ...[
    '\u2019s',
    "'s",
    "'",
    '’',
    '“',
    '”',
    '·',
    '…',
    '—',
    '、',
    '。',
    'http://',
    'www.',
    '@example.com',
    '.js',
    '.conf',
    '/usr/lib/',
    '2.0',
    '3',
  ],
];
/** Invisible units that folding drops. */
export const INVISIBLE = [...'\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2064\ufeff\ufe00\ufe0f'];
/** What folds to one blank. */
export const BLANKS = [...' \t\u00a0\u2003\u3000\u202f\u2028'];

const anyUnits = (maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((units) => String.fromCharCode(...units));
export const surface = fc.constantFrom(...SURFACES);

/** The same letters in another case: bit i of the number tells the case of unit i. Only where the case has the same length. */
export function inCase(text: string, bits: number): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text[i] as string;
    const other = (bits >> (i % 31)) & 1 ? unit.toUpperCase() : unit.toLowerCase();
    out += other.length === 1 ? other : unit;
  }
  return out;
}

export function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) + 0xfee0));
}

const piece: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: surface },
  { weight: 2, arbitrary: fc.tuple(surface, fc.nat()).map(([text, bits]) => inCase(text, bits)) },
  { weight: 3, arbitrary: fc.tuple(surface, fc.constantFrom(...AFTER_HANGUL)).map(([text, after]) => text + after) },
  { weight: 1, arbitrary: surface.map((text) => text.normalize('NFD')) },
  { weight: 1, arbitrary: surface.map(fullWidth) },
  { weight: 1, arbitrary: fc.tuple(surface, fc.nat(8)).map(([text, size]) => text.slice(0, size)) },
  { weight: 1, arbitrary: fc.tuple(surface, fc.integer({ min: 2, max: 12 })).map(([text, times]) => text.repeat(times)) },
  { weight: 5, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 4, arbitrary: fc.constantFrom(...SIGNS) },
  { weight: 1, arbitrary: fc.constantFrom(...INVISIBLE) },
  { weight: 1, arbitrary: fc.constantFrom(...BLANKS, '\n', '\r') },
  { weight: 1, arbitrary: anyUnits(6) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.integer({ min: 0x1100, max: 0x11ff }), { maxLength: 5 }).map((u) => String.fromCharCode(...u)),
  },
  { weight: 1, arbitrary: fc.constantFrom('ᄀ', '각', 'ㄱ', 'ힰ', '각ᆨ', 'a\u0301', 'İ', 'ß', '𝐑𝐞𝐝𝐢𝐬', '👩‍💻', '\ud800', '\udc00') },
);

/** A piece and whether a blank follows. */
const glued = fc.tuple(piece, fc.constantFrom(' ', ' ', ' ', '', '', '\n')).map(([text, gap]) => text + gap);

export const anyText = (pieces = 14): fc.Arbitrary<string> =>
  fc.array(glued, { maxLength: pieces, size: 'max' }).map((parts) => parts.join(''));

/** The beginning of what an earlier text left behind. */
export const anyLeft: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("'s", 's', '\ufffc', ' \ufffc', '-', '/', '1', '는', ' is', "'s CEO"),
  fc.constantFrom(...SIGNS),
);

/** Something that, repeated, could make the recognizer look at the same text again and again. */
export const repeated: fc.Arbitrary<string> = fc.oneof(
  anyText(4).filter((text) => text !== ''),
  fc.tuple(fc.constantFrom(...WORDS, ...SIGNS), surface).map(([before, text]) => before + text),
  fc.constantFrom(
    'go code ',
    'Spring java bean ',
    'go/',
    '자바 코드 ',
    '자바',
    'a',
    'c++',
    'go """ ',
    '가a',
    '/.a',
    'rust cargo crate ',
  ),
);

/** A text that ends with a name is judged by what does not follow. */
const endsWithName = fc.tuple(anyText(8), surface, fc.constantFrom("'", '', '-', '(', '’', ' ')).map((parts) => parts.join(''));
const block: fc.Arbitrary<Omit<Block, 'id'>> = fc.record(
  {
    text: fc.oneof({ weight: 4, arbitrary: anyText() }, { weight: 1, arbitrary: endsWithName }),
    heading: fc.boolean(),
    code: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean()),
  },
  { requiredKeys: ['text'] },
);
export const anyBlocks = (most = 3): fc.Arbitrary<Block[]> =>
  fc.array(block, { minLength: 1, maxLength: most }).map((blocks) => blocks.map((each, id) => ({ ...each, id })));

const id = fc.constantFrom(...TERM_IDS);
const counts = fc.dictionary(id, fc.integer({ min: 1, max: 40 }), { maxKeys: 4 });
export const anyEvidence: fc.Arbitrary<Evidence> = fc.record({
  sure: counts,
  code: counts,
  doubtful: fc.dictionary(id, fc.tuple(fc.nat(9), fc.integer({ min: -400, max: 400 }), fc.integer({ min: -200, max: 200 })), {
    maxKeys: 4,
  }),
  own: fc.dictionary(
    surface.map((text) => text.toLowerCase()),
    fc.nat(5),
    { maxKeys: 2 },
  ),
  tech: fc.tuple(fc.integer({ min: -4000, max: 4000 }), fc.nat(2000)),
});

export const anyOptions = fc.record({
  confidence: fc.constantFrom('certain' as const, 'usual' as const, 'everything' as const),
  concepts: fc.boolean(),
});
