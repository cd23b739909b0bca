/** The browser at the edge: rooms that start, stop and are orphaned, messages between them, storage and its events, locks. */
import { Clock } from './clock.ts';
import type { Random } from './random.ts';
import type { Globals, Rooms } from './rooms.ts';
import { type Changes, FakeStorage } from './storage.ts';
import { Heard, World } from './world.ts';

const ID = 'termlight';
/** 2026-11-22 */
const START = Date.UTC(2026, 10, 22, 9);

/** Shares of messages and answers. */
export interface Post {
  lost: number;
  doubled: number;
  late: number;
  /** The background is stopped when a message arrives. */
  stops: number;
}
export const GOOD_POST: Post = { lost: 0, doubled: 0, late: 0, stops: 0 };

/** What the run watches. */
export interface Watched {
  messages: number;
  /** When the last message was sent. */
  last: number;
  faults: Record<string, number>;
  threw: string[];
}

export class FakeBrowser {
  readonly clock = new Clock();
  readonly watched: Watched = { messages: 0, last: 0, faults: {}, threw: [] };
  post: Post = GOOD_POST;
  readonly sync: FakeStorage;
  readonly local: FakeStorage;
  readonly session: FakeStorage;
  readonly #locks = new Locks();
  readonly #worlds = new Set<World>();
  #background: World | null = null;

