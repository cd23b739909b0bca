/** What a file of own terms would do to the list: what is new, what stands there already, what shares a way to write it. */
import { MOST_OWN_TERMS, type OwnTerm } from './own-terms.ts';
import type { Draft, FileFault, ReadTerm, ReadTerms } from './own-terms-files.ts';

/** One spelling for what is found as the same (`foldText` of the recognizer). */
export type Fold = (text: string) => string;

export interface ImportPlan {
  fresh: ReadTerm[];
  /** Each with the own terms that share a way to write it. */
  clashes: { read: ReadTerm; own: OwnTerm[] }[];
  /** Terms that the list has exactly so. */
  same: number;
  faults: FileFault[];
  unknown: string[];
}

/** All that a term is found by, folded. */
export function keysOf({ name, surfaces }: Pick<Draft, 'name' | 'surfaces'>, fold: Fold): Set<string> {
  return new Set([name, ...surfaces].map(fold));
}

/** Own terms by what they are found by. A term that the reader is editing is no clash with itself. */
export function clashesWith(draft: Draft, own: readonly OwnTerm[], fold: Fold, editing?: string): OwnTerm[] {
  const keys = keysOf(draft, fold);
  return own.filter((term) => term.id !== editing && [...keysOf(term, fold)].some((key) => keys.has(key)));
}

export function planImport({ terms, faults, unknown }: ReadTerms, own: readonly OwnTerm[], fold: Fold): ImportPlan {
  const ownByKey = new Map<string, OwnTerm[]>();
  for (const term of own) for (const key of keysOf(term, fold)) ownByKey.set(key, [...(ownByKey.get(key) ?? []), term]);
  const readByKey = new Map<string, ReadTerm>();
  const plan: ImportPlan = { fresh: [], clashes: [], same: 0, faults: [...faults], unknown };
  for (const read of terms) {
    const keys = [...keysOf(read.draft, fold)];
    const earlier = keys.map((key) => readByKey.get(key)).find((other) => other !== undefined);
    if (earlier) {
      const item = read.item === undefined ? {} : { item: read.item };
      plan.faults.push({ line: read.line, ...item, problem: 'doubled', value: read.draft.name, other: earlier.line });
      continue;
    }
    for (const key of keys) readByKey.set(key, read);
    const sharing = [...new Set(keys.flatMap((key) => ownByKey.get(key) ?? []))];
    if (sharing.length === 0) plan.fresh.push(read);
    else if (sharing.length === 1 && isSame(read.draft, sharing[0] as OwnTerm)) plan.same++;
    else plan.clashes.push({ read, own: sharing });
  }
  plan.faults.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return plan;
}

/**
 * The list with the file's terms in it. A replaced term keeps its id, by which pages know it.
 * @throws RangeError when there would be more terms than are kept
 */
export function imported(
  own: readonly OwnTerm[],
  { fresh, clashes }: ImportPlan,
  onClash: 'keep' | 'replace',
  newId: () => string,
): OwnTerm[] {
  const list: (OwnTerm | undefined)[] = [...own];
  const added: Draft[] = fresh.map((read) => read.draft);
  if (onClash === 'replace')
    for (const { read, own: sharing } of clashes) {
      // two terms of the file may share the same own term: the first takes its place
      const at = list.findIndex((term) => term && sharing.includes(term));
      const id = list[at]?.id;
      for (const [i, term] of list.entries()) if (term && sharing.includes(term)) list[i] = undefined;
      if (id === undefined) added.push(read.draft);
      else list[at] = { ...read.draft, id };
    }
  const next = [...list.filter((term) => term !== undefined), ...added.map((draft) => ({ ...draft, id: newId() }))];
  if (next.length > MOST_OWN_TERMS) throw new RangeError(`${next.length} terms; at most ${MOST_OWN_TERMS}`);
  return next;
}

function isSame(draft: Draft, own: OwnTerm): boolean {
  const { name, surfaces, exact, kind, is, url } = own;
  const parts = (term: Draft) => JSON.stringify([term.name, term.surfaces, term.exact, term.kind, term.is, term.url ?? null]);
  return parts(draft) === parts({ name, surfaces, exact, kind, is, ...(url !== undefined && { url }) });
}
