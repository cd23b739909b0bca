/** Plays a script against the real code, and tells what of all that must hold did not. */
import type { OwnTerm } from '../../src/settings/own-terms.ts';
import { isAsideKey } from '../../src/settings/set-aside.ts';
import { DEFAULTS, type Settings } from '../../src/settings/settings.ts';
import { VERSION } from '../../src/settings/upgrades.ts';
import { FakeBrowser, GOOD_POST, type Watched } from './fake-browser.ts';
import type { PageSeen } from './fake-session.ts';
import type * as OptionsRoom from './options-room.ts';
import { Promises } from './promises.ts';
import { Random } from './random.ts';
import type { Rooms } from './rooms.ts';
import { HOSTS, OWN_IDS, type Step, TERMS } from './script.ts';
import { FAIR } from './storage.ts';
import type { World } from './world.ts';

export interface Played {
  broken: string[];
  watched: Watched;
  /** Words of the reader: acknowledged, refused, without an answer. */
  words: Record<'acknowledged' | 'refused', number>;
  /** Pages of which all was answered, and compared with a page that met no fault. */
  compared: number;
  asides: number;
}

type Options = { world: World; room: typeof OptionsRoom };
interface Page {
  host: string;
  tab: number;
  world: World;
  around: EventTarget & PageSeen & { page: EventTarget };
}

const SITES = ['x.example', 'y.example', 'z.example'] as const;
const VALUES = {
  density: ['all', 'page'],
  theme: ['dark', 'light'],
  confidence: ['certain', 'everything'],
  concepts: [true, false],
  delay: [120, 700],
} as const;
const TEXTS = [
  'We keep the sessions in Redis, and the orders in MySQL.',
  'The jobs are run by Sidekiq; it is written in Ruby, and so is our site.',
  '세션은 Redis에 두고 나머지는 MySQL에 둔다.',
  'Our ORM maps them, and Veyron-0 speaks to Veyron-1 at night.',
];
const MORE = ['And more of it went to Redis later.', 'Even Sidekiq was asked once more.'];
/** A reader's words are answered or given up within this. */
const LONG = 400_000;

export async function play(
  script: readonly Step[],
  seed: number,
  rooms: Rooms,
  files: ReadonlyMap<string, { buffer: ArrayBuffer; json: unknown }>,
): Promise<Played> {
  const ids = files.get('numbers.json')?.json as string[];
  let random = new Random(seed);
  const browser = new FakeBrowser(rooms, files, () => random);
  const run = new Run(browser, ids);
  const unhandled = (error: unknown) =>
    run.broken.push(`unhandled: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.on('unhandledRejection', unhandled);
  try {
    await run.begin();
    for (const step of script) {
      random = new Random(step.salt);
      await run.take(step, random);
      await browser.clock.pass(step.wait);
    }
    random = new Random(seed + 1);
    await run.end();
  } catch (error) {
    run.broken.push(`the run failed: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    process.off('unhandledRejection', unhandled);
  }
  run.broken.push(...browser.watched.threw.map((error) => `threw: ${error}`));
  return { broken: run.broken, watched: browser.watched, words: run.words, compared: run.compared, asides: run.asides };
}

class Run {
  readonly broken: string[] = [];
  readonly words = { acknowledged: 0, refused: 0 };
  compared = 0;
  asides = 0;
  readonly #promises: Promises;
  readonly #pages = new Map<number, Page>();
  #options: Options;
  #backup: string | undefined;
  #beforeRestore: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** Data that was spoiled, as it stood there. */
  readonly #spoiled: string[] = [];
  #newer = false;
  /** Things that wait for the options, or for a page. */
  readonly #waiting = new Map<World, Set<string>>();

