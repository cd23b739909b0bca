import type { Card } from '../glossary/card.ts';
import { CARD_TEXT, factWords } from './card-text.ts';
import { type CardHandlers, CardHeader, TermIcon } from './card-view.tsx';
import { KIND_NAMES } from './kind-names.ts';
import { thenAndNow } from './then-and-now.ts';

export interface CompareViewProps extends CardHandlers {
  /** In the same language. */
  cards: readonly [Card, Card];
  dark: boolean;
}

type Row = keyof (typeof CARD_TEXT)['en']['row'];
const ROWS = ['kind', 'since', 'by', 'writtenIn', 'status', 'is', 'for'] as const satisfies Row[];

/** Two terms side by side; only what at least one of them has. */
export function CompareView({ cards, dark, onBack, onTerm, onLang, onClose }: CompareViewProps) {
  const { lang } = cards[0];
  const text = CARD_TEXT[lang];
  const columns = cards.map(wordsOf);
  return (
    <div class="card versus" role="dialog" aria-labelledby="name" lang={lang}>
      <CardHeader lang={lang} back={true} onBack={onBack} onLang={onLang} onClose={onClose}>
        <h2 id="name" class="title">
          {cards.map((card) => card.name).join(' · ')}
        </h2>
      </CardHeader>
      <div class="body">
        <table>
          <thead>
            <tr>
              {cards.map((card) => (
                <th key={card.id} scope="col">
                  <div>
                    <TermIcon card={card} dark={dark} />
                    <button type="button" onClick={() => onTerm(card.id)}>
                      {card.name}
                    </button>
                  </div>
                </th>
              ))}
            </tr>
          </thead>
          {ROWS.filter((row) => columns.some((words) => words[row] !== undefined)).map((row) => (
            <tbody key={row}>
              <tr>
                <th colSpan={2} scope="rowgroup">
                  {text.row[row]}
                </th>
              </tr>
              <tr>
                {columns.map((words, i) => (
                  <td key={cards[i]?.id}>{words[row] ?? '–'}</td>
                ))}
              </tr>
            </tbody>
          ))}
        </table>
      </div>
    </div>
  );
}

function wordsOf(card: Card): Partial<Record<Row, string>> {
  const change = thenAndNow(card);
  return {
    kind: KIND_NAMES[card.lang][card.kind],
    ...factWords(card),
    ...(change && { status: change.line + (change.successor ? ` → ${change.successor.name}` : '') }),
    is: card.is,
    for: card.for,
  };
}
