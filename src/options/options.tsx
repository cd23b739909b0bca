import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../ui/page-text.ts';
import { faultText } from '../ui/settings-fault.ts';
import { useDark } from '../ui/use-dark.ts';
import { BackupView } from './backup-view.tsx';
import { type Directory, useDirectory } from './directory.ts';
import { type Faults, useFaults } from './faults.ts';
import { FaultsView } from './faults-view.tsx';
import { GlossaryView } from './glossary-view.tsx';
import { KnownView } from './known-view.tsx';
import { LicensesView } from './licenses-view.tsx';
import { LooksView } from './looks-view.tsx';
import { Notices } from './notice.tsx';
import { OwnTermsView } from './own-terms-view.tsx';
import { PrivacyView } from './privacy-view.tsx';
import { type Route, useRoute, type View } from './route.ts';
import { ShortcutsView } from './shortcuts-view.tsx';
import { SitesView } from './sites-view.tsx';
import { type Chosen, useSettings } from './stored.ts';

/** The options: the glossary to browse, what the reader made and chose, and what is kept where. */
export function Options() {
  const route = useRoute();
  const chosen = useSettings();
  const directory = useDirectory();
  const faults = useFaults();
  const dark = useDark(chosen?.settings.theme ?? 'page');
  const heading = useHeading(route, directory);
  return (
    <Notices>
      <button type="button" class="skip" onClick={() => heading.current?.focus()}>
        {t('skipToContent')}
      </button>
      <Navigation view={route.view} faults={faults.list.length} failures={faults.failures.length} />
      <main>
        <h1 ref={heading} tabIndex={-1}>
          {titleOf(route.view)}
        </h1>
        {chosen && directory ? (
          <Body route={route} chosen={chosen} directory={directory} faults={faults} dark={dark} />
        ) : (
          <p class="state">{t('stateReading')}</p>
        )}
      </main>
    </Notices>
  );
}

interface BodyProps {
  route: Route;
  chosen: Chosen;
  directory: Directory | { fault: string };
  faults: Faults;
  dark: boolean;
}

function Body({ route, chosen, directory, faults, dark }: BodyProps) {
  if ('fault' in directory) return <p class="fault">{t('glossaryFault', directory.fault)}</p>;
  const { fault, localOnly } = chosen.loaded;
  return (
    <>
      {localOnly && <p class="fault">{t('localOnly')}</p>}
      {fault !== undefined && route.view !== 'faults' && (
        <p class="fault">
          {faultText(fault)} <a href="#faults">{t('viewFaults')}</a>
        </p>
      )}
      <ViewOf route={route} chosen={chosen} directory={directory} faults={faults} dark={dark} />
    </>
  );
}

function ViewOf({ route, chosen, directory, faults, dark }: BodyProps & { directory: Directory }): ComponentChildren {
  switch (route.view) {
    case 'glossary':
      return <GlossaryView route={route} directory={directory} settings={chosen.settings} dark={dark} />;
    case 'known':
      return <KnownView directory={directory} />;
    case 'sites':
      return <SitesView directory={directory} chosen={chosen} />;
    case 'looks':
      return <LooksView chosen={chosen} />;
    case 'shortcuts':
      return <ShortcutsView />;
    case 'privacy':
      return <PrivacyView />;
    case 'licenses':
      return <LicensesView />;
    case 'faults':
      return <FaultsView faults={faults} />;
    case 'own':
      return <OwnTermsView />;
    case 'backup':
      return <BackupView />;
  }
}

const PLACES: readonly View[] = ['glossary', 'known', 'own', 'sites', 'looks', 'shortcuts', 'backup', 'privacy', 'licenses'];

/** The views; on narrow screens they fold into one button. */
function Navigation({ view, faults, failures }: { view: View; faults: number; failures: number }) {
  const [open, setOpen] = useState(false);
  const places: readonly View[] = faults + failures > 0 || view === 'faults' ? [...PLACES, 'faults'] : PLACES;
  return (
    <header class="side">
      <div class="bar">
        <a class="brand" href="#glossary">
          Termlight
        </a>
        <button type="button" class="menu" aria-expanded={open} aria-controls="places" onClick={() => setOpen(!open)}>
          <svg viewBox="0 0 24 24" aria-hidden="true" class="stroke">
            <path d={open ? 'M6 6l12 12M18 6L6 18' : 'M4 7h16M4 12h16M4 17h16'} />
          </svg>
          {t('menu')}
        </button>
      </div>
      <nav id="places" class={open ? 'open' : ''} aria-label={t('menu')}>
        <ul>
          {places.map((place) => (
            <li key={place}>
              <a
                href={`#${place}`}
                class={place === 'faults' && faults > 0 ? 'warning' : ''}
                aria-current={place === view ? 'page' : undefined}
                onClick={() => setOpen(false)}
              >
                {titleOf(place)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

/** Moves the focus to the heading when another view is shown, and names the page after it. */
function useHeading({ view, term }: Route, directory: Directory | { fault: string } | undefined) {
  const heading = useRef<HTMLHeadingElement>(null);
  const name = term !== undefined && directory && 'byId' in directory ? directory.byId.get(term)?.[1] : undefined;
  useEffect(() => {
    document.title = [name, titleOf(view), 'Termlight'].filter((part) => part !== undefined).join(' · ');
  }, [name, view]);
  const before = useRef(view);
  useEffect(() => {
    if (before.current === view) return;
    before.current = view;
    scrollTo(0, 0);
    if (term === undefined) heading.current?.focus();
  }, [view, term]);
  return heading;
}

function titleOf(view: View): string {
  switch (view) {
    case 'glossary':
      return t('viewGlossary');
    case 'known':
      return t('viewKnown');
    case 'sites':
      return t('viewSites');
    case 'own':
      return t('viewOwn');
    case 'looks':
      return t('viewLooks');
    case 'shortcuts':
      return t('viewShortcuts');
    case 'backup':
      return t('viewBackup');
    case 'privacy':
      return t('viewPrivacy');
    case 'licenses':
      return t('viewLicenses');
    case 'faults':
      return t('viewFaults');
  }
}
