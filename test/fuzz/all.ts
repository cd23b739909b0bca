/** All properties, in the order in which they run. */
import { backupFuzz } from './backup.ts';
import { filesFuzz } from './files.ts';
import { foldingFuzz } from './folding.ts';
import type { Fuzz } from './fuzz.ts';
import { knownFuzz } from './known.ts';
import { messagesFuzz } from './messages.ts';
import { ownMentionsFuzz } from './own-mentions.ts';
import { recognizerFuzz } from './recognizer.ts';
import { runsFuzz } from './runs.ts';
import { settingsFuzz } from './settings.ts';

export const ALL: readonly Fuzz[] = [
  ...recognizerFuzz,
  ...foldingFuzz,
  ...ownMentionsFuzz,
  ...runsFuzz,
  ...settingsFuzz,
  ...knownFuzz,
  ...filesFuzz,
  ...backupFuzz,
  ...messagesFuzz,
];
