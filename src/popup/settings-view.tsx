import type { Settings } from '../settings/settings.ts';
import { t } from './text.ts';

interface Props {
  settings: Settings;
  onChange(choice: Partial<Settings>): void;
}

/** A row of choices of which one holds; the browser's own radio buttons underneath, for keyboard and screen reader. */
function Choice<K extends keyof Settings>({
  name,
  label,
  values,
  settings,
  onChange,
}: Props & { name: K; label: string; values: readonly (readonly [Settings[K] & string, string])[] }) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      <div class="segments">
        {values.map(([value, text]) => (
          <label key={value} class={settings[name] === value ? 'chosen' : ''}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={settings[name] === value}
              onChange={() => onChange({ [name]: value } as Partial<Settings>)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What is marked, and how cards look. */
export function SettingsView(props: Props) {
  const { settings, onChange } = props;
  return (
    <details class="settings">
      <summary>{t('settings')}</summary>
      <Choice
        {...props}
        name="density"
        label={t('density')}
        values={[
          ['section', t('densitySection')],
          ['page', t('densityPage')],
          ['all', t('densityAll')],
        ]}
      />
      <Choice
        {...props}
        name="confidence"
        label={t('confidence')}
        values={[
          ['certain', t('confidenceCertain')],
          ['usual', t('confidenceUsual')],
          ['everything', t('confidenceEverything')],
        ]}
      />
      <Choice
        {...props}
        name="cardLanguage"
        label={t('cardLanguage')}
        values={[
          ['text', t('cardLanguageText')],
          ['en', 'English'],
          ['ko', '한국어'],
        ]}
      />
      <Choice
        {...props}
        name="theme"
        label={t('theme')}
        values={[
          ['page', t('themePage')],
          ['light', t('themeLight')],
          ['dark', t('themeDark')],
        ]}
      />
      <label class="row">
        <span>
          {t('concepts')}
          <small>{t('conceptsNote')}</small>
        </span>
        <input
          type="checkbox"
          role="switch"
          checked={settings.concepts}
          aria-checked={settings.concepts}
          onChange={(e) => onChange({ concepts: e.currentTarget.checked })}
        />
      </label>
    </details>
  );
}
