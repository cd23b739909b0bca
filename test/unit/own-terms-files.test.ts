/** Own terms as CSV and JSON: every fault with its line, and what is written comes back exactly. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/glossary/kinds.ts';
import { foldText } from '../../src/recognizer/fold.ts';
import { readCsv, writeCsv } from '../../src/settings/csv.ts';
import { scanJson } from '../../src/settings/json-scan.ts';
import { newOwnId, type OwnTerm } from '../../src/settings/own-terms.ts';
import {
  type Draft,
  MOST_FILE_BYTES,
  readDraft,
  readTermsCsv,
  readTermsFile,
  readTermsJson,
  writeTermsCsv,
  writeTermsJson,
} from '../../src/settings/own-terms-files.ts';
import { clashesWith, imported, planImport } from '../../src/settings/own-terms-import.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Texts that tease: separators, quotes, line breaks, formulas, Korean. */
const teasing = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        ',',
        ';',
        '|',
        '\\',
        "'",
        '=',
        '+',
        '-',
        '@',
        '＝',
        '\n',
        '\r\n',
        '\r',
        '\t',
        ' ',
        '\ufeff',
        '가',
        '{',
        '[',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
/** Not cut within a pair of surrogates: half a character cannot be written as UTF-8. */
const named = (most: number) =>
  teasing.map((text) =>
    `${text}a`
      .slice(-most)
      .replace(/^[\udc00-\udfff]/, '')
      .trim(),
  );
const anyDraft: fc.Arbitrary<Draft> = fc.record(
  {
    name: fc.oneof(
      named(80),
      named(40).map((text) => `=${text}`),
    ),
    surfaces: fc.array(named(60), { maxLength: 5 }),
    exact: fc.boolean(),
    kind: fc.constantFrom(...KINDS),
    is: fc.oneof(
      named(400),
      teasing.map((text) => `'=${text}'`),
    ),
    url: fc.constantFrom('https://a.example/?q="a",b;c|d', 'http://x.example'),
  },
  { requiredKeys: ['name', 'surfaces', 'exact', 'kind', 'is'] },
);
const good: Draft = { name: 'Veyron', surfaces: ['베이론'], exact: false, kind: 'tool', is: 'Our gateway.' };
const row = (fields: string) => `name,kind,is\n${fields}\n`;

describe('CSV', () => {
  it('reads what it wrote, whatever stands in the fields', () =>
    fc.assert(
      fc.property(fc.array(fc.array(teasing, { minLength: 2, maxLength: 4 }), { maxLength: 6 }), (rows) => {
        expect(readCsv(writeCsv(rows), ',').map((each) => each.fields)).toEqual(rows);
      }),
    ));

  it.each<[string, string, string[][]]>([
    [
      'CRLF, LF and CR',
      'a,b\r\nc,d\ne,f\rg,h',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
        ['g', 'h'],
      ],
    ],
    ['quotes, doubled quotes, breaks inside', '"a,""b""\r\nc",d', [['a,"b"\r\nc', 'd']]],
    [
      'empty fields',
      ',\n"",x',
      [
        ['', ''],
        ['', 'x'],
      ],
    ],
    ['a quote inside a plain field', 'a "b" c,d', [['a "b" c', 'd']]],
    ['empty lines are no rows', '\n\na,b\n\n', [['a', 'b']]],
  ])('%s', (_name, text, rows) => {
    expect(readCsv(text, ',').map((each) => each.fields)).toEqual(rows);
  });

  it('counts lines in the file, also after fields with line breaks', () => {
    const rows = readCsv('h,i\r\n"two\r\nlines",x\n\n"a\nb\rc",y\nlast,z', ',');
    expect(rows.map((each) => each.line)).toEqual([1, 2, 5, 8]);
  });

  it.each([
    ['an open quote', 'a,b\nc,"d\ne,f\n', { line: 2, problem: 'quoteOpen' }],
    ['text after a closed quote', 'a,b\n"c"d,e\nf,g', { line: 2, problem: 'afterQuote' }],
  ])('tells the line of %s', (_name, text, fault) => {
    expect(readCsv(text, ',').find((each) => each.fault)?.fault).toEqual(fault);
  });
});

