/** What a reader does and what befalls him, made from a seed: a list that can be printed, shortened and played again. */
import { Random } from './random.ts';

export const TERMS = ['redis', 'mysql', 'sidekiq', 'ruby', 'orm'] as const;
export const HOSTS = ['a.example', 'b.example'] as const;
export const OWN_IDS = ['own-aaaaaa', 'own-bbbbbb', 'own-cccccc', 'own-dddddd'] as const;

type Where = 'sync' | 'local';

/** `salt` makes a step's chances its own, so that a script without some steps plays the others much as before. */
export type Step = { salt: number; wait: number } & (
  | { does: 'know'; term: number; known: boolean }
  | { does: 'plain'; host: number; term: number; plain: boolean }
  | { does: 'keep own' | 'import own'; own: number; version: number }
  | { does: 'delete own'; own: number }
  | { does: 'set'; key: 'density' | 'theme' | 'confidence' | 'concepts' | 'delay'; value: number }
  | { does: 'switch site'; site: number; off: boolean }
  | { does: 'back up' | 'take back' | 'close options' | 'stop background' | 'update' | 'newer settings' | 'fair weather' }
  | { does: 'restore'; mode: 'merge' | 'replace' }
  | { does: 'open page' | 'read more'; host: number }
  | { does: 'clock'; days: number }
  | { does: 'corrupt'; what: 'own-terms' | 'plain-here' | 'known' | 'settings' | 'synced known' | 'waiting'; how: number }
  | { does: 'storage'; area: Where; how: 'full' | 'away' | 'silent' | 'cut' | 'slow' | 'flaky' }
  | { does: 'post'; how: 'lossy' | 'doubling' | 'late' | 'stopping' | 'all' }
);

export function scriptOf(seed: number): Step[] {
  const random = new Random(seed);
  const length = 12 + random.below(36);
  return Array.from({ length }, () => ({ ...stepOf(random), salt: random.below(2 ** 31), wait: waitOf(random) }) as Step);
}

function waitOf(random: Random): number {
  const kind = random.next();
  return kind < 0.5 ? random.below(60) : kind < 0.9 ? random.below(3_000) : random.below(40_000);
}

const WEIGHTS: readonly [number, (random: Random) => object][] = [
  [14, (r) => ({ does: 'know', term: r.below(TERMS.length), known: r.chance(0.6) })],
  [9, (r) => ({ does: 'plain', host: r.below(HOSTS.length), term: r.below(3), plain: r.chance(0.6) })],
  [10, (r) => ({ does: 'keep own', own: r.below(OWN_IDS.length), version: r.below(100) })],
  [3, (r) => ({ does: 'delete own', own: r.below(OWN_IDS.length) })],
  [3, (r) => ({ does: 'import own', own: r.below(OWN_IDS.length), version: r.below(100) })],
  [9, (r) => ({ does: 'set', key: r.pick(['density', 'theme', 'confidence', 'concepts', 'delay']), value: r.below(2) })],
  [7, (r) => ({ does: 'switch site', site: r.below(3), off: r.chance(0.7) })],
  [3, () => ({ does: 'back up' })],
  [3, (r) => ({ does: 'restore', mode: r.pick(['merge', 'replace']) })],
  [2, () => ({ does: 'take back' })],
  [8, (r) => ({ does: 'open page', host: r.below(HOSTS.length) })],
  [7, (r) => ({ does: 'read more', host: r.below(HOSTS.length) })],
  [3, () => ({ does: 'close options' })],
  [6, () => ({ does: 'stop background' })],
  [4, (r) => ({ does: 'clock', days: r.pick([-1, 1, -3, 40, -400, 4_000, -25_000, 3_000_000]) })],
  [
    5,
    (r) => ({
      does: 'corrupt',
      what: r.pick(['own-terms', 'plain-here', 'known', 'settings', 'synced known', 'waiting']),
      how: r.below(7),
    }),
  ],
  [1, () => ({ does: 'newer settings' })],
  [2, () => ({ does: 'update' })],
  [
    9,
    (r) => ({
      does: 'storage',
      area: r.pick(['sync', 'local']),
      how: r.pick(['full', 'away', 'silent', 'cut', 'slow', 'flaky']),
    }),
  ],
  [8, (r) => ({ does: 'post', how: r.pick(['lossy', 'doubling', 'late', 'stopping', 'all']) })],
  [6, () => ({ does: 'fair weather' })],
];
const SUM = WEIGHTS.reduce((sum, [weight]) => sum + weight, 0);

function stepOf(random: Random): object {
  let at = random.below(SUM);
  for (const [weight, make] of WEIGHTS) {
    if (at < weight) return make(random);
    at -= weight;
  }
  throw new Error('no step');
}

/** One line a step. */
export function told(script: readonly Step[]): string {
  return script
    .map(
      ({ does, salt, wait, ...rest }, i) =>
        `${String(i + 1).padStart(3)}. ${does} ${JSON.stringify(rest)} (salt ${salt}), then ${wait} ms`,
    )
    .join('\n');
}
