import type { Settings } from '../settings/settings.ts';
import { Choice, Switch } from '../ui/controls.tsx';
import { t } from '../ui/page-text.ts';

interface Props {
  settings: Settings;
  onChange(choice: Partial<Settings>): void;
}

/** What is marked, and how cards look. */
export function SettingsView({ settings, onChange }: Props) {
  return (
    <details class="settings">
      <summary>{t('settings')}</summary>
      <Choice
        name="density"
        value={settings.density}
        onChange={(density) => onChange({ density })}
        label={t('density')}
        values={[
          ['section', t('densitySection')],
          ['page', t('densityPage')],
          ['all', t('densityAll')],
        ]}
      />
      <Choice
        name="confidence"
        value={settings.confidence}
        onChange={(confidence) => onChange({ confidence })}
        label={t('confidence')}
        values={[
          ['certain', t('confidenceCertain')],
          ['usual', t('confidenceUsual')],
          ['everything', t('confidenceEverything')],
        ]}
      />
      <Choice
        name="cardLanguage"
        value={settings.cardLanguage}
        onChange={(cardLanguage) => onChange({ cardLanguage })}
        label={t('cardLanguage')}
        values={[
          ['text', t('cardLanguageText')],
          ['en', 'English'],
          ['ko', '한국어'],
        ]}
      />
      <Choice
        name="theme"
        value={settings.theme}
        onChange={(theme) => onChange({ theme })}
        label={t('theme')}
        values={[
          ['page', t('themePage')],
          ['light', t('themeLight')],
          ['dark', t('themeDark')],
        ]}
      />
      <Switch
        label={t('concepts')}
        note={t('conceptsNote')}
        checked={settings.concepts}
        onChange={(concepts) => onChange({ concepts })}
      />
    </details>
  );
}