describe('own terms in CSV', () => {
  it('come back exactly as they went out, through bytes', () =>
    fc.assert(
      fc.property(fc.array(anyDraft, { maxLength: 6 }), (drafts) => {
        const read = readTermsFile(bytes(writeTermsCsv(drafts)));
        expect(read.faults).toEqual([]);
        expect(read.terms.map((term) => term.draft)).toEqual(drafts);
      }),
      { numRuns: 300 },
    ));

  it('are never a formula to a spreadsheet, and come back without the apostrophe', () =>
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const [, fields = []] = readCsv(writeTermsCsv([draft]).slice(1), ',').map((each) => each.fields);
        for (const field of fields) expect(field).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
      }),
    ));

  it('begin with a mark, so that spreadsheets read Korean', () => {
    expect([...bytes(writeTermsCsv([good])).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('may have their columns in any order, other separators, marks and cases', () => {
    const tab = 'IS\tName\tKind\r\nOur gateway.\tVeyron\tTOOL\r\n';
    const semicolon = '\ufeffname;surfaces;kind;is;url;exact\nVeyron;베이론 | 베론;tool;"Ours; yes";https://v.example;TRUE\n';
    expect(readTermsFile(bytes(tab)).terms[0]?.draft).toEqual({ ...good, surfaces: [] });
    expect(readTermsFile(bytes(semicolon)).terms[0]?.draft).toEqual({
      ...good,
      surfaces: ['베이론', '베론'],
      is: 'Ours; yes',
      url: 'https://v.example',
      exact: true,
    });
    const utf16 = new Uint8Array([0xff, 0xfe, ...[...tab].flatMap((unit) => [unit.charCodeAt(0), 0])]);
    expect(readTermsFile(utf16).terms).toHaveLength(1);
  });

  it('report columns that mean nothing here', () => {
    const read = readTermsCsv('name,kind,is,owner\nVeyron,tool,Ours.,me');
    expect(read).toMatchObject({ unknown: ['owner'], faults: [] });
    expect(read.terms).toHaveLength(1);
  });

  it.each<[string, string, unknown]>([
    ['no header', 'Veyron,tool,Ours.\n', { line: 1, problem: 'missingColumn', value: 'name' }],
    ['a column twice', 'name,kind,is,name\n', { line: 1, problem: 'doubledColumn', value: 'name' }],
    ['too few fields', row('Veyron,tool'), { line: 2, problem: 'fieldCount', most: 3, other: 2 }],
    ['no name', row(' ,tool,Ours.'), { line: 2, field: 'name', problem: 'empty' }],
    ['a name of signs', row('++,tool,Ours.'), { line: 2, field: 'name', problem: 'noLetter' }],
    ['too long a name', row(`${'x'.repeat(81)},tool,Ours.`), { line: 2, field: 'name', problem: 'tooLong', most: 80 }],
    ['an unknown kind', row('Veyron,car,Ours.'), { line: 2, field: 'kind', problem: 'badKind', value: 'car' }],
    ['no text', row('Veyron,tool,'), { line: 2, field: 'is', problem: 'empty' }],
    ['a bad address', 'name,kind,is,url\nVeyron,tool,x,ftp://a', { line: 2, field: 'url', problem: 'badUrl', value: 'ftp://a' }],
    [
      'a bad yes or no',
      'name,kind,is,exact\nVeyron,tool,x,maybe',
      { line: 2, field: 'exact', problem: 'notYesOrNo', value: 'maybe' },
    ],
    [
      'too many ways to write it',
      `name,kind,is,surfaces\nVeyron,tool,x,${Array.from({ length: 21 }, (_, i) => `v${i}`).join('|')}`,
      { line: 2, field: 'surfaces', problem: 'tooMany', most: 20 },
    ],
  ])('tell the line and the field of %s', (_name, text, fault) => {
    expect(readTermsCsv(text).faults).toContainEqual(expect.objectContaining(fault));
  });

  it('tell all faults at once, and keep the good rows', () => {
    const text = 'name,kind,is\n"Vey\nron",car,\nGolf,tool,Ours.\n"a"b,tool,x\nPolo,tool,Ours too.\n';
    const read = readTermsCsv(text);
    expect(read.terms.map(({ line, draft }) => [line, draft.name])).toEqual([
      [4, 'Golf'],
      [6, 'Polo'],
    ]);
    expect(read.faults.map(({ line, problem }) => [line, problem])).toEqual([
      [2, 'badKind'],
      [2, 'empty'],
      [5, 'afterQuote'],
    ]);
  });

  it.each([
    ['too large', new Uint8Array(MOST_FILE_BYTES + 1), 'tooLarge'],
    ['empty', bytes(' \n'), 'nothing'],
    ['in another encoding', new Uint8Array([0x6e, 0xbf, 0xc0]), 'notUtf8'],
  ])('refuse a file that is %s', (_name, file, problem) => {
    expect(readTermsFile(file)).toMatchObject({ terms: [], faults: [{ problem }] });
  });
});

describe('the place of a JSON fault', () => {
  it('is there if and only if the browser refuses the text', () => {
    const jsonish = fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ':',
          ',',
          '"a"',
          '"',
          '\\',
          '1',
          '-',
          '0',
          '.5',
          'e+1',
          'true',
          'nul',
          ' ',
          '\n',
          '\\u00',
        ),
        {
          maxLength: 10,
        },
      )
      .map((parts) => parts.join(''));
    const broken = fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 1 })).map(([json, at, extra]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + extra + json.slice(place + 1);
    });
    fc.assert(
      fc.property(fc.oneof(jsonish, broken, fc.json()), (text) => {
        let takes = true;
        try {
          JSON.parse(text);
        } catch {
          takes = false;
        }
        expect(scanJson(text).fault === undefined).toBe(takes);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['[1,\n  2,,\n3]', 2, 5],
    ['[{"a": "b\n"}]', 1, 10],
    ['[\r\n {"a" 1}]', 2, 7],
    ['[1', 1, 3],
    ['[1] x', 1, 5],
    ['["\\x"]', 1, 3],
    ['', 1, 1],
  ])('of %j is line %i, column %i', (text, line, column) => {
    expect(scanJson(text).fault).toEqual({ line, column });
  });

  it('is found in a text nested deeper than a stack', () => {
    expect(scanJson('['.repeat(1_000_000)).fault).toEqual({ line: 1, column: 1_000_001 });
  });
});

