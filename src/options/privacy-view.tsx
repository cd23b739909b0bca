import { useRef } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { t } from '../ui/page-text.ts';
import { useSay } from './notice.tsx';
import { StoredList } from './stored-list.tsx';

const { sync, local, session } = browser.storage;

/** What is kept where, that nothing is sent, and how to be rid of all of it. */
export function PrivacyView() {
  return (
    <>
      <p class="lead">{t('privacyLead')}</p>
      <section aria-labelledby="kept">
        <h2 id="kept">{t('privacyKept')}</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('privacyWhat')}</th>
              <th scope="col">{t('privacyWhere')}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>{t('privacySettings')}</td>
              <td>{t('privacySynced')}</td>
            </tr>
            <tr>
              <td>{t('privacyOwn')}</td>
              <td>{t('privacyHere')}</td>
            </tr>
            <tr>
              <td>{t('privacyFailures')}</td>
              <td>{t('privacyHere')}</td>
            </tr>
            <tr>
              <td>{t('privacyCounts')}</td>
              <td>{t('privacySession')}</td>
            </tr>
          </tbody>
        </table>
      </section>
      <section aria-labelledby="stored">
        <h2 id="stored">{t('storedHeading')}</h2>
        <StoredList />
      </section>
      <section aria-labelledby="never">
        <h2 id="never">{t('privacyNever')}</h2>
        <ul class="points">
          <li>{t('privacyNoSending')}</li>
          <li>{t('privacyNoText')}</li>
          <li>{t('privacyNoTyping')}</li>
          <li>{t('privacyNoCode')}</li>
        </ul>
      </section>
      <section aria-labelledby="erase">
        <h2 id="erase">{t('erase')}</h2>
        <p>{t('eraseLead')}</p>
        <Erase />
      </section>
    </>
  );
}

/** Asks once more, in a dialog whose first button is the harmless one. */
function Erase() {
  const dialog = useRef<HTMLDialogElement>(null);
  const say = useSay();
  const erase = async () => {
    dialog.current?.close();
    try {
      await Promise.all([sync.clear(), local.clear(), session.clear()]);
      say({ text: t('erased') });
    } catch (error) {
      say({ text: t('changeNotSaved', String(error)), fault: true });
    }
  };
  return (
    <>
      <p>
        <button type="button" class="quiet danger" onClick={() => dialog.current?.showModal()}>
          {t('eraseAsk')}
        </button>
      </p>
      <dialog ref={dialog} aria-labelledby="erase-question" aria-describedby="erase-what">
        <h3 id="erase-question">{t('eraseQuestion')}</h3>
        <p id="erase-what">{t('eraseWhat')}</p>
        <div class="buttons">
          {/* biome-ignore lint/a11y/noAutofocus: in a dialog the focus must go somewhere, and here it does no harm */}
          <button type="button" class="quiet" autoFocus onClick={() => dialog.current?.close()}>
            {t('cancel')}
          </button>
          <a class="quiet" href="#backup">
            {t('backupFirst')}
          </a>
          <button type="button" class="quiet danger" onClick={() => void erase()}>
            {t('eraseDo')}
          </button>
        </div>
      </dialog>
    </>
  );
}
