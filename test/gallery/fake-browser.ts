/**
 * Stands in for the browser in the gallery, in place of webextension-polyfill: storage, messages and a tab that hold what the scene
 * says, and nothing else. So the pages shown are the real ones, as they are in the package.
 */

import manifest from '../../manifest.json' with { type: 'json' };
import notice from '../../NOTICE?raw';
import { version } from '../../package.json' with { type: 'json' };
import type { DirectoryEntry } from '../../src/glossary/card.ts';
import type { Answer, Envelope, FrameReport } from '../../src/messages.ts';
import type { Mention } from '../../src/recognizer/types.ts';
import en from '../../src/static/_locales/en/messages.json' with { type: 'json' };
import ko from '../../src/static/_locales/ko/messages.json' with { type: 'json' };
import { syntheticTerms } from '../bench/options-search.ts';
import { DIRECTORY, findCard, NUMBERS } from './fixed.ts';
import { askedFor, type Scene, titleOf } from './scenes.ts';

interface Message {
  message: string;
  placeholders?: Record<string, { content: string }>;
}

const { scene, lang, theme, url } = askedFor(location.search);
const MESSAGES = (lang === 'ko' ? ko : en) as unknown as Readonly<Record<string, Message>>;

function getMessage(key: string, values: readonly string[] = []): string {
  const { message = '', placeholders = {} } = MESSAGES[key] ?? {};
  return message
    .replace(/\$(\w+)\$/g, (whole, name: string) => placeholders[name.toLowerCase()]?.content ?? whole)
    .replace(/\$([1-9])/g, (_, at: string) => values[Number(at) - 1] ?? '');
}

