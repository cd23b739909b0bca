import { useState } from 'preact/hooks';
import { today } from '../settings/known.ts';
import { KIND_NAMES } from '../ui/kind-names.ts';
import { t, UI_LANG } from '../ui/page-text.ts';
import type { Directory } from './directory.ts';
import { useKnow } from './know.ts';
import { termHash } from './route.ts';
import { leaveRow } from './row-focus.ts';
import { fold } from './search.ts';
import { type KnownTerm, useKnown } from './stored.ts';

const MS_A_DAY = 86_400_000;
// the day was noted in UTC
const DAY = new Intl.DateTimeFormat(UI_LANG, { dateStyle: 'medium', timeZone: 'UTC' });

/** The terms that the reader knows, the latest first: never marked until taken out of here. */
export function KnownView({ directory }: { directory: Directory }) {
  const known = useKnown();
  const [query, setQuery] = useState('');
  const know = useKnow();
  if (!known) return <p class="state">{t('stateReading')}</p>;
  const nameOf = (id: string) => directory.byId.get(id)?.[1] ?? id;
  const wanted = fold(query);
  const fits = ({ id }: KnownTerm) =>
    [nameOf(id), ...(directory.byId.get(id)?.[3] ?? [])].some((writing) => fold(writing).includes(wanted));
  // a word that takes back another of the same day is stored a day later
  const now = today();
  const terms = known.terms
    .map((term) => ({ ...term, day: Math.min(term.day, now) }))
    .filter((term) => wanted === '' || fits(term))
    .sort((a, b) => b.day - a.day || nameOf(a.id).localeCompare(nameOf(b.id)));
  return (
    <>
      <p class="lead">{t('knownLead')}</p>
      {known.fault !== undefined && <p class="fault">{t('listFault', known.fault)}</p>}
      {known.terms.length === 0 ? (
        <p class="state">{t('knownNone')}</p>
      ) : (
        <>
          <div class="filters">
            <label class="field grow">
              <span>{t('searchKnown')}</span>
              <input
                type="search"
                value={query}
                autocomplete="off"
                spellcheck={false}
                onInput={(e) => setQuery(e.currentTarget.value)}
              />
            </label>
            <button
              type="button"
              class="quiet"
              onClick={(event) => {
                leaveRow(event.currentTarget);
                void know(
                  known.terms.map(({ id }) => id),
                  false,
                  t('allMarkedAgain', String(known.terms.length)),
                );
              }}
            >
              {t('markAllAgain')}
            </button>
          </div>
          <p class="count" role="status">
            {terms.length === 0 ? t('noTermFound') : t('termsFound', String(terms.length))}
          </p>
          <ul class="rows">
            {terms.map(({ id, day }) => (
              <li key={id}>
                <span class="what">
                  <a href={termHash(id)}>{nameOf(id)}</a>
                  <small>
                    {[
                      KIND_NAMES[UI_LANG][directory.byId.get(id)?.[2] ?? 'tool'],
                      t('knownSince', DAY.format(day * MS_A_DAY)),
                    ].join(' · ')}
                  </small>
                </span>
                <button
                  type="button"
                  class="quiet"
                  aria-label={t('markTermAgain', nameOf(id))}
                  onClick={(event) => {
                    leaveRow(event.currentTarget);
                    void know([id], false, t('markedAgain', nameOf(id)));
                  }}
                >
                  {t('markAgain')}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
