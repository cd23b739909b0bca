import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { t } from '../ui/page-text.ts';
import { shortcuts } from '../ui/shortcuts.ts';

const FIREFOX = location.protocol === 'moz-extension:';

/** The keys as the browser has them now, and where they are changed: only the browser can. */
export function ShortcutsView() {
  const [keys, setKeys] = useState<Awaited<ReturnType<typeof shortcuts>>>();
  useEffect(() => {
    const read = () => void shortcuts().then(setKeys);
    read();
    // the reader comes back from changing them
    addEventListener('focus', read);
    return () => removeEventListener('focus', read);
  }, []);
  return (
    <>
      <p class="lead">{t('shortcutsLead')}</p>
      {keys?.length === 0 && <p class="state">{t('shortcutsNone')}</p>}
      {keys && keys.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('shortcutDoes')}</th>
              <th scope="col">{t('shortcutKey')}</th>
            </tr>
          </thead>
          <tbody>
            {keys.map(({ name, description, key }) => (
              <tr key={name}>
                <td>{description}</td>
                <td>{key === '' ? <span class="faint">{t('shortcutUnset')}</span> : <kbd>{key}</kbd>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <section aria-labelledby="change-keys">
        <h2 id="change-keys">{t('changeKeys')}</h2>
        <p>{FIREFOX ? t('changeKeysFirefox') : t('changeKeysChrome')}</p>
        <p>
          <button type="button" class="quiet" onClick={() => void openKeys()}>
            {t('openKeys')}
          </button>
        </p>
      </section>
      <section aria-labelledby="card-keys">
        <h2 id="card-keys">{t('cardKeys')}</h2>
        <dl>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>{t('cardKeyEscape')}</dd>
          <dt>
            <kbd>Tab</kbd>
          </dt>
          <dd>{t('cardKeyTab')}</dd>
        </dl>
      </section>
    </>
  );
}

/** The browser's own page for shortcuts; Chromium lets extensions open it as a tab, Firefox has a call of its own. */
async function openKeys(): Promise<void> {
  const { openShortcutSettings } = browser.commands as { openShortcutSettings?: () => Promise<void> };
  if (FIREFOX && openShortcutSettings) await openShortcutSettings();
  else await browser.tabs.create({ url: FIREFOX ? 'about:addons' : 'chrome://extensions/shortcuts' });
}
