/** What the gallery shows: each scene is one of our pages with the data that it finds. The cards have a page of their own. */
import type { FrameReport } from '../../src/messages.ts';
import type { OwnTerm } from '../../src/settings/own-terms.ts';
import type { Settings } from '../../src/settings/settings.ts';

type PageName = 'cards' | 'popup' | 'options' | 'welcome';

export interface Scene {
  name: string;
  page: PageName;
  /** Of the page's address. */
  hash?: string;
  chosen?: Partial<Settings>;
  /** The tab that the popup speaks of. */
  url?: string;
  loading?: boolean;
  /** Whether we may read sites. */
  access?: false;
  /** What the tab's frame tells; without it nobody answers. */
  report?: Pick<FrameReport, 'state'> & { terms: Record<string, number> };
  /** Local and synced storage besides the settings. */
  local?: Record<string, unknown>;
  synced?: Record<string, unknown>;
  /** So many terms that nobody has heard of, in place of the gallery's glossary. */
  synthetic?: number;
  /** What is pressed, one after the other, when the page stands. */
  press?: readonly string[];
}

const POST = 'https://blog.example.com/veyron-to-golf';
const TITLE = { en: 'From Veyron to Golf: five years of our backend', ko: 'Veyron에서 Golf까지: 우리 백엔드의 다섯 해' };
/** 15 August 2026, in days since 1970. */
const DAY = 20_680;

export const titleOf = (lang: 'en' | 'ko'): string => TITLE[lang];

const terms = {
  redis: 6,
  'ruby-on-rails': 5,
  sidekiq: 4,
  'amazon-aurora': 3,
  mysql: 3,
  hibernate: 2,
  'spring-boot': 2,
  ruby: 2,
  java: 1,
  sinatra: 1,
  'amazon-rds': 1,
  docker: 1,
  nginx: 1,
  http: 1,
};

const own: OwnTerm[] = [
  {
    id: 'own-aaaaaaaa',
    name: 'Golf',
    surfaces: ['골프 서비스'],
    exact: true,
    kind: 'service',
    is: 'The order service that came after Veyron; owned by the platform team.',
    url: 'https://wiki.example.com/golf',
  },
  { id: 'own-bbbbbbbb', name: 'Kestrel', surfaces: [], exact: false, kind: 'tool', is: '배포를 한 줄로 하는 사내 도구.' },
];
const stored = { 'own-terms': own, 'plain-here': { 'blog.example.com': ['hibernate', 'docker'] } };
/** Terms 0, 2 and 9 are known. */
const known = `0.${DAY.toString(36)},2.${DAY.toString(36)},9.${(DAY - 40).toString(36)}`;
const set = { local: stored, synced: { 'known-0': known } } as const;
const aside = {
  fault: '"own-terms" could not be read: Invalid type: Expected Array but received "golf"',
  stored: 'golf',
  on: '2026-08-15T09:00:00.000Z',
};

const failures = [
  {
    part: 'content',
    what: 'TypeError',
    place: 'src/content/main.iife.js:1:20311',
    count: 3,
    first: '2026-08-12',
    last: '2026-08-15',
  },
  {
    part: 'background',
    what: 'Error: the disk is gone',
    place: 'assets/main-Bq3.js:1:5120',
    count: 1,
    first: '2026-08-14',
    last: '2026-08-14',
  },
];

