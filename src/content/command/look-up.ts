/** Explains what the reader has selected: also where nothing is marked, and where Termlight is off. */
import type { PageSettings } from '../../messages.ts';
import type { Lang } from '../../recognizer/types.ts';
import type { NoteName } from '../../ui/note-text.ts';
import { ask } from '../ask.ts';
import { Cards, cardLanguage } from '../card/cards.ts';
import { Explainer } from '../card/explainer.ts';
import { rectsOf } from '../mark/marked-block.ts';
import { Note } from './note.ts';
import { languageAround, MOST_TEXT, placeWithout, type Selected, selected, spotAt } from './selected.ts';

/** Where a card can be shown. */
export interface Stage {
  cards: Cards;
  explainer: Explainer;
}

export interface LookUpHooks {
  settings(): Promise<PageSettings>;
  /** The session's; null where there is none. */
  stage(): Promise<Stage | null>;
  shadowRoots(): ShadowRoot[];
}

export class LookUp {
  readonly #life: AbortController;
  readonly #hooks: LookUpHooks;
  readonly #note: Note;
  /** For a frame without a session. */
  #own: { stage: Stage; life: AbortController } | null = null;
  #visit = 0;

  constructor(life: AbortController, hooks: LookUpHooks) {
    this.#life = life;
    this.#hooks = hooks;
    this.#note = new Note(life);
  }

  /** `given`: the selection as the browser gave it with a menu; else what is selected in the page now. */
  async go(given?: string): Promise<void> {
    const visit = ++this.#visit;
    const here = selected(this.#hooks.shadowRoots());
    const place = given === undefined ? here : here ? { ...here, text: given.slice(0, MOST_TEXT) } : placeWithout(given);
    let settings: PageSettings;
    try {
      settings = await this.#hooks.settings();
      if (visit !== this.#visit) return;
      if (!place) {
        this.#sayHere('select', settings);
        return;
      }
      const lang = cardLanguage(settings.cardLanguage, languageAround(place));
      const cards = await ask('lookUp', { text: place.text, lang }, this.#life);
      if (visit !== this.#visit) return;
      const [first, ...others] = cards;
      if (!first) {
        this.#say('unknown', place, lang, settings);
        return;
      }
      const stage = (await this.#hooks.stage()) ?? this.#ownStage(settings);
      if (visit !== this.#visit) return;
      stage.cards.add(cards);
      const spot = spotAt(
        place,
        lang,
        first.id,
        others.map((card) => card.id),
      );
      const line = rectsOf(spot)[0];
      if (!line) return;
      this.#note.close();
      const at = { x: (line.left + line.right) / 2, y: line.top };
      stage.explainer.input({ type: 'show', on: spot, focus: true }, { spot, line }, at);
    } catch {
      // No answer, or the end: the page stays as it is.
    }
  }

  /** Says that there is no mention to go to. */
  async none(): Promise<void> {
    const visit = ++this.#visit;
    try {
      const settings = await this.#hooks.settings();
      if (visit === this.#visit) this.#sayHere('none', settings);
    } catch {
      // The extension is gone.
    }
  }

  /** The frame's session begins: a card of ours goes. */
  forget(): void {
    this.#own?.life.abort();
    this.#own = null;
  }

  #sayHere(name: NoteName, settings: PageSettings): void {
    const place = placeWithout('');
    if (place) this.#say(name, place, cardLanguage(settings.cardLanguage, languageAround(place)), settings);
  }

  #say(name: NoteName, place: Selected, lang: Lang, settings: PageSettings): void {
    const line = rectsOf(spotAt(place, lang, '', []))[0];
    if (line) void this.#note.show(name, lang, place.element, line, settings.theme);
  }

  #ownStage(settings: PageSettings): Stage {
    this.forget();
    const life = new AbortController();
    const { signal } = life;
    this.#life.signal.addEventListener('abort', () => life.abort(), { signal });
    const cards = new Cards(life);
    const explainer = new Explainer(cards, settings, signal);
    // No pointer is followed here: a press elsewhere is all that closes it, besides Escape.
    const onPress = (event: PointerEvent): void => {
      if (!explainer.holds(event)) explainer.input({ type: 'dismiss' }, null, { x: event.clientX, y: event.clientY });
    };
    addEventListener('pointerdown', onPress, { capture: true, passive: true, signal });
    this.#own = { stage: { cards, explainer }, life };
    return this.#own.stage;
  }
}
