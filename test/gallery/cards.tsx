/** Every state of the card, each in a shadow root of its own as in a page, with fixed data. */
import { type JSX, render } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import hostCss from '../../src/content/card/host.css?inline';
import { reportOf } from '../../src/content/card/report.ts';
import type { Card } from '../../src/glossary/card.ts';
import cardCss from '../../src/ui/card.css?inline';
import type { CardActions, Said } from '../../src/ui/card-actions.tsx';
import { CARD_TEXT } from '../../src/ui/card-text.ts';
import { CardView, type CardViewProps } from '../../src/ui/card-view.tsx';
import { CompareView } from '../../src/ui/compare-view.tsx';
import { NOTES } from '../../src/ui/note-text.ts';
import tokensCss from '../../src/ui/tokens.css?inline';
import { cardOf } from './fixed.ts';
import { askedFor, type Lang } from './scenes.ts';

const { lang, theme } = askedFor(location.search);
const dark = theme === 'dark';
const text = CARD_TEXT[lang];
const nothing = () => {};

/** In a page the host stands in the top layer and the card where its word is; here both stand in line. */
const IN_LINE = `
:host { position: static !important; display: block !important; inline-size: auto !important; block-size: auto !important; }
.tl-root { position: static; inline-size: 348px; max-inline-size: 100%; animation: none; }
.tl-root.wide { inline-size: 460px; }
.tl-root.sheet { inline-size: 360px; max-block-size: 384px; }`;

function actions(more: Partial<CardActions> = {}): CardActions {
  const none = { known: false, plain: false, pinned: false, said: null };
  return { ...none, onKnow: nothing, onPlain: nothing, onPin: nothing, onCopy: nothing, ...more };
}

function view(card: Card, more: Partial<CardViewProps> = {}): JSX.Element {
  const handlers = { onBack: nothing, onTerm: nothing, onLang: nothing, onCompare: nothing };
  return <CardView card={card} dark={dark} back={false} actions={actions()} {...handlers} {...more} />;
}

const card = (id: string, of: Lang = lang) => cardOf(id, of);
const compared = (a: string, b: string) => (
  <CompareView cards={[card(a), card(b)]} dark={dark} onBack={nothing} onTerm={nothing} onLang={nothing} onClose={nothing} />
);

const known: Said = { text: text.saidKnown, onUndo: nothing };
const plain: Said = { text: text.saidPlain, onUndo: nothing, onReport: nothing };
const report = reportOf({
  card: card('redis'),
  surface: 'Redis',
  host: 'blog.example.com',
  version: '0.1.0',
  textLang: lang,
  because: [],
  others: [],
});
const own: Card = {
  id: 'own-aaaaaaaa',
  lang,
  name: 'Golf',
  kind: 'service',
  is:
    lang === 'ko'
      ? 'Veyron 다음에 만든 주문 서비스. 플랫폼 팀이 맡는다.'
      : 'The order service that came after Veyron; owned by the platform team.',
  for: '',
  neighbors: [],
  links: [{ kind: 'home', url: 'https://wiki.example.com/golf' }],
};
const long: Card = {
  ...card('model-context-protocol'),
  name: 'A_rather_long_name_without_any_blank_in_it_that_somebody_gave_to_a_term_of_his_own',
  by: 'An organization whose name is far longer than anything that fits into one line of a card',
};
const because = lang === 'ko' ? ['RDS', '장애 조치', 'MySQL'] : ['RDS', 'failover', 'MySQL'];

/** `shape`: as the window would have it. */
const STATES: readonly { name: string; page: JSX.Element; shape?: 'wide' | 'sheet' }[] = [
  { name: 'plain', page: view(card('redis')) },
  {
    name: 'ambiguous: the sense with its reason, the others a key away',
    page: view(card('amazon-aurora'), { because, others: [{ id: 'aurora', name: 'Apache Aurora' }] }),
  },
  { name: 'set against another', page: view(card('sinatra'), { rival: { id: 'ruby-on-rails', name: 'Ruby on Rails' } }) },
  { name: 'comparison', page: compared('sinatra', 'ruby-on-rails'), shape: 'wide' },
  { name: 'then and now: ended', page: view(card('angularjs'), { written: 2017 }) },
  { name: 'then and now: renamed', page: view(card('google-cloud-functions'), { written: 2021 }) },
  { name: 'ended, of an undated page', page: view(card('recoil')) },
  { name: 'known, to be undone', page: view(card('mysql'), { actions: actions({ known: true, said: known }) }) },
  { name: 'wrong here', page: view(card('redis'), { actions: actions({ plain: true, said: plain }) }) },
  {
    name: 'wrong here: the report, where the clipboard is refused',
    page: view(card('redis'), { actions: actions({ plain: true, said: { text: text.saidTake, take: report } }) }),
  },
  {
    name: 'pinned, turned to a neighbor',
    page: view(card('sidekiq'), { back: true, onClose: nothing, actions: actions({ pinned: true }) }),
  },
  { name: "the reader's own", page: view(own, { actions: actions({ onKnow: undefined }) }) },
  { name: 'much text, one long word', page: view(long, { back: true, onClose: nothing }) },
  { name: 'without an icon of its own', page: view(card('amazon-rds')) },
  { name: 'in the other language', page: view(card('hibernate', text.otherLang)) },
  { name: 'sheet on a narrow screen', page: view(card('spring-boot'), { onClose: nothing }), shape: 'sheet' },
  {
    name: 'in place of a card',
    page: (
      <p class="card note" role="status" lang={lang}>
        {NOTES[lang].unknown}
      </p>
    ),
  },
];

function Shadow({ page, shape = '' }: { page: JSX.Element; shape?: string }) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!host.current) return;
    const shadow = host.current.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${tokensCss}\n${cardCss}\n${hostCss}\n${IN_LINE}`);
    shadow.adoptedStyleSheets = [sheet];
    const frame = document.createElement('div');
    frame.className = `tl-root ${shape}`;
    frame.dataset.theme = theme;
    shadow.append(frame);
    render(page, frame);
  }, [page, shape]);
  return <div ref={host} />;
}

document.documentElement.lang = 'en';
document.documentElement.dataset.theme = theme;
const root = document.getElementById('cards');
if (root)
  render(
    <>
      <h1>Cards</h1>
      {STATES.map(({ name, ...state }) => (
        <section key={name}>
          <h2>{name}</h2>
          <Shadow {...state} />
        </section>
      ))}
    </>,
    root,
  );
document.documentElement.dataset.pressed = '0';