export const SCENES: readonly Scene[] = [
  { name: 'cards', page: 'cards' },

  { name: 'popup-found', page: 'popup', report: { state: 'done', terms } },
  { name: 'popup-settings', page: 'popup', report: { state: 'done', terms }, press: ['summary'] },
  { name: 'popup-so-far', page: 'popup', report: { state: 'reading', terms: { redis: 2, mysql: 1 } } },
  { name: 'popup-reading', page: 'popup', loading: true },
  { name: 'popup-nothing', page: 'popup', report: { state: 'done', terms: {} } },
  { name: 'popup-off', page: 'popup', chosen: { on: false } },
  { name: 'popup-off-here', page: 'popup', chosen: { offSites: ['blog.example.com'] }, report: { state: 'done', terms: {} } },
  { name: 'popup-no-access', page: 'popup', access: false },
  { name: 'popup-unreadable', page: 'popup', url: 'about:blank' },
  {
    name: 'popup-local-only',
    page: 'popup',
    report: { state: 'done', terms: { redis: 2, mysql: 1 } },
    local: { settings: { version: 1, chosen: { density: 'all' }, at: 0 } },
  },
  {
    name: 'popup-fault',
    page: 'popup',
    report: { state: 'done', terms: { redis: 2, mysql: 1 } },
    synced: { settings: 'not what it was' },
  },

  { name: 'options-glossary', page: 'options', hash: '#glossary', ...set },
  { name: 'options-search', page: 'options', hash: '#glossary?q=ra', ...set },
  { name: 'options-no-result', page: 'options', hash: '#glossary?q=zzz', ...set },
  { name: 'options-term', page: 'options', hash: '#term/redis', ...set },
  { name: 'options-known', page: 'options', hash: '#known', ...set },
  { name: 'options-known-none', page: 'options', hash: '#known' },
  { name: 'options-own', page: 'options', hash: '#own', ...set },
  { name: 'options-own-none', page: 'options', hash: '#own' },
  {
    name: 'options-own-form',
    page: 'options',
    hash: '#own',
    ...set,
    press: ['.buttons .primary', '.own-form button[type=submit]'],
  },
  {
    name: 'options-sites',
    page: 'options',
    hash: '#sites',
    chosen: { offSites: ['mail.example.com', 'news.example.com'] },
    ...set,
  },
  { name: 'options-sites-none', page: 'options', hash: '#sites' },
  { name: 'options-looks', page: 'options', hash: '#looks' },
  { name: 'options-looks-tint', page: 'options', hash: '#looks', chosen: { markStyle: 'tint', markColor: 'violet' } },
  { name: 'options-shortcuts', page: 'options', hash: '#shortcuts' },
  { name: 'options-backup', page: 'options', hash: '#backup', ...set },
  { name: 'options-privacy', page: 'options', hash: '#privacy', ...set },
  { name: 'options-erase', page: 'options', hash: '#privacy', ...set, press: ['#erase ~ p button'] },
  { name: 'options-licenses', page: 'options', hash: '#licenses' },
  { name: 'options-faults', page: 'options', hash: '#faults', local: { 'own-terms-set-aside': aside, 'went-wrong': failures } },
  { name: 'options-menu', page: 'options', hash: '#looks', press: ['.menu'] },

  { name: 'welcome', page: 'welcome' },
  { name: 'welcome-card', page: 'welcome', press: ['.mark'] },
  { name: 'welcome-no-access', page: 'welcome', access: false },
];

/** For the benchmark; nothing to look at. */
const SYNTHETIC: Scene = { name: 'synthetic', page: 'options', hash: '#glossary', synthetic: 5000 };

export type Lang = 'en' | 'ko';
export type Theme = 'light' | 'dark';
export const LANGS: readonly Lang[] = ['en', 'ko'];
export const THEMES: readonly Theme[] = ['light', 'dark'];

/** Which scene a page of the gallery is asked for, and how; read from its address. */
export function askedFor(search: string): { scene: Scene; lang: Lang; theme: Theme; url: string } {
  const asked = new URLSearchParams(search);
  const scene = [...SCENES, SYNTHETIC].find(({ name }) => name === asked.get('scene')) ?? SCENES[0];
  if (!scene) throw new Error('the gallery has no scenes');
  return {
    scene,
    lang: asked.get('lang') === 'ko' ? 'ko' : 'en',
    theme: asked.get('theme') === 'dark' ? 'dark' : 'light',
    url: scene.url ?? POST,
  };
}

/** The address of a scene, from the gallery's first page. */
export function addressOf({ name, page, hash = '' }: Scene, lang: Lang, theme: Theme): string {
  return `${page === 'cards' ? 'cards' : `${page}/index`}.html?${new URLSearchParams({ scene: name, lang, theme })}${hash}`;
}