  constructor(
    private readonly rooms: Rooms,
    private readonly files: ReadonlyMap<string, { buffer: ArrayBuffer; json: unknown }>,
    private readonly random: () => Random,
  ) {
    const area = (name: 'sync' | 'local' | 'session') =>
      new FakeStorage(name, this.clock, random, (changes, where) => this.#changed(changes, where));
    this.sync = area('sync');
    this.local = area('local');
    this.session = area('session');
  }

  note(fault: string): void {
    this.watched.faults[fault] = (this.watched.faults[fault] ?? 0) + 1;
  }

  /** Runs the background if it does not run. */
  get background(): World {
    if (this.#background?.alive) return this.#background;
    const world = this.#world('background', true);
    this.#background = world;
    const heard = () => new Heard();
    const browser = {
      ...this.#common(world),
      tabs: { onRemoved: heard(), query: async () => [], sendMessage: async () => undefined, create: async () => ({}) },
      permissions: { onAdded: heard() },
      scripting: { executeScript: async () => [], insertCSS: async () => undefined },
      i18n: { getMessage: (key: string) => key },
      action: {
        setBadgeText: async () => undefined,
        getBadgeText: async () => '',
        setBadgeBackgroundColor: async () => undefined,
        setBadgeTextColor: async () => undefined,
      },
      commands: { onCommand: heard() },
    };
    this.#start(world, 'background', { chrome: browser, browser });
    return world;
  }

  stopBackground(): void {
    if (!this.#background?.alive) return;
    this.note('background stopped');
    this.#background.stop();
  }

  /** A page of the extension. */
  options(): { world: World; room: unknown } {
    const world = this.#world('options', false);
    const browser = this.#common(world, { url: `x://${ID}/src/options/index.html` });
    const room = this.#start(world, 'options', { chrome: browser, browser });
    return { world, room };
  }

  /** The content script in a page; `around` is the page's world, which a later copy finds again. */
  content(around: EventTarget & Record<string, unknown>, tab: number, host: string): World {
    const world = this.#world(`page ${host}`, false);
    const chrome = this.#common(world, {
      tab: { id: tab, url: `https://${host}/post` },
      frameId: 0,
      url: `https://${host}/post`,
    });
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    around.top = around;
    around.setTimeout = this.#timers(world).setTimeout;
    around.page = page;
    class Document {
      get documentElement() {
        return { localName: 'html' };
      }
    }
    this.#start(world, 'content', {
      chrome,
      globalThis: around,
      window: around,
      document: page,
      Document,
      ShadowRoot: class {},
      // no page here writes itself anew
      MutationObserver: class {
        observe(): void {}
        disconnect(): void {}
      },
      addEventListener: around.addEventListener.bind(around),
      innerWidth: 1000,
      innerHeight: 800,
    });
    return world;
  }

  /** The extension is updated: the background and its pages end, content scripts are left behind. */
  update(): void {
    this.note('extension updated');
    for (const world of [...this.#worlds])
      if (world.name.startsWith('page')) world.orphaned = true;
      else world.stop();
  }

  #world(name: string, stoppable: boolean): World {
    const world = new World(name, this.clock, stoppable, (error) => this.watched.threw.push(`${name}: ${text(error)}`));
    this.#worlds.add(world);
    world.ends.add(() => this.#worlds.delete(world));
    return world;
  }

  #start(world: World, room: keyof Rooms, globals: Globals): unknown {
    const timers = this.#timers(world);
    const console = { log: () => {}, warn: () => {}, error: () => {} };
    const navigator = {
      locks: { request: (name: string, work: () => Promise<unknown>) => this.#locks.request(world, name, work) },
    };
    try {
      return this.rooms[room]({
        ...timers,
        navigator,
        globalThis: { navigator },
        Date: this.clock.dates(START),
        console,
        crypto: {
          getRandomValues: (into: Uint32Array) => into.map(() => this.random().below(2 ** 32)),
          randomUUID: () => `${this.random().next()}`,
        },
        fetch: async (url: string) => this.#file(url),
        ...globals,
      });
    } catch (error) {
      this.watched.threw.push(`${world.name}: ${text(error)}`);
      return undefined;
    }
  }

  #file(url: string): unknown {
    const file = this.files.get(url.replace(/^.*\/glossary\//, ''));
    if (!file) throw new Error(`no file ${url}`);
    return { arrayBuffer: async () => file.buffer, json: async () => file.json };
  }

  #timers(world: World) {
    return {
      setTimeout: (run: () => void, ms = 0) => world.later(ms, run),
      clearTimeout: (order: number) => this.clock.cancel(order),
    };
  }

  #common(world: World, sender: object = {}) {
    const storage = {
      sync: this.sync.seenBy(world),
      local: this.local.seenBy(world),
      session: this.session.seenBy(world),
      onChanged: world.onChanged,
    };
    const heard = () => new Heard();
    const send = (message: unknown) => this.#send(world, message, sender);
    return {
      storage,
      runtime: {
        get id() {
          return world.orphaned ? undefined : ID;
        },
        getURL: (path: string) => `x://${ID}/${path}`,
        getManifest: () => ({}),
        sendMessage: send,
        onMessage: world.onMessage,
        onInstalled: heard(),
        onStartup: heard(),
        onConnect: heard(),
      },
    };
  }

  #changed(changes: Changes, area: string): void {
    // the browser wakes the background for it; pages do not hear of session storage
    const { background } = this;
    for (const world of [...this.#worlds])
      if (!world.orphaned && (area !== 'session' || world === background))
        this.clock.after(this.random().below(5), () => world.tell(world.onChanged, changes, area));
  }

  #send(from: World, message: unknown, sender: object): Promise<unknown> {
    if (from.orphaned) throw new Error('Extension context invalidated.');
    this.watched.messages++;
    this.watched.last = this.clock.now;
    const random = this.random();
    const { lost, doubled, late, stops } = this.post;
    const wire = JSON.stringify(message);
    return new Promise((resolve, reject) => {
      let answered = false;
      const settle = (work: () => void) =>
        from.later(this.#way(late), () => {
          if (!answered) work();
          answered = true;
        });
      const deliver = (first: boolean) => {
        // what was on its way from a page that is gone, or to a version that is, never arrives
        if (from.orphaned || !from.alive) return;
        const { background } = this;
        if (random.chance(stops)) {
          // before it has begun, or while it works
          this.note('background stopped');
          if (random.chance(0.3)) background.stop();
          else this.clock.after(random.below(12), () => background.stop());
        }
        const gone = () =>
          first &&
          settle(() =>
            random.chance(0.5)
              ? reject(new Error('The message port closed before a response was received.'))
              : resolve(undefined),
          );
        if (!background.alive) return void gone();
        background.ends.add(gone);
        const reply = (answer: unknown) => {
          background.ends.delete(gone);
          if (random.chance(lost)) this.note('answer lost');
          else settle(() => resolve(JSON.parse(JSON.stringify(answer))));
        };
        const takes = background.tell(background.onMessage, JSON.parse(wire), { id: ID, ...sender }, reply);
        if (!takes.includes(true)) background.ends.delete(gone);
      };
      if (random.chance(lost)) {
        this.note('message lost');
        if (random.chance(0.5)) settle(() => reject(new Error('Could not establish connection. Receiving end does not exist.')));
        return;
      }
      this.clock.after(this.#way(late), () => deliver(true));
      if (random.chance(doubled)) {
        this.note('message doubled');
        this.clock.after(this.#way(0.5), () => deliver(false));
      }
    });
  }

  /** How long a message is on its way. */
  #way(late: number): number {
    if (!this.random().chance(late)) return this.random().below(4);
    this.note('message late');
    return this.random().below(25_000);
  }
}

/** The browser's locks: one after the other in all rooms, let go when a room ends. */
class Locks {
  readonly #tails = new Map<string, Promise<void>>();

  async request(world: World, name: string, work: () => Promise<unknown>): Promise<unknown> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    world.ends.add(release);
    this.#tails.set(
      name,
      Promise.all([before, held]).then(() => {}),
    );
    await before;
    if (!world.alive) return new Promise(() => {});
    try {
      return await work();
    } finally {
      release();
      world.ends.delete(release);
    }
  }
}

const text = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
