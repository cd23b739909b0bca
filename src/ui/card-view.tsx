import { type ComponentChildren, Fragment } from 'preact';
import type { Card, Neighbor } from '../glossary/card.ts';
import { ActionRow, type CardActions, SaidRow } from './card-actions.tsx';
import { brandShows, CARD_TEXT, factsOf, reasonText } from './card-text.ts';
import { KIND_ICONS } from './kind-icons.ts';
import { KIND_NAMES } from './kind-names.ts';
import { LineIcon } from './line-icon.tsx';
import { thenAndNow } from './then-and-now.ts';

type Named = Pick<Neighbor, 'id' | 'name'>;

export interface CardViewProps extends CardHandlers {
  card: Card;
  dark: boolean;
  /** Whether there is a card to go back to. */
  back: boolean;
  /** The year in which the text around was written. */
  written?: number | undefined;
  /** Words of that text that spoke for this sense of a doubtful name. */
  because?: readonly string[] | undefined;
  /** Other terms that are written so. */
  others?: readonly Named[] | undefined;
  /** The term that the sentence sets against this one. */
  rival?: Named | undefined;
  actions?: CardActions | undefined;
}

export interface CardHandlers {
  onBack(): void;
  onTerm(id: string): void;
  onLang(lang: 'en' | 'ko'): void;
  onCompare?: (() => void) | undefined;
  onClose?: (() => void) | undefined;
}

/** A term's card. It knows nothing of where it stands; text is set as text, never as markup. */
export function CardView(props: CardViewProps) {
  const { card, dark, onTerm, because = [], others = [], rival, actions } = props;
  const text = CARD_TEXT[card.lang];
  const facts = factsOf(card);
  return (
    <div class="card" role="dialog" aria-labelledby="name" aria-describedby="about" lang={card.lang}>
      <CardHeader {...props} lang={card.lang}>
        <TermIcon card={card} dark={dark} />
        <div class="title">
          <h2 id="name">{card.name}</h2>
          <p class="kind">{KIND_NAMES[card.lang][card.kind]}</p>
        </div>
      </CardHeader>
      <div class="body">
        <Change {...props} />
        <div id="about">
          <p class="is">{card.is}</p>
          <p class="for">{card.for}</p>
        </div>
        {facts.length > 0 && <p class="facts">{facts.join(' · ')}</p>}
        {because.length > 0 && <Reason card={card} because={because} />}
        {others.length > 0 && (
          <div class="also">
            <p id="also">{text.also}</p>
            <Chips terms={others} labelledBy="also" onTerm={onTerm} />
          </div>
        )}
        {rival && (
          <button type="button" class="compare" onClick={props.onCompare}>
            <LineIcon name="compare" />
            <span>
              {text.compare} {rival.name}
            </span>
          </button>
        )}
        {card.neighbors.length > 0 && <Chips terms={card.neighbors} label={text.related} onTerm={onTerm} />}
      </div>
      {actions && <SaidRow lang={card.lang} said={actions.said} />}
      {(card.links.length > 0 || actions) && (
        <div class="foot">
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
          {actions && <ActionRow lang={card.lang} actions={actions} />}
        </div>
      )}
    </div>
  );
}

interface HeaderProps extends Pick<CardHandlers, 'onBack' | 'onLang' | 'onClose'> {
  lang: 'en' | 'ko';
  back: boolean;
  children: ComponentChildren;
}

/** The way back, what the card is about, the other language, and the way out. */
export function CardHeader({ lang, back, onBack, onLang, onClose, children }: HeaderProps) {
  const text = CARD_TEXT[lang];
  return (
    <header>
      {back && (
        <button type="button" class="icon-button" aria-label={text.back} onClick={onBack}>
          <LineIcon name="back" />
        </button>
      )}
      {children}
      <button type="button" class="lang" lang={text.otherLang} onClick={() => onLang(text.otherLang)}>
        {text.other}
      </button>
      {onClose && (
        <button type="button" class="icon-button close" aria-label={text.close} onClick={onClose}>
          <LineIcon name="close" />
        </button>
      )}
    </header>
  );
}

/** What has become of it since, with what stands in its place. */
function Change({ card, written, onTerm }: Pick<CardViewProps, 'card' | 'written' | 'onTerm'>) {
  const change = thenAndNow(card, written);
  if (!change) return null;
  const { line, successor } = change;
  return (
    <p class="change">
      {line}
      {successor && (
        <>
          {' · '}
          {CARD_TEXT[card.lang].today}{' '}
          <button type="button" onClick={() => onTerm(successor.id)}>
            {successor.name}
          </button>
        </>
      )}
    </p>
  );
}

/** Why this sense: the page's own words, each kept apart from our line's direction. */
function Reason({ card, because }: { card: Card; because: readonly string[] }) {
  const [before, joints, after] = reasonText(card, because.length);
  return (
    <p class="reason">
      {before}
      {because.map((word, i) => (
        <Fragment key={word}>
          <bdi>{word}</bdi>
          {joints[i]}
        </Fragment>
      ))}
      {after}
    </p>
  );
}

interface ChipsProps {
  terms: readonly Named[];
  label?: string;
  labelledBy?: string;
  onTerm(id: string): void;
}

function Chips({ terms, label, labelledBy, onTerm }: ChipsProps) {
  return (
    <ul class="chips" aria-label={label} aria-labelledby={labelledBy}>
      {terms.map(({ id, name }) => (
        <li key={id}>
          <button type="button" onClick={() => onTerm(id)}>
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The term's own mark in its color where that can be seen, else in the text's; the kind's icon where it has none. */
export function TermIcon({ card, dark }: { card: Pick<Card, 'icon' | 'kind'>; dark: boolean }) {
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
