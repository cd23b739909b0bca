import { useLayoutEffect } from 'preact/hooks';
import { TermIcon } from '../ui/card-view.tsx';
import { t } from '../ui/page-text.ts';
import { roleName } from './roles.ts';
import type { StackRole, StackTerm } from './stack.ts';

interface Props {
  stack: readonly StackRole[];
  dark: boolean;
  onShow(term: StackTerm): void;
}

/** This post's stack: each technology a way to its first mention. */
export function StackView({ stack, dark, onShow }: Props) {
  // for the tests: when the popup can be used
  useLayoutEffect(() => void performance.mark('stack'), []);
  return (
    <div class="stack">
      {stack.map(({ role, terms }) => (
        <section key={role} aria-labelledby={`role-${role}`}>
          <h3 id={`role-${role}`}>{roleName(role)}</h3>
          <ul>
            {terms.map((term) => (
              <li key={term.id}>
                <button
                  type="button"
                  class="term"
                  title={term.is}
                  aria-label={t('showTerm', term.name, String(term.count))}
                  onClick={() => onShow(term)}
                >
                  <TermIcon card={term} dark={dark} />
                  <span>{term.name}</span> {term.count > 1 && <b aria-hidden="true">{term.count}</b>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
