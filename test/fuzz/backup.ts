/** Back-ups: everything comes back, any file gives everything or faults with their places, restoring takes nothing away. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readBackup, writeBackup } from '../../src/settings/backup.ts';
import type { Everything } from '../../src/settings/everything.ts';
import { mergeKnown } from '../../src/settings/known.ts';
import { keysOf } from '../../src/settings/own-terms-import.ts';
import { changesOf, restored } from '../../src/settings/restore.ts';
import { VERSION } from '../../src/settings/upgrades.ts';
import { fuzz } from './fuzz.ts';
import { anyJson, anyWrong, isClean, own, spoiled } from './json.ts';
import { anyOwnTerms, fold } from './own-terms.ts';

/** Number 3 was a term's once, and has no id any more. */
const IDS = ['redis', 'go', 'constructor', '', 'rails', 'docker'];
const hosts = fc.constantFrom('a.example', 'b.example', 'constructor', '__proto__', '가.example');

const anyEverything: fc.Arbitrary<Everything> = fc.record({
  settings: fc.record({
    version: fc.constant(VERSION),
    chosen: fc.record(
      { on: fc.boolean(), density: fc.constantFrom('all', 'page'), offSites: fc.array(hosts, { maxLength: 2 }), later: anyJson },
      { requiredKeys: [], noNullPrototype: true },
    ),
  }),
  known: fc
    .array(fc.tuple(fc.nat(9), fc.record({ day: fc.nat(60_000), known: fc.boolean() }, { noNullPrototype: true })), {
      maxLength: 6,
    })
    .map((entries) => new Map(entries)),
  own: anyOwnTerms,
  plainHere: fc
    .uniqueArray(fc.tuple(hosts, fc.uniqueArray(fc.constantFrom('redis', 'go', 'own-abc123'), { minLength: 1 })), {
      selector: ([host]) => host,
    })
    .map((entries) => own(entries) as Record<string, string[]>),
});

/** As JSON has it: no −0, no lone places. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const shown = ({ settings, known, own, plainHere }: Everything) => ({
  settings: asJson(settings),
  known: [...known].sort(([a], [b]) => a - b),
  own,
  plainHere,
});

const nearlyGood = fc.oneof(
  fc
    .tuple(anyEverything, anyWrong)
    .map(([everything, wrong]) => JSON.stringify(spoiled(JSON.parse(writeBackup(everything, IDS)), wrong)) ?? ''),
  fc
    .tuple(anyEverything, fc.nat(), fc.nat(9), fc.string({ unit: 'binary', maxLength: 3 }))
    .map(([everything, at, length, extra]) => {
      const text = writeBackup(everything, IDS);
      const from = at % (text.length + 1);
      return text.slice(0, from) + extra + text.slice(from + length);
    }),
  fc
    .tuple(anyEverything, fc.constantFrom(10, 100, 20_000), fc.constantFrom('[', '{"a":'))
    .map(([everything, depth, open]) =>
      writeBackup(everything, IDS).replace(
        '"chosen": {',
        `"chosen": { "deep": ${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}${Object.keys(everything.settings.chosen).length > 0 ? ',' : ''}`,
      ),
    ),
  anyJson.map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

export const backupFuzz = [
  fuzz(
    'back-up: everything comes back',
    { short: 440, share: 6 },
    fc.property(anyEverything, (everything) => {
      const read = readBackup(writeBackup(everything, IDS), IDS);
      assert(!Array.isArray(read), JSON.stringify(read));
      assert.deepEqual(shown(read.everything), shown(everything));
      assert.deepEqual(read.unknown, []);
      assert(isClean());
    }),
  ),
  fuzz(
    'back-up: any file gives everything or faults with their places',
    { short: 550, share: 6 },
    fc.property(nearlyGood, anyEverything, (text, here) => {
      const read = readBackup(text, IDS);
      if (!Array.isArray(read)) {
        // what was read can be shown, restored and backed up again
        const next = restored(here, read.everything, 'merge', fold);
        changesOf(here, next);
        const again = readBackup(writeBackup(read.everything, IDS), IDS);
        assert(!Array.isArray(again), 'what was read once is read again');
        assert.deepEqual(shown(again.everything), shown(read.everything));
      } else {
        assert(read.length > 0);
        for (const { problem, line, column, path, detail } of read) {
          if (problem === 'syntax') assert(line && line >= 1 && column && column >= 1);
          if (problem === 'damaged') assert(path !== undefined && detail, 'what is damaged, and where');
        }
      }
      assert(isClean());
    }),
  ),
  fuzz(
    'back-up: restoring twice is restoring once, and a merge takes nothing away',
    { short: 330, share: 5 },
    fc.property(anyEverything, anyEverything, fc.constantFrom('merge' as const, 'replace' as const), (here, backup, mode) => {
      const once = restored(here, backup, mode, fold);
      assert.deepEqual(shown(restored(once, backup, mode, fold)), shown(once));
      assert.deepEqual(once.known, mergeKnown(here.known, backup.known));
      for (const sites of [here.plainHere, backup.plainHere])
        for (const [host, ids] of Object.entries(sites))
          for (const id of ids) assert(Object.hasOwn(once.plainHere, host) && once.plainHere[host]?.includes(id));
      for (const term of backup.own) assert(once.own.includes(term));
      const keys = new Set(backup.own.flatMap((term) => [...keysOf(term, fold)]));
      const ids = new Set(backup.own.map(({ id }) => id));
      if (mode === 'merge')
        for (const term of here.own)
          if (!ids.has(term.id) && ![...keysOf(term, fold)].some((key) => keys.has(key))) assert(once.own.includes(term));
    }),
  ),
];
