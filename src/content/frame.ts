/**
 * A frame's life: from the first look at its size to the end of its page. It outlives its sessions: switched off, it waits for the
 * settings to change, and nothing else of it is left in the page.
 */
import type { FrameMentions, FrameReport, PageSettings } from '../messages.ts';
import { POPUP_PORT } from '../messages.ts';
import type { BlockResult } from '../recognizer/types.ts';
import { ask, isOrphaned, tookUnsure } from './ask.ts';
import { commandIn, hasFocus } from './command/hears.ts';
import type { LookUp } from './command/look-up.ts';
import { Count } from './count.ts';
import { noParts, part } from './parts.ts';
import { rootOf } from './read/page.ts';
import { Session } from './session.ts';

/** Several settings may change at once. Milliseconds. */
const SETTINGS_REST_MS = 40;
/** Reports to the popup, at most so often. Milliseconds. */
const REPORT_REST_MS = 120;

export class Frame {
  readonly #life: AbortController;
  /** `randomUUID` is missing in pages that are not secure. */
  readonly #name = crypto.getRandomValues(new Uint32Array(4)).join('-');
  #session: { session: Session; life: AbortController } | null = null;
  #settings: PageSettings | null = null;
  #ports = new Set<chrome.runtime.Port>();
  #reportTimer = 0;
  #settingsTimer = 0;
  #lookUp: LookUp | null = null;
  readonly #count: Count;

  constructor(life: AbortController) {
    this.#life = life;
    noParts();
    this.#count = new Count(life, this.#name, () => this.#countable());
  }

