/**
 * The background: owns the recognizer, answers pages and popup. It keeps nothing between two messages but caches, so it
 * may be stopped at any time; every listener is added while the script runs for the first time.
 */
import browser from 'webextension-polyfill';
import type { Answer, MessageName } from '../messages.ts';
import { SettingsStore } from '../settings/storage.ts';
import { Glossary } from './glossary.ts';
import { handle, type Sender, type Services } from './handlers.ts';
import { injectIntoOpenTabs } from './inject.ts';
import { readEnvelope } from './requests.ts';

const store = new SettingsStore(browser.storage.sync, browser.storage.local);
const services: Services = {
  glossary: new Glossary((file) => fetch(browser.runtime.getURL(`glossary/${file}`))),
  settings: async () => (await store.load()).settings,
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

browser.runtime.onInstalled.addListener(() => void injectIntoOpenTabs());
browser.permissions.onAdded.addListener(() => void injectIntoOpenTabs());

/** The site that counts is the tab's top page, whatever the frame. */
function senderOf(sender: chrome.runtime.MessageSender): Sender {
  try {
    return { host: new URL(sender.tab?.url ?? sender.url ?? '').hostname };
  } catch {
    return { host: '' };
  }
}
