/** Typed neighbors that are written; the compiler derives their inverses. Apart from the schema: the extension packs own terms, and reads no YAML. */
export const RELATIONS = ['written_in', 'part_of', 'runs_on', 'alternative_to', 'related'] as const;
export type Relation = (typeof RELATIONS)[number];
