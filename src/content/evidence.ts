/** The evidence of a page, kept per block as counts and merged on demand. */
import type { Evidence } from '../recognizer/types.ts';

export function noEvidence(): Evidence {
  return { sure: {}, code: {}, doubtful: {}, own: {}, tech: [0, 0] };
}

/** Adds `more` to `sum`, in place. The order of additions does not matter. */
export function addEvidence(sum: Evidence, more: Evidence): void {
  for (const key of ['sure', 'code', 'own'] as const)
    for (const [name, count] of Object.entries(more[key])) sum[key][name] = (sum[key][name] ?? 0) + count;
  for (const [name, [count, score, highest]] of Object.entries(more.doubtful)) {
    const had = sum.doubtful[name];
    sum.doubtful[name] = had ? [had[0] + count, had[1] + score, Math.max(had[2], highest)] : [count, score, highest];
  }
  sum.tech[0] += more.tech[0];
  sum.tech[1] += more.tech[1];
}

function saysSomething(evidence: Evidence): boolean {
  if (evidence.tech[0] !== 0 || evidence.tech[1] !== 0) return true;
  return [evidence.sure, evidence.code, evidence.doubtful, evidence.own].some((part) => Object.keys(part).length > 0);
}

/** Evidence by block; a block that leaves the page takes its evidence along. */
export class PageEvidence {
  readonly #blocks = new Map<number, { evidence: Evidence; container: WeakRef<Node> }>();
  readonly #byContainer = new WeakMap<Node, number[]>();
  #sum = noEvidence();
  /** Not summed up yet: a page that is read with one question never needs the sum. */
  #news: Evidence[] = [];
  #stale = false;

  set(id: number, evidence: Evidence, node: Node): void {
    if (this.#blocks.delete(id)) this.#stale = true;
    if (!saysSomething(evidence)) return;
    this.#blocks.set(id, { evidence, container: new WeakRef(node) });
    const ids = this.#byContainer.get(node);
    if (!ids) this.#byContainer.set(node, [id]);
    else if (!ids.includes(id)) ids.push(id);
    this.#news.push(evidence);
  }

  remove(id: number): void {
    if (this.#blocks.delete(id)) this.#stale = true;
  }

  /** Blocks of a container that have said something. */
  idsAt(container: Node): number[] {
    return this.#byContainer.get(container)?.filter((id) => this.#blocks.has(id)) ?? [];
  }

  /** The page has lost elements: those blocks no longer count. */
  prune(): void {
    for (const [id, { container }] of this.#blocks) if (!container.deref()?.isConnected) this.remove(id);
  }

  /** The evidence of all blocks but these. */
  merged(except?: ReadonlySet<number>): Evidence {
    if (except && [...except].some((id) => this.#blocks.has(id))) return this.#sumUp(except);
    if (this.#stale) this.#sum = this.#sumUp();
    else for (const evidence of this.#news) addEvidence(this.#sum, evidence);
    this.#stale = false;
    this.#news = [];
    return this.#sum;
  }

  #sumUp(except?: ReadonlySet<number>): Evidence {
    const sum = noEvidence();
    for (const [id, { evidence }] of this.#blocks) if (!except?.has(id)) addEvidence(sum, evidence);
    return sum;
  }
}
