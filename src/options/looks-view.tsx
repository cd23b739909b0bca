import { markName } from '../settings/mark-name.ts';
import type { Settings } from '../settings/settings.ts';
import { Choice, Switch } from '../ui/controls.tsx';
import { t } from '../ui/page-text.ts';
import { Marked } from './marked.tsx';
import { useSay } from './notice.tsx';
import type { Chosen } from './stored.ts';

/** How marks and cards look, what opens a card, and what is marked. Everything holds at once. */
export function LooksView({ chosen }: { chosen: Chosen }) {
  const say = useSay();
  const { settings } = chosen;
  const change = async (choice: Partial<Settings>) => {
    const failed = await chosen.change(choice);
    if (failed !== undefined) say({ text: t('changeNotSaved', failed), fault: true });
  };
  const { markStyle, markColor } = settings;
  const colored = (color: Settings['markColor'], text: string) => (
    <Marked name={markName({ markStyle, markColor: color })}>{text}</Marked>
  );
  const styled = (style: Settings['markStyle'], text: string) => (
    <Marked name={markName({ markStyle: style, markColor })}>{text}</Marked>
  );
  return (
    <>
      <p class="lead">{t('looksLead')}</p>
      <section aria-labelledby="marks">
        <h2 id="marks">{t('marks')}</h2>
        <div class="samples">
          <Sample side="light" settings={settings} />
          <Sample side="dark" settings={settings} />
        </div>
        <Choice
          name="markStyle"
          label={t('markStyle')}
          value={markStyle}
          onChange={(style) => void change({ markStyle: style })}
          values={[
            ['dotted', styled('dotted', t('markDotted'))],
            ['solid', styled('solid', t('markSolid'))],
            ['tint', styled('tint', t('markTint'))],
          ]}
        />
        <Choice
          name="markColor"
          label={t('markColor')}
          value={markColor}
          onChange={(color) => void change({ markColor: color })}
          values={[
            ['text', colored('text', t('colorText'))],
            ['blue', colored('blue', t('colorBlue'))],
            ['green', colored('green', t('colorGreen'))],
            ['orange', colored('orange', t('colorOrange'))],
            ['violet', colored('violet', t('colorViolet'))],
            ['gray', colored('gray', t('colorGray'))],
          ]}
        />
        <Choice
          name="density"
          label={t('density')}
          value={settings.density}
          onChange={(density) => void change({ density })}
          values={[
            ['section', t('densitySection')],
            ['page', t('densityPage')],
            ['all', t('densityAll')],
          ]}
        />
        <Choice
          name="confidence"
          label={t('confidence')}
          value={settings.confidence}
          onChange={(confidence) => void change({ confidence })}
          values={[
            ['certain', t('confidenceCertain')],
            ['usual', t('confidenceUsual')],
            ['everything', t('confidenceEverything')],
          ]}
        />
        <Switch
          label={t('concepts')}
          note={t('conceptsNote')}
          checked={settings.concepts}
          onChange={(concepts) => void change({ concepts })}
        />
      </section>
      <section aria-labelledby="cards">
        <h2 id="cards">{t('cards')}</h2>
        <Choice
          name="trigger"
          label={t('trigger')}
          value={settings.trigger}
          onChange={(trigger) => void change({ trigger })}
          values={[
            ['hover', t('triggerHover')],
            ['click', t('triggerClick')],
            ['alt', t('triggerAlt')],
            ['shift', t('triggerShift')],
          ]}
        />
        <Choice
          name="delay"
          label={t('delay')}
          value={settings.delay}
          onChange={(delay) => void change({ delay })}
          values={[
            [120, t('delayShort')],
            [220, t('delayUsual')],
            [400, t('delayLong')],
            [700, t('delayLongest')],
          ]}
        />
        <Choice
          name="cardLanguage"
          label={t('cardLanguage')}
          value={settings.cardLanguage}
          onChange={(cardLanguage) => void change({ cardLanguage })}
          values={[
            ['text', t('cardLanguageText')],
            ['en', 'English'],
            ['ko', '한국어'],
          ]}
        />
        <Choice
          name="theme"
          label={t('theme')}
          value={settings.theme}
          onChange={(theme) => void change({ theme })}
          values={[
            ['page', t('themePage')],
            ['light', t('themeLight')],
            ['dark', t('themeDark')],
          ]}
        />
      </section>
      <section aria-labelledby="button">
        <h2 id="button">{t('toolbarButton')}</h2>
        <Switch label={t('badge')} note={t('badgeNote')} checked={settings.badge} onChange={(badge) => void change({ badge })} />
      </section>
    </>
  );
}

/** A sentence with two marks, as they look on a light or a dark page. */
function Sample({ side, settings }: { side: 'light' | 'dark'; settings: Settings }) {
  const name = markName(settings);
  return (
    <figure class="sample" data-side={side}>
      <p>
        {t('sampleBefore')}
        <Marked name={name}>Sidekiq</Marked>
        {t('sampleBetween')}
        <Marked name={name}>Redis</Marked>
        {t('sampleAfter')}
      </p>
      <figcaption>{side === 'light' ? t('sampleLight') : t('sampleDark')}</figcaption>
    </figure>
  );
}