describe('own terms in JSON', () => {
  it('come back exactly as they went out, through bytes', () =>
    fc.assert(
      fc.property(fc.array(anyDraft, { maxLength: 6 }), (drafts) => {
        const read = readTermsFile(bytes(writeTermsJson(drafts)));
        expect(read.faults).toEqual([]);
        expect(read.terms.map((term) => term.draft)).toEqual(drafts);
      }),
    ));

  it('tell line and column of a fault of syntax', () => {
    expect(readTermsJson('[\n  { "name": "Veyron", }\n]').faults).toEqual([{ line: 2, column: 23, problem: 'syntax' }]);
  });

  it('tell the item, its line and the field of every other fault', () => {
    const text = `[
  { "name": "Veyron", "kind": "tool", "is": "Ours." },
  "Golf",
  { "name": 1, "kind": "car", "surfaces": "x", "exact": "y",
    "team": 1 }
]`;
    const { terms, faults, unknown } = readTermsJson(text);
    expect(terms.map(({ item, line }) => [item, line])).toEqual([[1, 2]]);
    expect(unknown).toEqual(['team']);
    expect(faults.map(({ item, line, field, problem }) => [item, line, field, problem])).toEqual([
      [2, 3, undefined, 'notATerm'],
      [3, 4, 'name', 'notText'],
      [3, 4, 'surfaces', 'notAList'],
      [3, 4, 'exact', 'notYesOrNo'],
      [3, 4, 'kind', 'badKind'],
      [3, 4, 'is', 'missing'],
    ]);
    expect(readTermsJson('{"name": "Veyron"}').faults).toEqual([{ line: 1, problem: 'notATermList' }]);
  });
});

