/** The bundled glossary in the worker: read when it is first asked for; a failed reading is tried again at the next question. */
import type { Card } from '../glossary/card.ts';
import { CardShelf } from '../glossary/card-shelf.ts';
import { createRecognizer, type Recognizer } from '../recognizer/recognize.ts';
import type { Lang } from '../recognizer/types.ts';

export class Glossary {
  #recognizer: Promise<Recognizer> | undefined;
  #numbers: Promise<string[]> | undefined;
  readonly #shelf: CardShelf;

  /** `read` gets a file of the glossary folder. */
  constructor(private readonly read: (file: string) => Promise<Response>) {
    this.#shelf = new CardShelf(async (file) => (await read(file)).json());
  }

  recognizer(): Promise<Recognizer> {
    this.#recognizer ??= this.read('dictionary.bin').then(async (file) => createRecognizer(await file.arrayBuffer()));
    this.#recognizer.catch(() => {
      this.#recognizer = undefined;
    });
    return this.#recognizer;
  }

  cards(ids: readonly string[], lang: Lang): Promise<Card[]> {
    return ids.length === 0 ? Promise.resolve([]) : this.#shelf.get(ids, lang);
  }

  /** Ids of terms by stable number. */
  numbers(): Promise<string[]> {
    this.#numbers ??= this.read('numbers.json').then((file) => file.json() as Promise<string[]>);
    this.#numbers.catch(() => {
      this.#numbers = undefined;
    });
    return this.#numbers;
  }
}
