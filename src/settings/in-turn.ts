/**
 * Changes of one thing go one after the other, so that none undoes another: in all contexts of the extension (background, popup,
 * options) where the browser has locks, else in this one. A context that is stopped lets go of its locks.
 */
const queues = new Map<string, Promise<unknown>>();

export function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const { locks } = globalThis.navigator ?? {};
  // the await keeps what the lock gives a plain promise of T
  if (locks) return locks.request(`termlight ${name}`, async () => await work());
  const done = (queues.get(name) ?? Promise.resolve()).then(work);
  const settled = done.catch(() => {});
  queues.set(name, settled);
  void settled.then(() => queues.get(name) === settled && queues.delete(name));
  return done;
}
