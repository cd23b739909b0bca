/** Files of own terms: what is written comes back, any bytes give terms or faults with their places, and nothing is lost on the way. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readCsv, writeCsv } from '../../src/settings/csv.ts';
import { scanJson } from '../../src/settings/json-scan.ts';
import {
  type Draft,
  decodeFile,
  type ReadTerms,
  readDraft,
  readTermsCsv,
  readTermsFile,
  readTermsJson,
  writeTermsCsv,
  writeTermsJson,
} from '../../src/settings/own-terms-files.ts';
import { imported, keysOf, planImport } from '../../src/settings/own-terms-import.ts';
import { fuzz } from './fuzz.ts';
import { anyJson, anyWrong, isClean, spoiled } from './json.ts';
import { anyDrafts, anyOwnTerms, fold } from './own-terms.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const draftsOf = ({ terms }: ReadTerms): Draft[] => terms.map(({ draft }) => draft);

function assertWhole(read: ReadTerms, drafts: readonly Draft[]): void {
  assert.deepEqual(read.faults, []);
  assert.deepEqual(draftsOf(read), drafts);
}

const field = fc
  .array(fc.constantFrom(...'",;\t\'a가 ', '\r', '\n', '\r\n', '""'), { maxLength: 5 })
  .map((parts) => parts.join(''));

/** A good file with some bytes taken out, put in or turned. */
const nearlyGood = fc
  .tuple(anyDrafts, fc.boolean(), fc.nat(), fc.nat(12), fc.oneof(fc.uint8Array({ maxLength: 4 }), field.map(bytesOf)))
  .map(([drafts, json, at, length, extra]) => {
    const good = bytesOf(json ? writeTermsJson(drafts) : writeTermsCsv(drafts));
    const from = at % (good.length + 1);
    return Uint8Array.from([...good.subarray(0, from), ...extra, ...good.subarray(from + length)]);
  });
const csvLike = fc
  .tuple(
    fc.array(fc.constantFrom('name', 'kind', 'is', 'url', 'surfaces', 'exact', '', 'Name', 'x'), { maxLength: 7 }),
    fc.array(fc.array(field, { maxLength: 7 }), { maxLength: 4 }),
  )
  .map(([header, rows]) => bytesOf([header, ...rows].map((row) => row.join(',')).join('\n')));
const jsonLike = fc.oneof(
  anyJson.map((value) => bytesOf(JSON.stringify(value))),
  fc.tuple(anyDrafts, anyWrong).map(([drafts, wrong]) => bytesOf(JSON.stringify(spoiled(drafts, wrong)) ?? '')),
  fc
    .tuple(fc.constantFrom('name', 'surfaces', 'kind', 'url', 'exact', 'more'), fc.constantFrom(1, 20_000))
    .map(([key, depth]) => bytesOf(`[{"name":"a","kind":"tool","is":"b","${key}":${'['.repeat(depth)}${']'.repeat(depth)}}]`)),
);
const anyBytes = fc.oneof(
  { weight: 4, arbitrary: nearlyGood },
  { weight: 2, arbitrary: csvLike },
  { weight: 2, arbitrary: jsonLike },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
);

const linesOf = (text: string): number => text.split(/\r\n|\n|\r/).length;

/** JSON that is nearly right: scalars, brackets and strings, joined and cut. */
const nearJson = fc
  .array(fc.constantFrom(...'[]{}:,"\\ \n0-1.eE', 'true', 'null', '"a"', '"\\u00', '\\n', '1e5', '01', '-', '\u2028', '\r\n'), {
    maxLength: 14,
  })
  .map((parts) => parts.join(''));
const cutJson = fc.tuple(anyJson, fc.nat(), fc.constantFrom('', ',', '"', ']', '\n')).map(([value, at, extra]) => {
  const text = JSON.stringify(value, null, 1);
  return text.slice(0, at % (text.length + 1)) + extra + text.slice((at % (text.length + 1)) + (at % 2));
});

