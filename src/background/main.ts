/**
 * The background: owns the recognizer, answers pages and popup. It keeps nothing between two messages but caches, so it
 * may be stopped at any time; every listener is added while the script runs for the first time.
 */
import browser from 'webextension-polyfill';
import type { DirectoryEntry } from '../glossary/card.ts';
import type { Answer, MessageName, Reply } from '../messages.ts';
import { KnownStore } from '../settings/known.ts';
import { OWN_TERMS_KEY, ownTermsIn } from '../settings/own-terms.ts';
import { plainHereIn } from '../settings/plain-here.ts';
import { SETTINGS_KEY, SettingsStore } from '../settings/storage.ts';
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

const store = new SettingsStore(browser.storage.sync, browser.storage.local);
const local = browser.storage.local;
const ownTerms = ownTermsIn(local);
/** Made anew when the reader changed his terms. */
let own: Promise<OwnTerms> | undefined;
const services: Services = {
  glossary: new Glossary((file) => fetch(browser.runtime.getURL(`glossary/${file}`))),
  settings: async () => (await store.load()).settings,
  own: () => {
    own ??= ownTerms.load().then(({ value }) => new OwnTerms(value));
    return own;
  },
  known: new KnownStore(browser.storage.sync, local),
  plainHere: plainHereIn(local),
  putPart,
  count: async (tab, frame, name, terms) => noteTerms(tab, frame, name, terms, (await store.load()).settings.badge),
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
  handle(envelope.ok, senderOf(sender), services).then(
    (ok) => sendResponse({ ok }),
    (error: unknown) => {
      console.error('Termlight:', error);
      sendResponse({ error: String(error) });
    },
  );
  return true;
});

browser.storage.onChanged.addListener((changes) => {
  if (OWN_TERMS_KEY in changes) own = undefined;
  if (SETTINGS_KEY in changes) void store.load().then(({ settings }) => (settings.badge ? undefined : clearBadges()));
});
browser.tabs.onRemoved.addListener((tab) => void forgetTab(tab));
browser.runtime.onInstalled.addListener(() => void injectIntoOpenTabs());
browser.runtime.onInstalled.addListener(({ reason }) => void openWelcome(reason));
browser.runtime.onInstalled.addListener(() => void makeMenus());
browser.runtime.onStartup.addListener(() => void makeMenus());
void colorBadge();
listenForCommands({
  toggle: async (host) => {
    await store.change({ offSites: toggled((await store.load()).settings.offSites, host) });
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
browser.permissions.onAdded.addListener(() => void injectIntoOpenTabs());

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
