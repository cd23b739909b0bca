import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { markName } from '../settings/mark-name.ts';
import type { Settings } from '../settings/settings.ts';
import { useSettings } from '../settings/use-settings.ts';
import { EVERYWHERE, hasAccess, requestAccess } from '../ui/access.ts';
import { Choice } from '../ui/controls.tsx';
import { t, UI_LANG } from '../ui/page-text.ts';
import { type Shortcut, shortcuts } from '../ui/shortcuts.ts';
import { useDark } from '../ui/use-dark.ts';
import { Sample } from './sample.tsx';
import { type Found, marksOf, recognizeSamples, type SampleLang } from './samples.ts';

/** The reader's own language first. */
const ORDER: readonly SampleLang[] = UI_LANG === 'ko' ? ['ko', 'en'] : ['en', 'ko'];
const FIREFOX = location.protocol === 'moz-extension:';
/** The worker may be starting. Milliseconds. */
const TRIES_MS = [0, 300, 1_500] as const;

/** The first run: try it, choose two things, and know what is kept. One page, opened once. */
export function Welcome() {
  const { settings, saved, change } = useSettings();
  const dark = useDark(settings.theme);
  return (
    <>
      <header>
        <h1>{t('welcomeTitle')}</h1>
        <p class="lead">{t('welcomeLead')}</p>
      </header>
      <Access />
      <Part id="try" title={t('welcomeTry')}>
        <p>{t('welcomeTryHow')}</p>
        <Samples settings={settings} dark={dark} />
      </Part>
      <Part id="choose" title={t('welcomeChoose')}>
        <Choice
          name="cardLanguage"
          value={settings.cardLanguage}
          onChange={(cardLanguage) => change({ cardLanguage })}
          label={t('cardLanguage')}
          values={[
            ['text', t('cardLanguageText')],
            ['en', 'English'],
            ['ko', '한국어'],
          ]}
        />
        <Choice
          name="density"
          value={settings.density}
          onChange={(density) => change({ density })}
          label={t('density')}
          values={[
            ['section', t('densitySection')],
            ['page', t('densityPage')],
            ['all', t('densityAll')],
          ]}
        />
        <p role="status">{!saved && <span class="fault">{t('notSaved')}</span>}</p>
      </Part>
      <Keys />
      <Part id="privacy" title={t('welcomePrivacy')}>
        <ul class="lines">
          <li>{t('welcomePrivacyHere')}</li>
          <li>{t('welcomePrivacyNothing')}</li>
          <li>{t('welcomePrivacyTyped')}</li>
        </ul>
      </Part>
      <footer>
        <p>{t('welcomeDone')}</p>
        <button type="button" class="plain" onClick={() => void browser.runtime.openOptionsPage()}>
          {t('allOptions')}
        </button>
      </footer>
    </>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Samples({ settings, dark }: { settings: Settings; dark: boolean }) {
  const { confidence, concepts, cardLanguage, density, delay } = settings;
  const [found, setFound] = useState<Found>();
  const [fault, setFault] = useState(false);
  /** Where the last card was opened. */
  const [at, setAt] = useState<SampleLang>();
  useEffect(() => {
    let current = true;
    const recognize = async () => {
      for (const wait of TRIES_MS) {
        await new Promise((done) => setTimeout(done, wait));
        if (!current) return;
        try {
          const all = await recognizeSamples({ confidence, concepts, cardLanguage });
          if (current) setFound(all);
          return setFault(false);
        } catch (error) {
          console.warn('Termlight:', error);
        }
      }
      setFault(true);
    };
    void recognize();
    return () => {
      current = false;
    };
  }, [confidence, concepts, cardLanguage]);
  const marks = useMemo(() => marksOf(found?.mentions ?? { en: [], ko: [] }, density, ORDER), [found, density]);
  return (
    <>
      {ORDER.map((lang) => (
        <Sample
          key={lang}
          lang={lang}
          marks={marks[lang]}
          active={at === lang}
          onShow={() => setAt(lang)}
          cardOf={({ term }) => found?.cards.get(`${term}/${cardLanguage === 'text' ? lang : cardLanguage}`)}
          look={markName(settings)}
          dark={dark}
          delay={delay}
        />
      ))}
      <p role="status">{fault && <span class="fault">{t('welcomeTryFault')}</span>}</p>
    </>
  );
}

/** In Firefox the reader may have refused access at install, or take it back; without it nothing works, so it comes first. */
function Access() {
  const [granted, setGranted] = useState<boolean>();
  useEffect(() => {
    const read = () => void hasAccess(EVERYWHERE.origins).then(setGranted);
    read();
    browser.permissions.onAdded.addListener(read);
    browser.permissions.onRemoved.addListener(read);
    return () => {
      browser.permissions.onAdded.removeListener(read);
      browser.permissions.onRemoved.removeListener(read);
    };
  }, []);
  // Chrome grants it at install, and says so itself
  if (granted === undefined || (granted && !FIREFOX)) return null;
  return (
    <Part id="access" title={t('welcomeAccess')}>
      <p>{t('welcomeAccessWhy')}</p>
      <p role="status" class={granted ? 'granted' : 'refused'}>
        {granted ? t('welcomeAccessGranted') : t('welcomeAccessMissing')}
      </p>
      {!granted && (
        <button type="button" class="primary" onClick={() => void requestAccess().catch(() => false)}>
          {t('grantAccess')}
        </button>
      )}
    </Part>
  );
}

function Keys() {
  const [keys, setKeys] = useState<readonly Shortcut[]>([]);
  useEffect(() => {
    const read = () => void shortcuts().then(setKeys);
    read();
    // the reader may come back from changing them
    addEventListener('focus', read);
    return () => removeEventListener('focus', read);
  }, []);
  const set = keys.filter(({ key }) => key !== '');
  if (set.length === 0) return null;
  return (
    <Part id="keys" title={t('welcomeKeys')}>
      <dl class="keys">
        {set.map(({ name, description, key }) => (
          <div key={name}>
            <dt>{description}</dt>
            <dd>
              <kbd>{key}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
