/** Answers of the browser, above all of its storage, which may also never come: then what waits for them goes on, and the reader is told. */

/** Milliseconds. Storage answers in a few; this is the time after which it is out of order. */
const LOST_MS = 8_000;

/** @throws what the browser says, and when it says nothing */
export function answered<T>(ask: () => Promise<T>, most = LOST_MS): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${most / 1000} seconds`)), most);
    // an extension page that outlived its extension throws at once
    new Promise<T>((asked) => asked(ask())).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** What is stored under a key. */
export async function storedAt(area: { get(key: string): Promise<Record<string, unknown>> }, key: string): Promise<unknown> {
  return (await answered(() => area.get(key)))[key];
}
