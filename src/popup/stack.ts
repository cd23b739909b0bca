/** This post's stack: its technologies by role. List, Markdown and picture are made of it. */
import type { Card } from '../glossary/card.ts';
import { ROLE_OF, ROLES, type Role } from './roles.ts';
import type { PageTerm } from './tab.ts';

/** What a list shows of a term. A card says it all; name and kind are known before it comes. */
export type TermFacts = Pick<Card, 'id' | 'name' | 'kind'> & Partial<Pick<Card, 'is' | 'icon'>>;

export interface StackTerm extends TermFacts {
  count: number;
  /** The frame that shows its first mention. */
  frame: string;
}

export interface StackRole {
  role: Role;
  terms: StackTerm[];
}

/** What list, Markdown and picture say of the page itself. */
export interface StackPage {
  title: string;
  url: string;
}

/** The terms that something is known of, by role, the commonest first. Roles without terms are left out. */
export function stackOf(terms: readonly PageTerm[], facts: ReadonlyMap<string, TermFacts>): StackRole[] {
  const byRole = new Map<Role, StackTerm[]>();
  for (const { term, count, frame } of terms) {
    const known = facts.get(term);
    if (!known) continue;
    const role = ROLE_OF[known.kind];
    byRole.set(role, [...(byRole.get(role) ?? []), { ...known, count, frame }]);
  }
  return ROLES.flatMap((role) => {
    const found = byRole.get(role);
    return found ? [{ role, terms: found.sort((a, b) => b.count - a.count || a.name.localeCompare(b.name)) }] : [];
  });
}
