/**
 * Upgrades of stored settings: `UPGRADES[n - 1]` takes the choices of version n to version n + 1. A released upgrade is
 * never edited; each has a before and after in `test/unit/settings.test.ts`.
 */
type Choices = Record<string, unknown>;

export const UPGRADES: readonly ((chosen: Choices) => Choices)[] = [];

/** Version of what is written today. */
export const VERSION = UPGRADES.length + 1;
