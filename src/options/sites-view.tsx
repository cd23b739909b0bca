import { useRef, useState } from 'preact/hooks';
import { withPlain } from '../settings/plain-here.ts';
import { t } from '../ui/page-text.ts';
import type { Directory } from './directory.ts';
import { readHost } from './host.ts';
import { useSay } from './notice.tsx';
import { termHash } from './route.ts';
import { leaveRow } from './row-focus.ts';
import { type Chosen, plainHere, usePlainHere } from './stored.ts';

/** Where Termlight is off, and which terms the reader called wrong on a site. */
export function SitesView({ directory, chosen }: { directory: Directory; chosen: Chosen }) {
  return (
    <>
      <OffSites chosen={chosen} />
      <WrongHere directory={directory} />
    </>
  );
}

function OffSites({ chosen }: { chosen: Chosen }) {
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const say = useSay();
  const { offSites } = chosen.settings;

  const store = async (next: (sites: string[]) => string[], done: string, undo?: () => void) => {
    const failed = await chosen.change((now) => ({ offSites: next(now.offSites) }));
    if (failed === undefined) say(undo ? { text: done, undo } : { text: done });
    else say({ text: t('changeNotSaved', failed), fault: true });
    return failed === undefined;
  };
  const add = async () => {
    const host = readHost(typed);
    const refused = host === undefined ? t('notASite') : offSites.includes(host) ? t('siteIsThere', host) : undefined;
    setFault(refused);
    if (refused !== undefined || host === undefined) {
      input.current?.focus();
      return;
    }
    if (await store((sites) => [...sites.filter((each) => each !== host), host], t('siteAdded', host))) setTyped('');
  };
  const remove = (host: string) =>
    store(
      (sites) => sites.filter((each) => each !== host),
      t('siteRemoved', host),
      () => void chosen.change(({ offSites: now }) => ({ offSites: [...now.filter((each) => each !== host), host] })),
    );

  return (
    <section aria-labelledby="off-sites">
      <h2 id="off-sites">{t('offSites')}</h2>
      <p class="lead">{t('offSitesLead')}</p>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <label class="field grow">
          <span>{t('siteToAdd')}</span>
          <input
            ref={input}
            type="text"
            inputMode="url"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            placeholder="example.com"
            value={typed}
            aria-invalid={fault !== undefined}
            aria-describedby={fault === undefined ? undefined : 'site-fault'}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setFault(undefined);
            }}
          />
        </label>
        <button type="submit" class="quiet">
          {t('addSite')}
        </button>
      </form>
      <p id="site-fault" class="fault" role="alert">
        {fault}
      </p>
      {offSites.length === 0 ? (
        <p class="state">{t('offSitesNone')}</p>
      ) : (
        <ul class="rows">
          {[...offSites].sort().map((host) => (
            <li key={host}>
              <span class="what">{host}</span>
              <button
                type="button"
                class="quiet"
                aria-label={t('switchSiteOn', host)}
                onClick={(event) => {
                  leaveRow(event.currentTarget);
                  void remove(host);
                }}
              >
                {t('switchOn')}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function WrongHere({ directory }: { directory: Directory }) {
  const sites = usePlainHere();
  const say = useSay();
  if (!sites) return null;
  const hosts = Object.keys(sites).sort();
  const nameOf = (id: string) => directory.byId.get(id)?.[1] ?? id;
  const set = (host: string, term: string, plain: boolean) => plainHere.change((before) => withPlain(before, host, term, plain));
  const remove = async (host: string, term: string) => {
    const failed = (error: unknown) => say({ text: t('changeNotSaved', String(error)), fault: true });
    try {
      await set(host, term, false);
      say({ text: t('markedAgainOn', nameOf(term), host), undo: () => void set(host, term, true).catch(failed) });
    } catch (error) {
      failed(error);
    }
  };
  return (
    <section aria-labelledby="wrong-here">
      <h2 id="wrong-here">{t('wrongHere')}</h2>
      <p class="lead">{t('wrongHereLead')}</p>
      {hosts.length === 0 && <p class="state">{t('wrongHereNone')}</p>}
      {hosts.map((host) => (
        <section key={host} class="host">
          <h3>{host}</h3>
          <ul class="rows">
            {(sites[host] ?? []).map((term) => (
              <li key={term}>
                <span class="what">
                  <a href={termHash(term)}>{nameOf(term)}</a>
                </span>
                <button
                  type="button"
                  class="quiet"
                  aria-label={t('markTermAgain', nameOf(term))}
                  onClick={(event) => {
                    leaveRow(event.currentTarget);
                    void remove(host, term);
                  }}
                >
                  {t('markAgain')}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
