import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import type { Card } from '../glossary/card.ts';
import type { Answer, FrameReport } from '../messages.ts';
import type { Lang } from '../recognizer/types.ts';
import { DEFAULTS, type Settings } from '../settings/settings.ts';
import { type Loaded, SETTINGS_KEY, SettingsStore } from '../settings/storage.ts';
import { t, UI_LANG } from '../ui/page-text.ts';
import { SettingsView } from './settings-view.tsx';
import { FramePort, findTab, mergeReports, type PageTerm, requestAccess, type TabPlace } from './tab.ts';
import { TermsView } from './terms-view.tsx';

const store = new SettingsStore(browser.storage.sync, browser.storage.local);

/** The popup: is Termlight on here, and what is in this page. */
export function Popup() {
  const [loaded, setLoaded] = useState<Loaded>({ settings: DEFAULTS });
  const [tab, setTab] = useState<TabPlace | 'none'>();
  const [reports, setReports] = useState<FrameReport[]>([]);
  const [silent, setSilent] = useState(false);
  const [cards, setCards] = useState<ReadonlyMap<string, Card>>(new Map());
  const port = useRef<FramePort>(undefined);
  const { settings } = loaded;
  const dark = useDark(settings);

  useEffect(() => {
    const read = () => void store.load().then(setLoaded);
    const changed = (changes: Record<string, unknown>) => {
      if (SETTINGS_KEY in changes) read();
    };
    read();
    browser.storage.onChanged.addListener(changed);
    findTab(location.search).then(
      (found) => setTab(found ?? 'none'),
      () => setTab('none'),
    );
    return () => browser.storage.onChanged.removeListener(changed);
  }, []);

  useEffect(() => {
    if (tab === undefined || tab === 'none' || tab.reach !== 'open') return;
    port.current = new FramePort(tab.tabId, setReports, () => setSilent(true));
  }, [tab]);

  const page = useMemo(() => mergeReports(reports), [reports]);
  const cardLang: Lang = settings.cardLanguage === 'text' ? UI_LANG : settings.cardLanguage;
  const wanted = page.terms.map((term) => term.term).join(' ');
  useEffect(() => {
    if (wanted === '') return;
    let current = true;
    fetchCards(wanted.split(' '), cardLang).then((found) => {
      if (current) setCards(new Map(found.map((card) => [card.id, card])));
    });
    return () => {
      current = false;
    };
  }, [wanted, cardLang]);

  const change = (choice: Partial<Settings>) => {
    setLoaded({ ...loaded, settings: { ...settings, ...choice } });
    store.change(choice).catch(() => setLoaded({ ...loaded, fault: t('notSaved') }));
  };
  const host = tab !== undefined && tab !== 'none' ? tab.host : '';
  const onHere = !settings.offSites.includes(host);
  const switchSite = (on: boolean) =>
    change({ offSites: on ? settings.offSites.filter((h) => h !== host) : [...settings.offSites, host] });
  const show = (term: PageTerm) => {
    port.current?.show(term.term, term.frame);
    // the card opens in the page, which must have the focus
    setTimeout(() => window.close(), 0);
  };

  return (
    <>
      <header>
        <h1>Termlight</h1>
        <label class="switch">
          <span>{settings.on ? t('on') : t('off')}</span>
          <input
            type="checkbox"
            role="switch"
            aria-label={t('switchAll')}
            checked={settings.on}
            aria-checked={settings.on}
            onChange={(e) => change({ on: e.currentTarget.checked })}
          />
        </label>
      </header>
      {host !== '' && (
        <label class="row site">
          <span>
            {t('onThisSite')}
            <small>{host}</small>
          </span>
          <input
            type="checkbox"
            role="switch"
            checked={onHere}
            aria-checked={onHere}
            disabled={!settings.on}
            onChange={(e) => switchSite(e.currentTarget.checked)}
          />
        </label>
      )}
      {loaded.fault !== undefined && <p class="fault">{t('settingsFault', loaded.fault)}</p>}
      <section class="page" aria-live="polite">
        <PageState tab={tab} settings={settings} onHere={onHere} answered={reports.length > 0} silent={silent} page={page} />
        {settings.on && onHere && <TermsView terms={page.terms} cards={cards} dark={dark} onShow={show} />}
      </section>
      <SettingsView settings={settings} onChange={change} />
    </>
  );
}

interface PageStateProps {
  tab: TabPlace | 'none' | undefined;
  settings: Settings;
  onHere: boolean;
  answered: boolean;
  silent: boolean;
  page: ReturnType<typeof mergeReports>;
}

/** One line on what is to be seen here, or what the reader can do. */
function PageState({ tab, settings, onHere, answered, silent, page }: PageStateProps) {
  if (!settings.on) return <p class="state">{t('stateOff')}</p>;
  if (tab === undefined) return <p class="state">{t('stateReading')}</p>;
  if (tab === 'none' || tab.reach === 'unreadable') return <p class="state">{t('stateUnreadable')}</p>;
  if (tab.reach === 'no-access')
    return (
      <div class="state">
        <p>{t('stateNoAccess')}</p>
        <button
          type="button"
          class="primary"
          onClick={() => void requestAccess().then((granted) => granted && location.reload())}
        >
          {t('grantAccess')}
        </button>
      </div>
    );
  if (!onHere) return <p class="state">{t('stateOffHere')}</p>;
  if (!answered) return <p class="state">{silent ? t('stateUnreadable') : t('stateReading')}</p>;
  const mentions = page.terms.reduce((sum, term) => sum + term.count, 0);
  if (page.terms.length === 0) return <p class="state">{page.reading ? t('stateReading') : t('stateNothing')}</p>;
  return (
    <h2>
      {t('stateFound', String(page.terms.length), String(mentions))}
      {page.reading && <small> {t('stateReading')}</small>}
    </h2>
  );
}

async function fetchCards(terms: string[], lang: Lang): Promise<Card[]> {
  const answer = (await browser.runtime.sendMessage({ message: 'cards', terms, lang })) as Answer<'cards'> | undefined;
  return answer && 'ok' in answer ? answer.ok : [];
}

/** Whether the popup is dark: by the setting, else by the system. */
function useDark(settings: Settings): boolean {
  const [system, setSystem] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => setSystem(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  useEffect(() => {
    if (settings.theme === 'page') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = settings.theme;
  }, [settings.theme]);
  return settings.theme === 'page' ? system : settings.theme === 'dark';
}
