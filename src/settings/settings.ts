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
});
