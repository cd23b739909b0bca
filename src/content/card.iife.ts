/** The third script of the content: the card, when the pointer first rests on a mark. */
import { Book } from './card/book.tsx';
import { CardWindow } from './card/card-window.tsx';
import { offer } from './parts.ts';

const card = { Book, CardWindow };
export type CardPart = typeof card;

offer('card', card);
