import { useEffect, useRef, useState } from 'preact/hooks';
import type { Card } from '../glossary/card.ts';
import type { Settings } from '../settings/settings.ts';
import { CardView } from '../ui/card-view.tsx';
import { t, UI_LANG } from '../ui/page-text.ts';
import { ask } from './ask.ts';
import type { Directory } from './directory.ts';
import { useKnow } from './know.ts';
import { termHash } from './route.ts';

interface Props {
  id: string;
  directory: Directory;
  settings: Settings;
  dark: boolean;
  known: boolean;
  /** Address of the list that the reader came from. */
  back: string;
}

/** One term: its card, as in a page, what it is found by, and whether the reader knows it. */
export function TermPane({ id, directory, settings, dark, known, back }: Props) {
  const [lang, setLang] = useState<'en' | 'ko'>(settings.cardLanguage === 'text' ? UI_LANG : settings.cardLanguage);
  const [card, setCard] = useState<Card | 'none'>();
  const pane = useRef<HTMLElement>(null);
  const turns = useRef(0);
  const know = useKnow();
  const entry = directory.byId.get(id);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an own term's card changes with the directory
  useEffect(() => {
    let current = true;
    ask('cards', { terms: [id], lang }).then(
      ([found]) => current && setCard(found ?? 'none'),
      () => current && setCard('none'),
    );
    return () => {
      current = false;
    };
  }, [id, lang, directory]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the term
  useEffect(() => {
    pane.current?.focus({ preventScroll: true });
    if (pane.current && pane.current.getBoundingClientRect().top < 0) pane.current.scrollIntoView({ block: 'start' });
  }, [id]);

  const turn = (next: string) => {
    turns.current++;
    location.hash = termHash(next);
  };
  const goBack = () => {
    turns.current--;
    history.back();
  };
  const own = id.startsWith('own-');
  const name = entry?.[1] ?? id;
  return (
    <section
      ref={pane}
      class="term"
      tabIndex={-1}
      aria-label={name}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        location.hash = back;
      }}
    >
      <div class="tools">
        <a class="quiet" href={back}>
          {t('backToList')}
        </a>
        {own ? (
          <a class="quiet" href="#own">
            {t('editOwn')}
          </a>
        ) : (
          entry && (
            <button
              type="button"
              class="quiet"
              aria-pressed={known}
              onClick={() => void know([id], !known, known ? t('markedAgain', name) : t('markedNoMore', name))}
            >
              {t('iKnowThis')}
            </button>
          )
        )}
      </div>
      {card === 'none' || (!entry && card === undefined) ? (
        <p class="state">{t('noSuchTerm', id)}</p>
      ) : (
        card && <CardView card={card} dark={dark} back={turns.current > 0} onBack={goBack} onTerm={turn} onLang={setLang} />
      )}
      {entry && entry[3].length > 0 && (
        <p class="writings">
          {t('alsoWritten')} {entry[3].join(' · ')}
        </p>
      )}
    </section>
  );
}