describe('importing', () => {
  const own = (name: string, rest: Partial<OwnTerm> = {}): OwnTerm => ({
    ...good,
    surfaces: [],
    id: `own-${foldText(name).padEnd(6, '0')}`,
    name,
    ...rest,
  });
  const read = (...drafts: Draft[]) => ({
    terms: drafts.map((draft, i) => ({ line: i + 2, draft })),
    faults: [],
    unknown: [],
  });
  const drafted = (name: string, rest: Partial<Draft> = {}): Draft => ({ ...good, surfaces: [], name, ...rest });

  it('tells a term that the file has twice, by any way to write it', () => {
    const plan = planImport(read(drafted('Veyron'), drafted('Golf', { surfaces: ['ＶＥＹＲＯＮ'] })), [], foldText);
    expect(plan.fresh.map(({ draft }) => draft.name)).toEqual(['Veyron']);
    expect(plan.faults).toEqual([{ line: 3, problem: 'doubled', value: 'Golf', other: 2 }]);
  });

  it('passes over what stands there exactly so', () => {
    const list = [own('Veyron', { url: 'https://v.example' }), own('Golf')];
    const plan = planImport(readTermsCsv(writeTermsCsv(list)), list, foldText);
    expect(plan).toMatchObject({ fresh: [], clashes: [], same: 2, faults: [] });
    expect(imported(list, plan, 'replace', newOwnId)).toEqual(list);
  });

  it('keeps own terms or replaces them, as the reader chooses; a replaced one keeps its id and place', () => {
    const list = [own('Veyron'), own('Golf', { surfaces: ['Jetta'] }), own('Polo')];
    const plan = planImport(read(drafted('Jetta', { is: 'New.' }), drafted('Up')), list, foldText);
    expect(plan.clashes.map((clash) => clash.own.map((term) => term.name))).toEqual([['Golf']]);
    const names = (terms: OwnTerm[]) => terms.map((term) => term.name);
    expect(names(imported(list, plan, 'keep', newOwnId))).toEqual(['Veyron', 'Golf', 'Polo', 'Up']);
    const replaced = imported(list, plan, 'replace', newOwnId);
    expect(names(replaced)).toEqual(['Veyron', 'Jetta', 'Polo', 'Up']);
    expect(replaced[1]).toMatchObject({ id: list[1]?.id, is: 'New.' });
  });

  it('leaves no two terms with the same way to write them, and no id twice', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom('a1', 'b2', 'c3', 'd4', 'e5'), { maxLength: 4 }),
        fc.array(fc.tuple(fc.constantFrom('A1', 'b2', 'C3', 'd4', 'f6'), fc.subarray(['a1', 'B2', 'c3', 'g7'])), {
          maxLength: 5,
        }),
        fc.constantFrom('keep' as const, 'replace' as const),
        (names, drafts, onClash) => {
          const list = names.map((name) => own(name));
          const plan = planImport(read(...drafts.map(([name, surfaces]) => drafted(name, { surfaces }))), list, foldText);
          const next = imported(list, plan, onClash, newOwnId);
          for (const term of next) expect(clashesWith(term, next, foldText, term.id)).toEqual([]);
          expect(new Set(next.map((term) => term.id)).size).toBe(next.length);
        },
      ),
    ));

  it('refuses more terms than are kept', () => {
    const many = Array.from({ length: 5001 }, (_, i) => drafted(`term ${i}`));
    const plan = planImport(read(...many), [], foldText);
    expect(() => imported([], plan, 'keep', newOwnId)).toThrow(/5001 terms; at most 5000/);
  });
});

it('takes a term if and only if it can be kept', () => {
  expect(readDraft({ ...good })).toEqual(good);
  expect(readDraft({ ...good, surfaces: ['베이론', '--'] })).toEqual([{ field: 'surfaces', problem: 'noLetter', value: '--' }]);
});
