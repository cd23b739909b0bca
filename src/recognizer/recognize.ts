import type { Block, BlockResult, Evidence, Options } from './types.ts';

/** Evidence of nothing. */
export function noEvidence(): Evidence {
  return { sure: {}, code: {}, doubtful: {}, own: {}, tech: [0, 0] };
}
export interface Recognizer {
  /** Recognizes blocks; `page` is the merged evidence of all other blocks of the page. */
  recognize(blocks: Block[], page: Evidence, options: Options): BlockResult[];
}