/** Listeners of one event. */
class Event<A extends unknown[]> {
  readonly #listeners = new Set<(...args: A) => void>();
  addListener(listener: (...args: A) => void): void {
    this.#listeners.add(listener);
  }
  removeListener(listener: (...args: A) => void): void {
    this.#listeners.delete(listener);
  }
  tell(...args: A): void {
    for (const listener of this.#listeners) listener(...args);
  }
}

const storageChanged = new Event<[Record<string, unknown>]>();

class Area {
  #items: Record<string, unknown>;
  /** `full`: takes nothing. */
  constructor(
    items: Record<string, unknown> = {},
    private readonly full = false,
  ) {
    this.#items = structuredClone(items);
  }
  async get(keys: string | readonly string[] | null = null): Promise<Record<string, unknown>> {
    const wanted = keys === null ? Object.keys(this.#items) : [keys].flat();
    return structuredClone(Object.fromEntries(wanted.filter((key) => key in this.#items).map((key) => [key, this.#items[key]])));
  }
  async set(items: Record<string, unknown>): Promise<void> {
    if (this.full) throw new Error('QUOTA_BYTES quota exceeded');
    Object.assign(this.#items, structuredClone(items));
    storageChanged.tell(items);
  }
  async remove(keys: string | readonly string[]): Promise<void> {
    for (const key of [keys].flat()) delete this.#items[key];
    storageChanged.tell(Object.fromEntries([keys].flat().map((key) => [key, undefined])));
  }
  async clear(): Promise<void> {
    await this.remove(Object.keys(this.#items));
  }
}

const settings = { version: 1, chosen: { theme, ...scene.chosen } };
const waits = scene.local !== undefined && 'settings' in scene.local;
const storage = {
  sync: new Area({ settings, ...scene.synced }, waits),
  local: new Area(scene.local),
  session: new Area(),
  onChanged: storageChanged,
};

const directory: readonly DirectoryEntry[] = scene.synthetic === undefined ? DIRECTORY : syntheticTerms(scene.synthetic);

/** A file of the package. As data: a page that is opened from a folder may fetch nothing else. */
function getURL(path: string): string {
  const json = (value: unknown) => `data:application/json,${encodeURIComponent(JSON.stringify(value))}`;
  if (path === 'glossary/directory.json') return json(directory);
  if (path === 'glossary/numbers.json') return json(NUMBERS);
  if (path === 'NOTICE') return `data:text/plain,${encodeURIComponent(notice)}`;
  throw new Error(`the gallery has no file "${path}"`);
}

/** What is found in the first run's samples, the first of each. */
const SURFACES: Readonly<Record<string, string>> = {
  Ruby: 'ruby',
  Sinatra: 'sinatra',
  Rails: 'ruby-on-rails',
  Sidekiq: 'sidekiq',
  Redis: 'redis',
  RDS: 'amazon-rds',
  Aurora: 'amazon-aurora',
  'Spring Boot': 'spring-boot',
  Hibernate: 'hibernate',
  '스프링 부트': 'spring-boot',
  하이버네이트: 'hibernate',
};

function mentionsIn(text: string): Mention[] {
  return Object.entries(SURFACES)
    .flatMap(([surface, term]) => {
      const start = text.indexOf(surface);
      const mention = { start, end: start + surface.length, term, confidence: 1 };
      return start < 0 ? [] : [mention];
    })
    .sort((a, b) => a.start - b.start);
}

/** Answers as the background does. */
async function sendMessage(message: Envelope): Promise<Answer<'cards'> | Answer<'recognize'> | Answer<'know'>> {
  if (message.message === 'cards')
    return { ok: message.terms.map((id) => findCard(id, message.lang)).filter((card) => card !== undefined) };
  if (message.message === 'know') return { ok: { kept: 'synced' } };
  if (message.message !== 'recognize') return { error: `the gallery does not answer "${message.message}"` };
  const evidence = { sure: {}, code: {}, doubtful: {}, own: {}, tech: [0, 0] as [number, number] };
  const blocks = message.blocks.map(({ id, text }) => {
    const textLang = /[가-힣]/.test(text) ? ('ko' as const) : ('en' as const);
    return { id, lang: textLang, mentions: mentionsIn(text), evidence, doubtful: false };
  });
  return { ok: { blocks } };
}

/** A port to the tab, on which its one frame tells what the scene says. */
function connect() {
  const onMessage = new Event<[FrameReport]>();
  const { report } = scene;
  if (report)
    setTimeout(() => {
      const terms = Object.entries(report.terms).map(([term, count]) => ({ term, lang, count }));
      onMessage.tell({ frame: 'top', top: true, host: new URL(url).hostname, active: true, state: report.state, terms });
    });
  return { onMessage, onDisconnect: new Event<[]>(), disconnect: () => {}, postMessage: () => {} };
}

const tab = { id: 1, url, title: titleOf(lang), status: scene.loading ? 'loading' : 'complete' };
const access = scene.access ?? true;

/** The keys that the manifest asks for, as Chromium on Linux writes them. */
async function getAll() {
  return Object.entries<{ suggested_key?: { default: string }; description: string }>(manifest.commands).map(
    ([name, { suggested_key, description }]) => ({
      name,
      description: name.startsWith('_') ? '' : getMessage(description.replace(/^__MSG_|__$/g, '')),
      shortcut: suggested_key?.default ?? '',
    }),
  );
}

const browser = {
  i18n: { getMessage },
  storage,
  runtime: {
    sendMessage,
    getURL,
    getManifest: () => ({ ...manifest, version }),
    openOptionsPage: async () => {},
    lastError: undefined,
  },
  tabs: { query: async () => [tab], get: async () => tab, connect, create: async () => tab },
  permissions: {
    contains: async () => access,
    request: async () => access,
    onAdded: new Event<[]>(),
    onRemoved: new Event<[]>(),
  },
  commands: { getAll },
};

export default browser;

void pressAll(scene);

/** Presses what the scene says, when it is there; then tells that the scene stands. */
async function pressAll({ press = [] }: Scene): Promise<void> {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (const selector of press) {
    let found: HTMLElement | null = null;
    for (let tries = 0; !found && tries < 300; tries++) {
      await frame();
      found = document.querySelector(selector);
    }
    if (!found) throw new Error(`scene "${scene.name}": no ${selector} to press`);
    found.click();
  }
  document.documentElement.dataset.pressed = String(press.length);
}