export const filesFuzz = [
  fuzz(
    'csv: rows come back as they were written',
    { short: 550, share: 8 },
    fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 6 }), (rows) => {
      assert.deepEqual(
        readCsv(writeCsv(rows), ',').map(({ fields }) => fields),
        rows,
      );
    }),
  ),
  fuzz(
    'json: a fault where JSON.parse has one, and every item counted',
    { short: 820, share: 8 },
    fc.property(fc.oneof(nearJson, cutJson), (text) => {
      const { fault, items } = scanJson(text);
      let parsed: unknown;
      let good = true;
      try {
        parsed = JSON.parse(text);
      } catch {
        good = false;
      }
      assert.equal(fault === undefined, good);
      if (fault) assert(fault.line >= 1 && fault.line <= linesOf(text) && fault.column >= 1);
      if (Array.isArray(parsed)) assert.equal(items.length, parsed.length);
    }),
  ),
  fuzz(
    'own terms: every draft comes back from CSV and from JSON, as text and as bytes',
    { short: 550, share: 7 },
    fc.property(anyDrafts, (drafts) => {
      for (const draft of drafts) assert.deepEqual(readDraft(draft), draft, 'the draft itself is good');
      assertWhole(readTermsCsv(writeTermsCsv(drafts)), drafts);
      assertWhole(readTermsJson(writeTermsJson(drafts)), drafts);
      assertWhole(readTermsFile(bytesOf(writeTermsCsv(drafts))), drafts);
      assertWhole(readTermsFile(bytesOf(writeTermsJson(drafts))), drafts);
      for (const { fields } of readCsv(writeTermsCsv(drafts).slice(1), ','))
        for (const each of fields) assert(!/^[=+\-@＝＋－＠\t\r]/.test(each), 'a spreadsheet would run it');
    }),
  ),
  fuzz(
    'own terms: any bytes give terms or faults with their lines, and no row is lost',
    { short: 820, share: 7 },
    fc.property(anyBytes, (bytes) => {
      const { terms, faults } = readTermsFile(bytes);
      const text = decodeFile(bytes);
      if (text === undefined) assert.deepEqual([terms, faults], [[], [{ problem: 'notUtf8' }]]);
      if (text === undefined) return;
      for (const { line, problem, other } of faults)
        if (problem !== 'nothing')
          assert(line && line >= 1 && line <= linesOf(text) && (other ?? 0) >= 0, `${problem} on ${line}`);
      for (const { draft, line } of terms) {
        assert(line >= 1 && line <= linesOf(text));
        assert.deepEqual(readDraft(draft), draft);
      }
      if (/^\s*[[{]/.test(text)) {
        const list = faults.some(({ problem }) => problem === 'syntax') ? [] : JSON.parse(text.replace(/^\ufeff/, ''));
        if (Array.isArray(list))
          assertAccounted(
            list.map((_, i) => i + 1),
            terms.map(({ item }) => item),
            faults.map(({ item }) => item),
          );
      } else if (
        !faults.some(({ problem }) => problem === 'missingColumn' || problem === 'doubledColumn' || problem === 'nothing')
      ) {
        const begins = new Set([...terms, ...faults].map(({ line }) => line));
        assert(
          begins.size > 0 || text.trim().split(/[\r\n]+/).length <= 1 || text.includes('"'),
          'rows without terms and faults',
        );
      }
      assert(isClean());
    }),
  ),
  fuzz(
    'own terms: an import loses none of the list and none of the file',
    { short: 550, share: 7 },
    fc.property(
      anyOwnTerms,
      anyDrafts,
      fc.nat(),
      fc.constantFrom('keep' as const, 'replace' as const),
      (own, drafts, mix, onClash) => {
        // some of the file's terms are the list's, changed or not
        const others = own.map(({ id: _, ...draft }, i) =>
          (mix >> i) & 1 ? draft : { ...draft, is: `${draft.is}!`.slice(-400) },
        );
        const read = readTermsJson(writeTermsJson([...drafts, ...others]));
        const plan = planImport(read, own, fold);
        const doubled = plan.faults.filter(({ problem }) => problem === 'doubled').length;
        assert.equal(plan.fresh.length + plan.clashes.length + plan.same + doubled, read.terms.length);
        let made = 0;
        const next = imported(own, plan, onClash, () => `own-new${String(made++).padStart(3, '0')}`);
        assert.equal(new Set(next.map(({ id }) => id)).size, next.length);
        const keys = new Set(next.flatMap((term) => [...keysOf(term, fold)]));
        for (const { draft } of plan.fresh) for (const key of keysOf(draft, fold)) assert(keys.has(key));
        for (const term of own) {
          const clashes = plan.clashes.some(({ own: sharing }) => sharing.includes(term));
          if (onClash === 'keep' || !clashes) assert(next.includes(term), 'what is in no clash stays as it is');
        }
        if (onClash === 'replace')
          for (const { read } of plan.clashes) for (const key of keysOf(read.draft, fold)) assert(keys.has(key));
      },
    ),
  ),
];

/** Whether each item of the file became a term or has a fault. */
function assertAccounted(all: readonly number[], ...told: readonly (number | undefined)[][]): void {
  const seen = new Set(told.flat());
  for (const item of all) assert(seen.has(item), `item ${item} is lost`);
}
