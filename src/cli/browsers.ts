/** Finds Chrome or Chromium and Firefox on this machine; installs Debian's packages where it may. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Browsers {
  chrome: string;
  firefox: string;
}

interface Wanted {
  /** Environment variable that names the program. */
  variable: string;
  names: string[];
  places: string[];
}

const WANTED: Record<keyof Browsers, Wanted> = {
  chrome: {
    variable: 'TERMLIGHT_CHROMIUM',
    // Debian's Chromium first: branded Chrome no longer loads unpacked extensions from the command line
    names: ['chromium', 'chromium-browser', 'google-chrome-for-testing', 'google-chrome', 'google-chrome-stable', 'chrome'],
    places: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ],
  },
  firefox: {
    variable: 'TERMLIGHT_FIREFOX',
    names: ['firefox-esr', 'firefox', 'firefox-developer-edition'],
    places: ['/Applications/Firefox.app/Contents/MacOS/firefox', '/snap/bin/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
  },
};
const PACKAGES = ['chromium', 'firefox-esr', 'fonts-noto-cjk'];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function find({ variable, names, places }: Wanted): string | undefined {
  const named = process.env[variable];
  if (named) return isProgram(named) ? named : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...places].find(isProgram);
}

/** Whether Hangul has a font: without one, pictures show boxes. */
function hasKoreanFont(): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return execFileSync('fc-list', [':lang=ko', 'family'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return existsSync('/usr/share/fonts/opentype/noto');
  }
}

/** The browsers' programs. Installs what is missing where it may. @throws Error that says in one line what to do */
export function ensureBrowsers(): Browsers {
  let chrome = find(WANTED.chrome);
  let firefox = find(WANTED.firefox);
  if (!chrome || !firefox || !hasKoreanFont()) {
    const debian = process.platform === 'linux' && isProgram('/usr/bin/apt-get') && process.getuid?.() === 0;
    if (debian) {
      const run = (args: string[]) => execFileSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
      console.error(`installing ${PACKAGES.join(', ')} …`);
      run(['update', '-qq']);
      run(['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES]);
      chrome = find(WANTED.chrome);
      firefox = find(WANTED.firefox);
    }
  }
  if (chrome && firefox) return { chrome, firefox };
  const missing = [!chrome && `Chrome or Chromium (or set ${WANTED.chrome.variable})`, !firefox && `Firefox (or set ${WANTED.firefox.variable})`].filter(Boolean);
  throw new Error(`please install ${missing.join(' and ')}; on Debian: apt-get install ${PACKAGES.join(' ')}`);
}
