/** Finds Chromium (or Chrome) and Firefox on this machine; installs Debian's packages where it may. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type BrowserName = 'chrome' | 'firefox';

interface Wanted {
  title: string;
  /** Environment variable that names the program. */
  variable: string;
  names: string[];
  places: string[];
  /** Debian's package. */
  package: string;
}

const WANTED: Record<BrowserName, Wanted> = {
  chrome: {
    title: 'Chromium or Chrome',
    variable: 'TERMLIGHT_CHROMIUM',
    names: ['chromium', 'chromium-browser', 'google-chrome-for-testing', 'google-chrome', 'google-chrome-stable', 'chrome'],
    places: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
    package: 'chromium',
  },
  firefox: {
    title: 'Firefox',
    variable: 'TERMLIGHT_FIREFOX',
    names: ['firefox-esr', 'firefox', 'firefox-developer-edition'],
    places: [
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      '/snap/bin/firefox',
      'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    ],
    package: 'firefox-esr',
  },
};
/** Without a font for Hangul, pictures show boxes. */
const KOREAN_FONT = 'fonts-noto-cjk';
const BOTH: readonly BrowserName[] = ['chrome', 'firefox'];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The program of a browser: the one that its environment variable names, else the first on the path or in its usual place.
 * @throws Error when the variable names something that can't be run
 */
export function findBrowser(name: BrowserName, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { variable, names, places } = WANTED[name];
  const named = env[variable];
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`${variable} names ${named}, which can't be run`);
  }
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...names.flatMap((program) => folders.map((folder) => join(folder, program))), ...places].find(isProgram);
}

function hasKoreanFont(): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return execFileSync('fc-list', [':lang=ko', 'family'], { encoding: 'utf8', stdio: 'pipe' }).trim() !== '';
  } catch {
    return false;
  }
}

/** Installs Debian's packages as root; says so first. A failure leaves things as they are. */
function install(packages: string[]): void {
  if (process.platform !== 'linux' || !isProgram('/usr/bin/apt-get') || process.getuid?.() !== 0) return;
  console.error(`installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', ...packages],
    ])
      execFileSync('/usr/bin/apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  } catch {
    console.error('apt-get could not install them');
  }
}

/**
 * The programs of the browsers that are wanted. Installs what is missing where it may.
 * @throws Error that says in one line what to do
 */
export function ensureBrowsers<N extends BrowserName = BrowserName>(
  wanted: readonly N[] = BOTH as readonly N[],
): Record<N, string> {
  const lacking = wanted.filter((name) => !findBrowser(name)).map((name) => WANTED[name].package);
  if (!hasKoreanFont()) lacking.push(KOREAN_FONT);
  if (lacking.length > 0) install(lacking);
  const found = wanted.map((name) => [name, findBrowser(name)] as const);
  const missing = found.filter(([, program]) => program === undefined).map(([name]) => WANTED[name]);
  if (missing.length > 0)
    throw new Error(
      `please install ${missing.map((m) => m.title).join(' and ')}, or name the program in ${missing.map((m) => m.variable).join(' and ')}; on Debian: apt-get install ${missing.map((m) => m.package).join(' ')}`,
    );
  return Object.fromEntries(found) as Record<N, string>;
}
