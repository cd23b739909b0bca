import type { Card } from '../glossary/card.ts';
import { KINDS } from '../glossary/kinds.ts';
import { TermIcon } from '../ui/card-view.tsx';
import { KIND_NAMES } from '../ui/kind-names.ts';
import { t, UI_LANG } from '../ui/page-text.ts';
import type { PageTerm } from './tab.ts';

interface Props {
  terms: readonly PageTerm[];
  cards: ReadonlyMap<string, Card>;
  dark: boolean;
  onShow(term: PageTerm): void;
}

/** The terms of the page by kind, the kinds in the glossary's order, the commonest term first. */
export function TermsView({ terms, cards, dark, onShow }: Props) {
  const groups = KINDS.map((kind) => ({
    kind,
    terms: terms
      .filter(({ term }) => cards.get(term)?.kind === kind)
      .sort((a, b) => b.count - a.count || a.term.localeCompare(b.term)),
  })).filter((group) => group.terms.length > 0);
  return (
    <div class="terms">
      {groups.map((group) => (
        <section key={group.kind} aria-labelledby={`kind-${group.kind}`}>
          <h3 id={`kind-${group.kind}`}>{KIND_NAMES[UI_LANG][group.kind]}</h3>
          <ul>
            {group.terms.map((term) => {
              const card = cards.get(term.term);
              return (
                card && (
                  <li key={term.term}>
                    <button
                      type="button"
                      class="term"
                      title={card.is}
                      aria-label={t('showTerm', card.name, String(term.count))}
                      onClick={() => onShow(term)}
                    >
                      <TermIcon card={card} dark={dark} />
                      <span>{card.name}</span> {term.count > 1 && <b aria-hidden="true">{term.count}</b>}
                    </button>
                  </li>
                )
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
