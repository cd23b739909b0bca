/**
 * Every delay of the pointer and the card in one place, but for the rest before a card opens, which the reader chooses. Milliseconds,
 * unless said otherwise.
 */

/** The card stays so long after the pointer has left word and card: room for a slip (Wikipedia's previews: 300). */
export const LEAVE_MS = 280;
/** On the way from word to card the pointer has longer, counted from its last move. */
export const WAY_MS = 450;
/** After a key press the pointer counts for nothing until it has rested so long: the reader is typing. */
export const TYPING_MS = 700;
/** A pointer faster than this is on its way elsewhere. CSS px per millisecond. */
export const FAST = 1.2;
/** After a fast move the place is looked at when the pointer has rested so long. */
export const REST_MS = 60;
/** A touch longer than this is no tap. */
export const TAP_MS = 500;
/** A touch that moved farther is no tap. CSS px. */
export const TAP_MOVE = 10;
/** The page scrolled by this much under an open card: it closes. CSS px. */
export const SCROLL_AWAY = 60;