  start(): void {
    const { signal } = this.#life;
    // No XML, no SVG. A body may come later.
    if (rootOf(document)?.localName !== 'html') return;
    const begin = (): void => {
      if (!this.#session && !signal.aborted && document.visibilityState === 'visible') this.#begin();
    };
    begin();
    // A tab in the background begins when it is seen.
    document.addEventListener('visibilitychange', () => (this.#settings ? this.#asked() : begin()), { signal });
    addEventListener('pageshow', (event) => event.persisted && void this.#changed(), { signal });
    this.#listen();
  }

  #stale = false;
  /** The first question for the settings was given up: the next change asks again. */
  #unanswered = false;
  /** Questions for changed settings, by number: the last one asked, and the last one whose answer was heeded. */
  #questions = 0;
  #answered = 0;

  /** Settings that changed while the tab was not seen are asked for when it is. */
  #asked(): void {
    if (this.#stale && document.visibilityState === 'visible') this.#changed();
  }

  #listen(): void {
    const { signal } = this.#life;
    const onStorage = (changes: Record<string, unknown>): void => {
      if (!Object.keys(changes).some(concernsPages)) return;
      this.#stale = true;
      // A frame without prose asks nothing; one whose first answer is on its way asks again when it is here.
      if (!this.#settings && !this.#unanswered) return;
      clearTimeout(this.#settingsTimer);
      this.#settingsTimer = window.setTimeout(() => this.#asked(), SETTINGS_REST_MS);
    };
    const onConnect = (port: chrome.runtime.Port): void => {
      if (port.name === POPUP_PORT) this.#connected(port);
    };
    const onMessage = (message: unknown): void => this.#commanded(message);
    try {
      chrome.runtime.onMessage.addListener(onMessage);
      chrome.storage.onChanged.addListener(onStorage);
      chrome.runtime.onConnect.addListener(onConnect);
    } catch {
      this.#life.abort();
      return;
    }
    signal.addEventListener('abort', () => {
      clearTimeout(this.#settingsTimer);
      clearTimeout(this.#reportTimer);
      this.#end();
      if (isOrphaned()) return;
      chrome.storage.onChanged.removeListener(onStorage);
      chrome.runtime.onConnect.removeListener(onConnect);
      chrome.runtime.onMessage.removeListener(onMessage);
    });
  }

  #begin(): void {
    const life = new AbortController();
    this.#life.signal.addEventListener('abort', () => life.abort(), { signal: life.signal });
    const holder: { session: Session | null } = { session: null };
    let asked = false;
    const hooks = {
      prose: () => {
        asked = true;
        if (holder.session) void this.#open(holder.session, life);
      },
      changed: () => this.#report(),
      none: () => void this.#none(),
    };
    this.#lookUp?.forget();
    const session = new Session(life, hooks);
    holder.session = session;
    this.#session = { session, life };
    life.signal.addEventListener('abort', () => {
      if (this.#session?.session === session) this.#session = null;
      if (isOrphaned()) this.#life.abort();
    });
    if (asked) void this.#open(session, life);
  }

  /** Asks for the settings, and opens the session or ends it. */
  async #open(session: Session, life: AbortController): Promise<void> {
    let results: BlockResult[] | undefined;
    try {
      if (!this.#settings) {
        this.#stale = false;
        const { blocks, ...first } = await ask('hello', { blocks: session.first() }, life);
        // A later question may have been answered before.
        if (!this.#settings) results = blocks;
        this.#settings ??= first;
      }
      this.#unanswered = false;
    } catch {
      this.#unanswered = true;
      life.abort();
      return;
    }
    if (life.signal.aborted) return;
    if (this.#settings.active) session.open(this.#settings, results);
    else life.abort();
    this.#report();
    this.#asked();
  }

  #end(): void {
    this.#session?.life.abort();
    this.#session = null;
  }

  /** The settings may have changed: asks for them and applies them at once. */
  async #changed(): Promise<void> {
    this.#stale = false;
    const question = ++this.#questions;
    let settings: PageSettings;
    try {
      settings = await ask('hello', {}, this.#life);
    } catch {
      // Asked again when the next change comes, or when the tab is seen again.
      this.#stale = true;
      return;
    }
    // Answers come out of order: an earlier question's tells what was before.
    if (question < this.#answered) return;
    this.#answered = question;
    const before = this.#settings;
    this.#settings = settings;
    if (!settings.active) this.#end();
    else if (!this.#session) this.#begin();
    else if ((before && needsReading(before, settings)) || tookUnsure()) {
      this.#end();
      this.#begin();
    } else this.#session.session.settings = settings;
    // The numbers may have been taken away and brought back since this page asked last; one from the back-forward cache has lost its own.
    this.#count.forget();
    this.#report();
  }

  /** The reader's shortcut or menu. */
  #commanded(message: unknown): void {
    const command = commandIn(message);
    if (!command || document.visibilityState !== 'visible') return;
    if ('text' in command) void this.#asker().then((lookUp) => lookUp?.go(command.text));
    else if (!hasFocus(document, isTop())) return;
    else if (command.command === 'look-up') void this.#asker().then((lookUp) => lookUp?.go());
    else void this.#step(command.command === 'previous');
  }

  async #step(back: boolean): Promise<void> {
    const hand = await this.#session?.session.hand();
    if (hand) hand.step(back);
    else await this.#none();
  }

  async #none(): Promise<void> {
    await (await this.#asker())?.none();
  }

  /** What explains a selection; null when it cannot be had. */
  async #asker(): Promise<LookUp | null> {
    try {
      const { LookUp } = await part('hand', this.#life);
      this.#lookUp ??= new LookUp(this.#life, {
        settings: async () => this.#settings ?? (await ask('hello', {}, this.#life)),
        stage: async () => (await this.#session?.session.hand())?.stage ?? null,
        shadowRoots: () => this.#session?.session.shadowRoots() ?? [],
      });
      return this.#lookUp;
    } catch {
      return null;
    }
  }

  /** The terms that the toolbar button counts; null while it should not count. */
  #countable(): string[] | null {
    const settings = this.#settings;
    if (!settings?.badge) return null;
    const session = settings.active ? this.#session?.session : undefined;
    if (!session) return [];
    return session.settled ? session.terms(settings.cardLanguage).map(({ term }) => term) : null;
  }

  #connected(port: chrome.runtime.Port): void {
    this.#ports.add(port);
    port.onDisconnect.addListener(() => {
      // Reading it keeps Chromium from logging it: a page in the back-forward cache loses its port.
      void chrome.runtime?.lastError;
      this.#ports.delete(port);
    });
    port.onMessage.addListener((message: unknown) => this.#told(port, message));
    if (isTop() && !this.#settings) void this.#changed();
    this.#send();
  }

  #told(port: chrome.runtime.Port, message: unknown): void {
    if (typeof message !== 'object' || message === null || !('frame' in message) || message.frame !== this.#name) return;
    void this.#answer(port, message);
  }

  async #answer(port: chrome.runtime.Port, message: object): Promise<void> {
    const hand = await this.#session?.session.hand();
    if ('show' in message && typeof message.show === 'string') hand?.show(message.show);
    if ('list' in message) {
      const answer: FrameMentions = { frame: this.#name, mentions: hand?.mentions() ?? [] };
      port.postMessage(answer);
    }
  }

  #report(): void {
    this.#count.changed();
    if (this.#ports.size === 0 || this.#reportTimer) return;
    this.#reportTimer = window.setTimeout(() => {
      this.#reportTimer = 0;
      this.#send();
    }, REPORT_REST_MS);
  }

  #send(): void {
    const session = this.#session?.session;
    const settings = this.#settings;
    const top = isTop();
    if (!top && !session) return;
    const report: FrameReport = {
      frame: this.#name,
      top,
      host: settings?.host ?? '',
      active: settings?.active ?? false,
      state: !settings || (settings.active && session && !session.settled) ? 'reading' : 'done',
      terms: settings?.active && session ? session.terms(settings.cardLanguage) : [],
    };
    for (const port of this.#ports) {
      try {
        port.postMessage(report);
      } catch {
        this.#ports.delete(port);
      }
    }
  }
}

/** Copies, data set aside and counts of failures are the background's own business. */
function concernsPages(key: string): boolean {
  return !/-last-good$|-set-aside|^settings-waiting$|^went-wrong$/.test(key);
}

/** Whether other mentions would be found under the new settings. */
function needsReading(before: PageSettings, now: PageSettings): boolean {
  return (
    before.confidence !== now.confidence || before.concepts !== now.concepts || before.ownTerms !== now.ownTerms || !before.active
  );
}

function isTop(): boolean {
  return window.top === window;
}
