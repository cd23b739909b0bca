/** What goes into the recognizer and what comes out. Plain data: it crosses the message channel as it is. */

/** The languages in which surfaces are judged; `other` is text that is neither English nor Korean. */
export type Lang = 'en' | 'ko';
export type TextLang = Lang | 'other';

/**
 * A block of prose: the text of one block-level element with its inline children run together. U+FFFC stands for
 * inline code, an image or another thing that is not text; `\n` for a `<br>` or a line end under `white-space: pre`.
 */
export interface Block {
  /** Chosen by the caller, unique within a page. */
  id: number;
  text: string;
  /** A heading h1–h6: title case there says little. */
  heading?: boolean;
  /** Code: evidence only, never a mention. */
  code?: boolean;
}

/** A place in a block's text that is a term. Offsets are UTF-16 units. */
export interface Mention {
  start: number;
  end: number;
  /** Id of the term. */
  term: string;
  /** 0–1: how probable it is that a careful engineer would call this a mention of the term. Sure surfaces have 1. */
  confidence: number;
  /** Of a doubtful mention: up to three places of the block's text that spoke for this sense, `[start, end]`. */
  because?: [number, number][];
  /** Ids of the other terms that are written so, the likeliest first. */
  others?: string[];
}

/**
 * What a block tells about the page, as counts that add up: blocks may be read in any order and merged in any order.
 * Numbers are integers, so sums do not depend on their order.
 */
export interface Evidence {
  /** Sure mentions: term id → count. */
  sure: Record<string, number>;
  /** Terms seen in code: id → count. */
  code: Record<string, number>;
  /** Doubtful candidates: `term id` → [count, sum of local scores in 1/16 logit, highest local score]. */
  doubtful: Record<string, [number, number, number]>;
  /** Folded surfaces that the page declares as its own names: surface → count. */
  own: Record<string, number>;
  /** Sum of the context lexicon's log odds in 1/16, and words counted. */
  tech: [number, number];
}

/** How much the reader wants to see: only what is certain, the usual, or everything. */
export type Confidence = 'certain' | 'usual' | 'everything';

export interface Options {
  confidence: Confidence;
  /** Whether concepts (ORM, CDN) are mentions too. */
  concepts: boolean;
}

export interface BlockResult {
  id: number;
  lang: TextLang;
  mentions: Mention[];
  evidence: Evidence;
  /** Whether more evidence could change the mentions: such a block is sent once more when the page has been read. */
  doubtful: boolean;
}

/** Named evidence: name → how much of it. */
export type Features = Record<string, number>;
