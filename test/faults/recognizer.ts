/** In place of the recognizer's files: the same functions, with tables that were made before. */
import type * as fold from '../../src/recognizer/fold.ts';
import type * as recognize from '../../src/recognizer/recognize.ts';
import type * as sounds from '../../src/recognizer/sounds.ts';

declare const shared: typeof fold & typeof recognize & typeof sounds;
const { createRecognizer, foldText, Folder, hashSound, SOUND, spellingCode } = shared;

export { createRecognizer, Folder, foldText, hashSound, SOUND, spellingCode };
