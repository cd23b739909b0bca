/** Every delay of the pointer and the card in one place. Milliseconds, unless said otherwise. */

/** Rest on a mark before its card opens: long enough for a pointer that only passes, short enough to feel at once (Wikipedia's previews wait 500 in all). */
export const OPEN_MS = 220;
/** The card stays so long after the pointer has left word and card: room for a slip (Wikipedia's previews: 300). */
export const LEAVE_MS = 280;
/** On the way from word to card the pointer has longer, counted from its last move. */
export const WAY_MS = 450;
/** Another mark met while a card is open takes over after this rest. */
export const SWITCH_MS = 220;
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
