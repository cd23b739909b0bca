/**
 * Every message between the rooms, typed at both ends. Types only: the checks at run time stand in
 * `background/requests.ts`, so that pages do not carry them.
 */
import type { Card } from './glossary/card.ts';
import type { Block, BlockResult, Confidence, Evidence, Lang } from './recognizer/types.ts';
import type { ErrorName } from './settings/own-place.ts';
import type { Settings } from './settings/settings.ts';

/** What a page needs to know of the settings. */
export interface PageSettings extends Omit<Settings, 'offSites' | 'on'> {
  /** Whether Termlight is on here: on at all, and not switched off for this host. */
  active: boolean;
  /** Host of the tab's top page, '' where there is none. */
  host: string;
  /** Ids of the terms that are never marked: those that the reader knows, and those called wrong on this site. */
  hidden: string[];
  /** Which own terms the background recognizes now; another number after each change of them. */
  ownTerms: number;
}

/** Which word of the reader it is, among those of one page: it may arrive twice, or late. */
export interface Said {
  /** Random name of the page. */
  by: string;
  nth: number;
}

/** Name → request and reply, for `runtime.sendMessage` from content script and popup to the background. */
export interface Messages {
  /**
   * A frame asks for its settings: at start, when settings changed, when shown again from the back-forward cache. At start the first blocks
   * come along, to save a way there and back before the first mark; where Termlight is off they are dropped unread.
   */
  hello: { request: { blocks?: Block[] }; reply: PageSettings & { blocks?: BlockResult[] } };
  recognize: {
    request: {
      blocks: Block[];
      /** Merged evidence of all *other* blocks read so far (never of the blocks in this request). */
      page: Evidence;
      confidence: Confidence;
      concepts: boolean;
    };
    /** Blocks of which there is nothing to say are left out. */
    reply: { blocks: BlockResult[] };
  };
  /** Cards by id: a page asks when the reader points at a mention. Unknown ids are left out. */
  cards: { request: { terms: string[]; lang: Lang }; reply: Card[] };
  /** The reader knows a term (it is retired everywhere) or wants it marked again. `local`: not synced, because the browser refused. */
  know: { request: { terms: string[]; known: boolean; said?: Said }; reply: { kept: 'synced' | 'local' } };
  /** A term is plain on the sender's site (called wrong there), or marked again. */
  plainHere: { request: { term: string; plain: boolean; said?: Said }; reply: Record<never, never> };
  /** What a piece of text (a selection) may name: the cards, the likeliest first, at most five. */
  lookUp: { request: { text: string; lang: Lang }; reply: Card[] };
  /** A frame needs another part of the content script: it is there when the answer comes. */
  part: { request: { part: 'main' | 'hand' | 'card' }; reply: Record<never, never> };
  /** A frame's terms, for the number on the toolbar button. The same frame's later count replaces the earlier. */
  count: { request: { frame: string; terms: string[] }; reply: Record<never, never> };
  /** Something of ours failed in a page: what kind of error, and where in our files. Nothing of the page. */
  failed: { request: { what: ErrorName; place: string }; reply: Record<never, never> };
}

export type MessageName = keyof Messages;
export type Request<N extends MessageName> = Messages[N]['request'];
export type Reply<N extends MessageName> = Messages[N]['reply'];

/** On the wire: the request with its name. */
export type Envelope = { [N in MessageName]: { message: N } & Request<N> }[MessageName];

/**
 * What the background answers: errors come back as values. `unsure`: storage did not answer, so a later answer may be another one;
 * `again`: the same question may be answered later.
 */
export type Answer<N extends MessageName> = { ok: Reply<N>; unsure?: true } | { error: string; again?: true };

/** The popup's port to a tab has this name; each frame answers on it. */
export const POPUP_PORT = 'termlight-popup';

/** One term of a frame, for the popup's list. */
export interface FrameTerm {
  term: string;
  lang: Lang;
  /** Mentions in this frame, marked or not. */
  count: number;
}

/** Frame → popup, at once when the port opens and whenever it changes. */
export interface FrameReport {
  /** Random name of the frame, to address it. */
  frame: string;
  top: boolean;
  host: string;
  active: boolean;
  state: 'reading' | 'done';
  terms: FrameTerm[];
}

/** Popup → frames: scroll to the term's first mention and open its card. Only the frame that is named acts. */
export interface ShowTerm {
  show: string;
  frame: string;
}

/**
 * Background → frames of a tab, for the reader's shortcuts and menus. Without `text` it goes to all frames, and the one that has the
 * focus acts; with it to the frame where the reader asked, and `text` is the selection there.
 */
export type TabCommand = { command: 'next' | 'previous' | 'look-up' } | { command: 'look-up'; text: string };

/** Tests → frames: list all mentions. Only the frame that is named answers. */
export interface ListMentions {
  list: true;
  frame: string;
}

/** The answer: all mentions in the order of the document, marked or not, as the page writes them. */
export interface FrameMentions {
  frame: string;
  mentions: { term: string; text: string }[];
}
