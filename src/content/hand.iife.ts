/** The second script of the content: what the reader points at, asks for by a key, or looks up. */
import { LookUp } from './command/look-up.ts';
import { Hand } from './hand.ts';
import { offer } from './parts.ts';

const hand = { Hand, LookUp };
export type HandPart = typeof hand;

offer('hand', hand);
