/** The reader's own terms: what they are, and where they are kept. Recognized at once, wherever they are written. */
import * as v from 'valibot';
import { KINDS } from '../glossary/kinds.ts';
import { Kept } from './kept.ts';
import type { Area } from './storage.ts';

export const OWN_TERMS_KEY = 'own-terms';
export const MOST_OWN_TERMS = 5000;
/** Longest parts, in UTF-16 units. */
const OWN_LIMITS = { name: 80, surface: 60, surfaces: 20, is: 400, url: 400 } as const;

const text = (most: number) =>
  v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(most, `at most ${most} characters`));

export const ownTermSchema = v.object({
  /** `own-` and random letters: never changes while the term lives. */
  id: v.pipe(v.string(), v.regex(/^own-[a-z0-9]{6,16}$/, 'an id is "own-" and 6 to 16 letters or digits')),
  name: text(OWN_LIMITS.name),
  /** Further ways to write it; the name is one of its own accord. */
  surfaces: v.pipe(
    v.array(text(OWN_LIMITS.surface)),
    v.maxLength(OWN_LIMITS.surfaces, `at most ${OWN_LIMITS.surfaces} ways to write it`),
  ),
  /** Whether only this very case is the term. */
  exact: v.boolean(),
  kind: v.picklist(KINDS),
  /** What it is, in the reader's words. */
  is: text(OWN_LIMITS.is),
  url: v.optional(
    v.pipe(v.string(), v.maxLength(OWN_LIMITS.url), v.regex(/^https?:\/\/\S+$/i, 'an address starts with http:// or https://')),
  ),
});

export type OwnTerm = v.InferOutput<typeof ownTermSchema>;

const ownTermsSchema = v.pipe(v.array(ownTermSchema), v.maxLength(MOST_OWN_TERMS, `at most ${MOST_OWN_TERMS} terms`));

export function ownTermsIn(local: Area): Kept<OwnTerm[]> {
  return new Kept<OwnTerm[]>(local, OWN_TERMS_KEY, ownTermsSchema, []);
}

export function newOwnId(): string {
  const letters = crypto.getRandomValues(new Uint8Array(10));
  return `own-${[...letters].map((byte) => (byte % 36).toString(36)).join('')}`;
}
