/** A part of the page benchmark: it measures, and tells what it found as a piece of `docs/performance.md`. */
import type { BenchPage } from './generated-pages.ts';
import type { PageServer } from './page-server.ts';
import type { Origins } from './profile.ts';
import type { Rigs } from './rigs.ts';

export interface Run {
  rigs: Rigs;
  server: PageServer;
  /** An empty page of the same site. */
  blank: string;
  origins: Origins;
  pages: readonly BenchPage[];
  /** Of each measurement; medians are told. */
  rounds: number;
  quick: boolean;
  profile: boolean;
  /** Says how far it is. */
  tell(text: string): void;
}

export interface Part {
  name: string;
  title: string;
  /** Measures; returns Markdown. */
  run(run: Run): Promise<string>;
}