  constructor(
    private readonly browser: FakeBrowser,
    private readonly ids: readonly string[],
  ) {
    this.#promises = new Promises({
      ...Object.fromEntries(TERMS.map((term) => [`known ${term}`, false])),
      ...Object.fromEntries(HOSTS.flatMap((host) => [0, 1, 2].map((term) => [`plain ${host} ${TERMS[term]}`, false]))),
      ...Object.fromEntries(OWN_IDS.map((id) => [`own ${id}`, null])),
      ...Object.fromEntries(Object.keys(VALUES).map((key) => [`set ${key}`, DEFAULTS[key as keyof Settings]])),
      ...Object.fromEntries(SITES.map((site) => [`site ${site}`, false])),
    });
    this.#options = this.#openOptions();
  }

  #openOptions(): Options {
    return this.browser.options() as Options;
  }

  /** The first start, in fair weather. */
  async begin(): Promise<void> {
    for (const [host] of HOSTS.entries()) this.#open(host);
    await this.browser.clock.pass(2_000);
  }

  #open(host: number): Page {
    const name = HOSTS[host] as string;
    this.#pages.get(host)?.world.stop();
    const around = Object.assign(new EventTarget(), { texts: [...TEXTS], session: null }) as Page['around'];
    const world = this.browser.content(around as unknown as EventTarget & Record<string, unknown>, host + 1, name);
    const page: Page = { host: name, tab: host + 1, world, around };
    this.#pages.set(host, page);
    return page;
  }

  /** The reader says something, unless he still waits for an answer about the same. */
  #say(world: World, next: Record<string, unknown>, said: () => Promise<unknown>): void {
    if (Object.keys(next).some((thing) => this.#promises.isBusy(thing))) return;
    const waiting = this.#waiting.get(world) ?? new Set();
    this.#waiting.set(world, waiting);
    world.ends.add(() => this.#promises.forgetWaiting(waiting));
    for (const thing of Object.keys(next)) waiting.add(thing);
    let word: Promise<unknown>;
    try {
      word = said();
    } catch (error) {
      word = Promise.reject(error);
    }
    void this.#promises.say(next, word).then((acknowledged) => {
      this.words[acknowledged ? 'acknowledged' : 'refused']++;
      for (const thing of Object.keys(next)) waiting.delete(thing);
    });
  }

  async take(step: Step, random: Random): Promise<void> {
    const { browser } = this;
    const { world, room } = this.#options;
    switch (step.does) {
      case 'know': {
        const term = TERMS[step.term] as string;
        // the last one is the options' business, so that no two windows speak of the same term at once
        if (step.term === TERMS.length - 1)
          this.#say(world, { [`known ${term}`]: step.known }, () => room.know(term, step.known));
        else
          this.#inPage(step.term % HOSTS.length, { [`known ${term}`]: step.known }, 'know', { terms: [term], known: step.known });
        break;
      }
      case 'plain': {
        const [host, term] = [HOSTS[step.host] as string, TERMS[step.term] as string];
        const next = { [`plain ${host} ${term}`]: step.plain };
        if (step.term === 2) this.#say(world, next, () => room.plain(host, term, step.plain));
        else this.#inPage(step.host, next, 'plainHere', { term, plain: step.plain });
        break;
      }
      case 'keep own': {
        const term = ownTerm(step.own, step.version);
        this.#say(world, { [`own ${term.id}`]: term }, () => room.keepOwn(term));
        break;
      }
      case 'delete own': {
        const id = OWN_IDS[step.own] as string;
        this.#say(world, { [`own ${id}`]: null }, () => room.deleteOwn(id));
        break;
      }
      case 'import own': {
        const term = ownTerm(step.own, step.version);
        const csv = `name,surfaces,kind,is\n${term.name},${term.surfaces.join('|')},${term.kind},${term.is}\n`;
        this.#say(world, { [`own ${term.id}`]: term }, () => room.importOwn(csv, () => term.id));
        break;
      }
      case 'set': {
        const value = VALUES[step.key][step.value];
        this.#say(world, { [`set ${step.key}`]: value }, () => room.set({ [step.key]: value }));
        break;
      }
      case 'switch site': {
        const site = SITES[step.site] as string;
        this.#say(world, { [`site ${site}`]: step.off }, () => room.switchSite(site, step.off));
        break;
      }
      case 'back up':
        if (await this.#quiet())
          await this.#done(room.backup(this.ids)).then((text) => typeof text === 'string' && this.#keepBackup(text));
        break;
      case 'restore':
        if (this.#backup !== undefined && (await this.#quiet())) await this.#restore(this.#backup, step.mode);
        break;
      case 'take back':
        if (this.#beforeRestore && (await this.#quiet())) await this.#takeBack();
        break;
      case 'open page':
        this.#open(step.host);
        break;
      case 'read more': {
        const around = this.#pages.get(step.host)?.around;
        const text = random.pick(MORE);
        if (!around || around.texts.includes(text)) break;
        around.texts.push(text);
        around.session?.read(text);
        around.session?.send();
        break;
      }
      case 'close options':
        world.stop();
        this.#options = this.#openOptions();
        break;
      case 'stop background':
        browser.stopBackground();
        break;
      case 'update':
        this.#update();
        break;
      case 'clock':
        browser.note('clock set');
        browser.clock.offset += step.days * 86_400_000;
        break;
      case 'corrupt':
        if (await this.#quiet()) this.#corrupt(step.what, step.how);
        break;
      case 'newer settings':
        if (await this.#quiet()) this.#makeNewer();
        break;
      case 'storage':
        browser.note(`${step.area} storage ${step.how}`);
        browser[step.area].weather = {
          full: { ...FAIR, full: true },
          away: { ...FAIR, rejects: 1 },
          silent: { ...FAIR, silent: 0.3 },
          cut: { ...FAIR, cut: 0.4 },
          slow: { ...FAIR, slow: 3_000 },
          flaky: { ...FAIR, rejects: 0.2, silent: 0.03, cut: 0.1 },
        }[step.how];
        break;
      case 'post':
        browser.post = {
          lossy: { ...GOOD_POST, lost: 0.3 },
          doubling: { ...GOOD_POST, doubled: 0.5 },
          late: { ...GOOD_POST, late: 0.4 },
          stopping: { ...GOOD_POST, stops: 0.5 },
          all: { lost: 0.15, doubled: 0.2, late: 0.15, stops: 0.15 },
        }[step.how];
        break;
      case 'fair weather':
        this.#fair();
        break;
    }
  }

  #inPage(host: number, next: Record<string, unknown>, message: 'know' | 'plainHere', request: object): void {
    const page = this.#pages.get(host);
    const session = page?.around.session;
    if (!page || !session?.settings || page.world.orphaned) return;
    this.#say(page.world, next, () => session.ask(message, request as never, session.life));
  }

  #fair(): void {
    const { browser } = this;
    browser.post = GOOD_POST;
    browser.sync.weather = FAIR;
    browser.local.weather = FAIR;
  }

  /** Waits until no word is without an answer, and nothing is under way. */
  async #quiet(): Promise<boolean> {
    await this.browser.clock.pass(1_000);
    for (let passed = 0; this.#promises.isBusy() && passed < LONG; passed += 5_000) await this.browser.clock.pass(5_000);
    if (this.#promises.isBusy()) this.broken.push('a word was neither acknowledged nor refused');
    // late copies of messages are on their way for half a minute
    await this.browser.clock.pass(60_000);
    return !this.#promises.isBusy();
  }

  /** What a long work of the options gives; an error as a value; undefined when it never ends. */
  async #done<T>(work: Promise<T>): Promise<T | Error | undefined> {
    let result: T | Error | undefined;
    work.then(
      (value) => {
        result = value ?? (true as T);
      },
      (error: unknown) => {
        result = error instanceof Error ? error : new Error(String(error));
      },
    );
    for (let passed = 0; result === undefined && passed < LONG; passed += 2_000) await this.browser.clock.pass(2_000);
    if (result === undefined) this.broken.push('a work of the options never ended');
    this.words[result instanceof Error || result === undefined ? 'refused' : 'acknowledged']++;
    return result;
  }

  #keepBackup(text: string): void {
    const { settings, known, own, plainHere } = contents(text, this.ids);
    const snapshot = this.#promises.snapshot();
    const now = this.#things({ settings: { ...DEFAULTS, ...settings } as Settings, known, own, plainHere });
    // a back-up is what was promised, too
    for (const thing of this.#promises.things)
      if (!snapshot.get(thing)?.has(JSON.stringify(now[thing])))
        this.broken.push(`back-up: ${thing} is ${JSON.stringify(now[thing])}`);
    this.#backup = text;
  }

  async #restore(text: string, mode: 'merge' | 'replace'): Promise<void> {
    const before = this.#promises.snapshot();
    const backup = contents(text, this.ids);
    const then = this.#things({ ...backup, settings: { ...DEFAULTS, ...backup.settings } as Settings });
    const merged: Record<string, Set<string>> = {};
    for (const thing of this.#promises.things) {
      const had = before.get(thing) ?? new Set();
      const value = JSON.stringify(then[thing]);
      const adds = then[thing] === true || (thing.startsWith('own') && then[thing] !== null);
      if (/^(set|site)/.test(thing) || (thing.startsWith('own') && mode === 'replace')) merged[thing] = new Set([value]);
      else if (thing.startsWith('known')) merged[thing] = new Set([...had, value]);
      else merged[thing] = adds ? new Set([value]) : new Set(had);
    }
    for (const [thing, values] of Object.entries(merged)) this.#promises.allowAlso(thing, values);
    const result = await this.#done(this.#options.room.restoreFrom(text, mode, this.ids));
    if (result === undefined || result instanceof Error) {
      this.#beforeRestore ??= before;
      return;
    }
    this.#promises.goBackTo(new Map(Object.entries(merged)));
    this.#beforeRestore = before;
  }

  async #takeBack(): Promise<void> {
    const before = this.#beforeRestore ?? this.#promises.snapshot();
    for (const [thing, values] of before) this.#promises.allowAlso(thing, values);
    const result = await this.#done(this.#options.room.takeBack(this.ids));
    // nothing to go back to: the restore took itself back
    if (result !== true) return;
    this.#promises.goBackTo(before);
    this.#beforeRestore = undefined;
  }

  /** The extension is replaced while pages are open; what was left behind must go in silence. */
  #update(): void {
    this.browser.update();
    this.#options = this.#openOptions();
    for (const page of this.#pages.values()) {
      const left = page.world;
      for (const things of [this.#waiting.get(left) ?? []]) this.#promises.forgetWaiting(things);
      page.world = this.browser.content(page.around as unknown as EventTarget & Record<string, unknown>, page.tab, page.host);
    }
  }

  #corrupt(what: string, how: number): void {
    const { sync, local } = this.browser;
    const [area, key, copyKey] = {
      'own-terms': [local, 'own-terms', 'own-terms-last-good'] as const,
      'plain-here': [local, 'plain-here', 'plain-here-last-good'] as const,
      known: [local, 'known', 'known-last-good'] as const,
      settings: [sync, 'settings', 'settings-last-good'] as const,
      'synced known': [sync, 'known-0', ''] as const,
      waiting: [local, 'settings', 'settings-waiting'] as const,
    }[what] ?? [local, '', ''];
    const value = area.items.get(key);
    // one of the two copies is spoiled at a time; the other is whole and the same
    if (value === undefined || this.#newer) return;
    const chosenOf = (stored: unknown) => (stored as { chosen?: unknown } | undefined)?.chosen ?? stored;
    if (copyKey !== '' && JSON.stringify(chosenOf(local.items.get(copyKey))) !== JSON.stringify(chosenOf(value))) return;
    // the same place is spoiled again only when what stood there is kept
    const text = JSON.stringify(value);
    if (this.#spoiled.includes(text)) return;
    const spoiled: unknown = [
      'rubbish?',
      null,
      42,
      text.slice(0, text.length >> 1),
      { version: 'one' },
      [{ id: 'own-aaaaaa' }],
      typeof value === 'string'
        ? `${value},?!`
        : Array.isArray(value)
          ? [...value, { name: 7 }]
          : { ...(value as object), chosen: { density: 7 } },
    ][how];
    // of plain terms, an object of another form is a host like any other
    if (what === 'plain-here' && typeof spoiled === 'object' && spoiled !== null && !Array.isArray(spoiled)) return;
    this.browser.note(`spoiled: ${what}`);
    area.put({ [key]: spoiled });
    this.#spoiled.push(JSON.stringify(spoiled));
  }

  /** Another machine has a newer Termlight. */
  #makeNewer(): void {
    const { sync } = this.browser;
    const stored = sync.items.get('settings') as { version?: number; chosen?: object } | undefined;
    // a newer Termlight would have mended what is spoiled
    if (stored?.version !== VERSION || this.#spoiled.includes(JSON.stringify(stored))) return;
    this.browser.note('settings of a newer version');
    this.#newer = true;
    sync.put({ settings: { version: VERSION + 1, chosen: { ...stored.chosen, aura: 'calm' } } });
  }

  /** Everything by thing. */
  #things({
    settings,
    known,
    own,
    plainHere,
  }: {
    settings: Settings;
    known: ReadonlySet<string>;
    own: readonly OwnTerm[];
    plainHere: Record<string, string[]>;
  }): Record<string, unknown> {
    const things: Record<string, unknown> = {};
    for (const term of TERMS) things[`known ${term}`] = known.has(term);
    for (const host of HOSTS)
      for (const term of TERMS.slice(0, 3)) things[`plain ${host} ${term}`] = plainHere[host]?.includes(term) ?? false;
    for (const id of OWN_IDS) things[`own ${id}`] = own.find((term) => term.id === id) ?? null;
    for (const key of Object.keys(VALUES)) things[`set ${key}`] = settings[key as keyof Settings];
    for (const site of SITES) things[`site ${site}`] = settings.offSites.includes(site);
    return things;
  }

  /** All weather is fair again: everything works without a reload, and all promises are kept. */
  async end(): Promise<void> {
    const { browser } = this;
    this.#fair();
    await this.#quiet();
    await browser.clock.pass(120_000);
    // one change, as a reader makes it: everybody hears of it
    if (this.#options.world.alive === false) this.#options = this.#openOptions();
    const { room } = this.#options;
    for (const delay of [400, 220] as const) {
      const set = await this.#done(room.set({ delay }));
      if (set instanceof Error || set === undefined) this.broken.push(`nothing can be changed any more: ${String(set)}`);
    }
    this.#promises.goBackTo(new Map([['set delay', new Set(['220'])]]));
    await browser.clock.pass(60_000);

    const quietFrom = browser.watched.messages;
    await browser.clock.pass(900_000);
    if (browser.watched.messages !== quietFrom)
      this.broken.push(`${browser.watched.messages - quietFrom} messages while nothing happened`);

    const fresh = this.#openOptions();
    const seen = await this.#looked(fresh);
    if (!seen) return;
    this.broken.push(...this.#promises.broken(this.#things(seen)));
    if (seen.faults.length > 0 && !this.#newer && this.#spoiled.length === 0)
      this.broken.push(`faults are told where there is none: ${seen.faults.join('; ')}`);
    if (seen.localOnly) this.broken.push('choices still wait on this machine');
    this.#checkAsides();
    // in its place, or aside after the reader put a back-up there
    const isNewer = (stored: unknown) =>
      /"version":2/.test(JSON.stringify(stored)) && /"aura":"calm"/.test(JSON.stringify(stored));
    if (this.#newer && ![...browser.sync.items, ...browser.local.items].some(([, stored]) => isNewer(stored)))
      this.broken.push('data of a newer version was wiped out');
    await this.#comparePages(seen);
  }

  async #looked({ room }: Options) {
    const seen = await this.#done(room.look());
    if (seen instanceof Error || seen === undefined) {
      this.broken.push(`the options cannot be read: ${String(seen)}`);
      return undefined;
    }
    this.words.acknowledged--;
    const known = new Set([...seen.known].filter(([, entry]) => entry.known).map(([number]) => this.ids[number] ?? ''));
    return { ...seen, known, own: [...seen.own] };
  }

  /** What was spoiled is kept somewhere. */
  #checkAsides(): void {
    const { sync, local } = this.browser;
    const kept = [...local.items].flatMap(([key, item]) =>
      isAsideKey(key) ? [JSON.stringify((item as { stored?: unknown }).stored)] : [JSON.stringify(item)],
    );
    this.asides = [...local.items.keys()].filter(isAsideKey).length;
    for (const item of sync.items.values()) kept.push(JSON.stringify(item));
    for (const spoiled of this.#spoiled) if (!kept.includes(spoiled)) this.broken.push(`spoiled data was dropped: ${spoiled}`);
  }

  /** Open pages work again without a reload, and those whose questions were all answered show what a page without faults shows. */
  async #comparePages(seen: { known: ReadonlySet<string>; plainHere: Record<string, string[]> }): Promise<void> {
    for (const page of [...this.#pages.values()]) {
      const late = 'In the end all of it stays in Redis.';
      page.around.texts.push(late);
      page.around.session?.read(late);
      page.around.session?.send();
      await this.browser.clock.pass(30_000);
      const { session, texts } = page.around;
      if (!session?.settings) {
        this.broken.push(`${page.host} is not read any more`);
        continue;
      }
      const around = Object.assign(new EventTarget(), { texts: [...texts], session: null }) as Page['around'];
      this.browser.content(around as unknown as EventTarget & Record<string, unknown>, 99, page.host);
      await this.browser.clock.pass(30_000);
      const other = around.session;
      if (!other?.settings) {
        this.broken.push(`a fresh page on ${page.host} is not read`);
        continue;
      }
      const [had, has] = [session.settings, other.settings].map((settings) =>
        JSON.stringify({ ...settings, hidden: [...settings.hidden].sort() }),
      );
      if (had !== has) this.broken.push(`${page.host} has old settings:\n${had}\n${has}`);
      const hidden = new Set(other.settings.hidden);
      for (const term of TERMS)
        if (hidden.has(term) !== (seen.known.has(term) || (seen.plainHere[page.host]?.includes(term) ?? false)))
          this.broken.push(`${page.host}: ${term} is ${hidden.has(term) ? '' : 'not '}hidden`);
      if (other.found.size !== texts.length)
        this.broken.push(`a fresh page on ${page.host} has ${other.found.size} of ${texts.length} answers`);
      if (session.found.get(late) !== other.found.get(late))
        this.broken.push(`${page.host} finds "${session.found.get(late)}" where "${other.found.get(late)}" stands`);
      if (session.found.size < texts.length) continue;
      this.compared++;
      for (const [text, found] of other.found)
        if (session.found.get(text) !== found)
          this.broken.push(`${page.host}: in "${text}" there is "${session.found.get(text)}", without faults "${found}"`);
    }
  }
}

function ownTerm(own: number, version: number): OwnTerm {
  return {
    id: OWN_IDS[own] as string,
    name: `Veyron-${own}`,
    surfaces: [`베이론-${own}`],
    exact: false,
    kind: 'tool',
    is: `Ours no. ${version}.`,
  };
}

function contents(text: string, ids: readonly string[]) {
  const backup = JSON.parse(text) as {
    settings: { chosen: Partial<Settings> };
    known: { id?: string; number?: number; known: boolean }[];
    own: OwnTerm[];
    plainHere: Record<string, string[]>;
  };
  const known = new Set(backup.known.filter((entry) => entry.known).map((entry) => entry.id ?? ids[entry.number ?? -1] ?? ''));
  return { settings: backup.settings.chosen, known, own: backup.own, plainHere: backup.plainHere };
}
