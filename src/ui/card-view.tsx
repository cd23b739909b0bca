import type { Card } from '../glossary/card.ts';
import { brandShows, CARD_TEXT, factsOf } from './card-text.ts';
import { KIND_ICONS } from './kind-icons.ts';
import { KIND_NAMES } from './kind-names.ts';

export interface CardViewProps {
  card: Card;
  dark: boolean;
  /** Whether there is a card to go back to. */
  back: boolean;
  onBack(): void;
  onTerm(id: string): void;
  onLang(lang: 'en' | 'ko'): void;
}

/** A term's card. It knows nothing of where it stands; text is set as text, never as markup. */
export function CardView({ card, dark, back, onBack, onTerm, onLang }: CardViewProps) {
  const text = CARD_TEXT[card.lang];
  const facts = factsOf(card);
  return (
    <div class="card" role="dialog" aria-labelledby="name" lang={card.lang}>
      <header>
        {back && (
          <button type="button" class="icon-button" aria-label={text.back} onClick={onBack}>
            <svg viewBox="0 0 24 24" aria-hidden="true" class="stroke">
              <path d="M14.5 6l-6 6 6 6" />
            </svg>
          </button>
        )}
        <TermIcon card={card} dark={dark} />
        <div class="title">
          <h2 id="name">{card.name}</h2>
          <p class="kind">{KIND_NAMES[card.lang][card.kind]}</p>
        </div>
        <button type="button" class="lang" lang={text.otherLang} onClick={() => onLang(text.otherLang)}>
          {text.other}
        </button>
      </header>
      <div class="body">
        <p class="is">{card.is}</p>
        <p class="for">{card.for}</p>
        {facts.length > 0 && <p class="facts">{facts.join(' · ')}</p>}
        {card.neighbors.length > 0 && (
          <ul class="chips" aria-label={text.related}>
            {card.neighbors.map(({ id, name }) => (
              <li key={id}>
                <button type="button" onClick={() => onTerm(id)}>
                  {name}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      {card.links.length > 0 && (
        <ul class="links" aria-label={text.links}>
          {card.links.map(({ kind, url }) => (
            <li key={kind}>
              <a href={url} target="_blank" rel="noopener noreferrer" aria-label={`${text[kind]} (${text.newTab})`}>
                {text[kind]}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The term's own mark in its color where that can be seen, else in the text's; the kind's icon where it has none. */
export function TermIcon({ card, dark }: { card: Card; dark: boolean }) {
  const { icon } = card;
  if (!icon)
    return (
      <span class="icon">
        <svg viewBox="0 0 24 24" aria-hidden="true" class="stroke">
          <path d={KIND_ICONS[card.kind]} />
        </svg>
      </span>
    );
  return (
    <span class="icon">
      <svg viewBox="0 0 24 24" aria-hidden="true" fill={brandShows(icon.color, dark) ? icon.color : 'currentColor'}>
        <path d={icon.path} />
      </svg>
    </span>
  );
}
