/** A card as plain text, for the clipboard. */
import type { Card } from '../glossary/card.ts';
import { CARD_TEXT, factsOf } from './card-text.ts';
import { KIND_NAMES } from './kind-names.ts';
import { thenAndNow } from './then-and-now.ts';

export function cardAsText(card: Card, written?: number): string {
  const lines = [`${card.name} · ${KIND_NAMES[card.lang][card.kind]}`, card.is, card.for];
  const facts = factsOf(card);
  if (facts.length > 0) lines.push(facts.join(' · '));
  const change = thenAndNow(card, written);
  if (change) lines.push(change.line + (change.successor ? ` · ${CARD_TEXT[card.lang].today} ${change.successor.name}` : ''));
  lines.push(...card.links.map(({ url }) => url));
  return lines.join('\n');
}
