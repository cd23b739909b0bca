/** The reader's settings: one schema, and the defaults that stand in the code so that only choices are stored. */
import * as v from 'valibot';

export const settingsSchema = v.object({
  /** Termlight as a whole. */
  on: v.boolean(),
  /** Hosts (of the tab's top page) where it is off. */
  offSites: v.array(v.pipe(v.string(), v.maxLength(255))),
  /** Which mentions are marked: the first of each section, the first of the page, or all. */
  density: v.picklist(['section', 'page', 'all']),
  /** The card's language: the text's own, or always the same. */
  cardLanguage: v.picklist(['text', 'en', 'ko']),
  theme: v.picklist(['page', 'light', 'dark']),
  /** Only what is certain, the usual, or everything. */
  confidence: v.picklist(['certain', 'usual', 'everything']),
  /** Whether concepts (ORM, CDN) are marked too. */
  concepts: v.boolean(),
  /** How a mark looks; color alone never carries it. */
  markStyle: v.picklist(['dotted', 'solid', 'tint']),
  /** `text`: the color of the text itself. */
  markColor: v.picklist(['text', 'blue', 'green', 'orange', 'violet', 'gray']),
  /** What opens a card: resting on a mark, a click on it, or resting on it while a key is held. */
  trigger: v.picklist(['hover', 'click', 'alt', 'shift']),
  /** Rest on a mark before its card opens. Milliseconds. */
  delay: v.picklist([120, 220, 400, 700]),
  /** Whether the toolbar button counts the terms of the tab. */
  badge: v.boolean(),
});

export type Settings = Readonly<v.InferOutput<typeof settingsSchema>>;

export const DEFAULTS: Settings = Object.freeze({
  on: true,
  offSites: [],
  density: 'section',
  cardLanguage: 'text',
  theme: 'page',
  confidence: 'usual',
  concepts: false,
  markStyle: 'dotted',
  markColor: 'text',
  trigger: 'hover',
  delay: 220,
  badge: true,
});
