/**
 * The background: owns the recognizer, answers pages and popup. It keeps nothing between two messages but caches, so it
 * may be stopped at any time; every listener is added while the script runs for the first time.
 */
import browser from 'webextension-polyfill';
import type { DirectoryEntry } from '../glossary/card.ts';
import type { Answer, MessageName, Reply } from '../messages.ts';
import { noteFailure } from '../settings/failures.ts';
import { KnownStore } from '../settings/known.ts';
import { OWN_TERMS_KEY, ownTermsIn } from '../settings/own-terms.ts';
import { plainHereIn } from '../settings/plain-here.ts';
import { SETTINGS_KEY, SettingsStore } from '../settings/storage.ts';
import { noteError, watchFailures } from '../settings/watch-failures.ts';
import { clearBadges, colorBadge, forgetTab, noteTerms } from './badge.ts';
import { listenForCommands, toggled } from './commands.ts';
import { Glossary } from './glossary.ts';
import { handle, type Sender, type Services } from './handlers.ts';
import { injectIntoOpenTabs, putPart } from './inject.ts';
import { listenForMenus, makeMenus } from './menus.ts';
import { answerPage, listenToOmnibox } from './omnibox.ts';
import { OwnTerms } from './own-terms.ts';
import { readEnvelope } from './requests.ts';
import { openWelcome } from './welcome.ts';
import { inOrder } from './words.ts';

const store = new SettingsStore(browser.storage.sync, browser.storage.local, browser.storage.managed);
const local = browser.storage.local;
const ownTerms = ownTermsIn(local);
/** Made anew when the reader changed his terms. */
let own: Promise<OwnTerms> | undefined;
/** How often storage did not answer: what was answered meanwhile may be wrong. */
let unanswered = 0;
const known = new KnownStore(browser.storage.sync, local);
const plainHere = plainHereIn(local);
watchFailures('background');
const services: Services = {
  glossary: new Glossary((file) => fetch(browser.runtime.getURL(`glossary/${file}`))),
  settings: async () => (await counted(store.load())).settings,
  own: () => {
    if (own) return own;
    const loading = counted(ownTerms.load()).then(({ value, unreachable }) => {
      if (unreachable && own === loading) own = undefined;
      return new OwnTerms(value);
    });
    own = loading;
    return loading;
  },
  known: { load: () => counted(known.load()), set: (numbers, isKnown) => known.set(numbers, isKnown) },
  plainHere: { load: () => counted(plainHere.load()), change: (change) => plainHere.change(change) },
  putPart,
  count: async (tab, frame, name, terms) => noteTerms(tab, frame, name, terms, (await store.load()).settings.badge),
  inOrder: (said, work) => inOrder(browser.storage.session, said, work),
  failed: (what, place) => noteFailure(local, { part: 'content', what, place }),
};

// A listener's promise is ignored by Chromium before 148, so answers go through `sendResponse` and `return true`.
chrome.runtime.onMessage.addListener((message: unknown, sender, sendResponse: (answer: Answer<MessageName>) => void) => {
  if (sender.id !== chrome.runtime.id) return undefined;
  const envelope = readEnvelope(message);
  if (!envelope) return undefined;
  if ('error' in envelope) {
    sendResponse(envelope);
    return undefined;
  }
  const before = unanswered;
  const { message: name } = envelope.ok;
  handle(envelope.ok, senderOf(sender), services).then(
    (ok) => sendResponse(unanswered > before ? { ok, unsure: true } : { ok }),
    (error: unknown) => {
      console.error('Termlight:', error);
      noteError('background', error);
      // the reader waits for the answer to what he said; everything else may be asked again
      sendResponse(name === 'know' || name === 'plainHere' ? { error: String(error) } : { error: String(error), again: true });
    },
  );
  return true;
});

browser.storage.onChanged.addListener((changes) => {
  if (OWN_TERMS_KEY in changes) own = undefined;
  if (SETTINGS_KEY in changes) tried(store.load().then(({ settings }) => (settings.badge ? undefined : clearBadges())));
});
browser.tabs.onRemoved.addListener((tab) => tried(forgetTab(tab)));
browser.runtime.onInstalled.addListener(() => tried(injectIntoOpenTabs()));
browser.runtime.onInstalled.addListener(({ reason }) => tried(openWelcome(reason)));
browser.runtime.onInstalled.addListener(() => tried(makeMenus()));
browser.runtime.onStartup.addListener(() => tried(makeMenus()));
void colorBadge();
listenForCommands({
  toggle: async (host) => {
    await store.change(({ offSites }) => ({ offSites: toggled(offSites, host) }));
  },
});
listenForMenus({
  elsewhere: async (text) => {
    const [card] = (await handle({ message: 'lookUp', text, lang: 'en' }, { host: '' }, services)) as Reply<'lookUp'>;
    await browser.tabs.create({ url: browser.runtime.getURL(answerPage(text, card)) });
  },
});
listenToOmnibox({
  directory: async () => {
    const bundled = (await (await fetch(browser.runtime.getURL('glossary/directory.json'))).json()) as DirectoryEntry[];
    const mine = (await ownTerms.load()).value.map(({ id, name, kind, surfaces }): DirectoryEntry => [id, name, kind, surfaces]);
    return [...mine, ...bundled];
  },
  cards: (terms, lang) =>
    handle({ message: 'cards', terms: [...terms], lang }, { host: '' }, services) as Promise<Reply<'cards'>>,
});
browser.permissions.onAdded.addListener(() => tried(injectIntoOpenTabs()));

/** What nobody waits for: a failure of it is counted. */
function tried(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    console.error('Termlight:', error);
    noteError('background', error);
  });
}

/** What was read, with a note when storage did not answer. */
async function counted<T extends { unreachable?: true }>(reading: Promise<T>): Promise<T> {
  const read = await reading;
  if (read.unreachable) unanswered++;
  return read;
}

/** The site that counts is the tab's top page, whatever the frame. */
function senderOf(sender: chrome.runtime.MessageSender): Sender {
  const place: Pick<Sender, 'tab' | 'frame'> = {};
  if (sender.tab?.id !== undefined) place.tab = sender.tab.id;
  if (sender.frameId !== undefined) place.frame = sender.frameId;
  try {
    return { ...place, host: new URL(sender.tab?.url ?? sender.url ?? '').hostname };
  } catch {
    return { ...place, host: '' };
  }
}
