import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { t } from '../ui/page-text.ts';
import { type Part, readNotice } from './notice-file.ts';

/** Whose work is in the package, and under which licenses: its NOTICE, as it is shipped. */
export function LicensesView() {
  const [parts, setParts] = useState<Part[]>();
  useEffect(() => {
    fetch(browser.runtime.getURL('NOTICE'))
      .then((file) => file.text())
      .then(
        (text) => setParts(readNotice(text)),
        () => setParts([]),
      );
  }, []);
  const { version } = browser.runtime.getManifest();
  return (
    <>
      <p class="lead">{t('licensesLead', version)}</p>
      <div class="licenses" lang="en">
        {parts?.map(({ title, url, text }) =>
          title === undefined ? (
            <p key={text}>{text}</p>
          ) : (
            <section key={title}>
              <h2>{title}</h2>
              <p>{text}</p>
              {url !== undefined && (
                <p>
                  <a href={url} target="_blank" rel="noopener noreferrer">
                    {url}
                  </a>
                </p>
              )}
            </section>
          ),
        )}
      </div>
    </>
  );
}
