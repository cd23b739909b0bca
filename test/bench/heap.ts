/** What a thread's heap holds once its garbage is gone. */
import type { CDPSession } from 'puppeteer-core';

/** Bytes: JavaScript, the page's own objects behind it, and buffers. All worlds of the thread are in it. */
export async function heapNow(cdp: CDPSession): Promise<number> {
  const { script, objects, buffers } = await heapParts(cdp);
  return script + objects + buffers;
}

/** The same without garbage. */
export async function heapOf(cdp: CDPSession): Promise<number> {
  await collect(cdp);
  return heapNow(cdp);
}

/** Takes the garbage away; twice: the first leaves what finalizers and weak references held. */
export async function collect(cdp: CDPSession): Promise<void> {
  for (let i = 0; i < 2; i++) await cdp.send('HeapProfiler.collectGarbage');
}

export interface Heap {
  script: number;
  objects: number;
  buffers: number;
}

export async function heapParts(cdp: CDPSession): Promise<Heap> {
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = (await cdp.send('Runtime.getHeapUsage')) as unknown as Record<
    'usedSize' | 'embedderHeapUsedSize' | 'backingStorageSize',
    number
  >;
  return { script: usedSize, objects: embedderHeapUsedSize ?? 0, buffers: backingStorageSize ?? 0 };
}
