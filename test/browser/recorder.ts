/**
 * Sees every request that a browser makes, in three ways that know nothing of each other: a proxy through which the whole browser goes, and
 * which is the web of the test too; in Chromium the debugger, on every target with the service worker; and Chromium's own log of its network.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession, Target } from 'puppeteer-core';
import { inFirefox } from './around.ts';
import { Bench, type BrowserName } from './harness.ts';

/** What the browsers ask for themselves, whatever is installed: updates, the time, who is signed in. */
const BROWSERS_OWN: Record<BrowserName, RegExp> = {
  chrome: /^(?:update\.googleapis|clients2\.google|accounts\.google)\.com$/,
  firefox: /^(?:[\w-]+\.)*(?:mozilla\.(?:com|org|net)|firefox\.com|dummy\.test)$/,
};

/** What the log of Chromium's network has, as far as we read it. */
interface NetLog {
  constants: { logEventTypes: Record<string, number> };
  events: { type: number; source: { id: number }; params?: { url?: string; initiator?: string; host?: string } }[];
}

/** A browser that reaches nothing but us. */
export class Recorder {
  /** Requests of the browser's whole life, in order: method and address, or `CONNECT host:port`. */
  readonly requests: string[] = [];
  /** Chromium: requests of targets of extensions, and those of pages that a script of an extension began. */
  readonly byExtension: string[] = [];
  /** Chromium: targets that the debugger listened to. */
  readonly targets: Record<string, number> = {};
  readonly #pages = new Map<string, string>();
  readonly #asked = new Set<string>();
  readonly #server: Server;
  readonly #folder = mkdtempSync(join(tmpdir(), 'termlight-net-'));
  #bench: Bench | null = null;

  private constructor() {
    this.#server = createServer((request, response) => {
      const url = request.url ?? '';
      this.requests.push(`${request.method} ${url}`);
      const body = this.#pages.get(url);
      if (body === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
    });
    this.#server.on('connect', (request, socket) => {
      this.requests.push(`CONNECT ${request.url}`);
      socket.on('error', () => {});
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
  }

  /** A browser that has no extension yet: what is installed then is seen from its first moment. */
  static async open(name: BrowserName): Promise<Recorder> {
    const recorder = new Recorder();
    await new Promise<void>((done) => recorder.#server.listen(0, '127.0.0.1', done));
    const { port } = recorder.#server.address() as AddressInfo;
    const args = [
      `--proxy-server=http://127.0.0.1:${port}`,
      // this machine's own addresses too
      '--proxy-bypass-list=<-loopback>',
      `--log-net-log=${recorder.#netLogFile}`,
    ];
    const bench = await Bench.open(name, { extension: false, args: name === 'chrome' ? args : [] });
    recorder.#bench = bench;
    if (name === 'chrome') await recorder.#listen(bench.browser);
    else
      await inFirefox(
        bench,
        `(() => {
          const { prefs } = Services;
          prefs.setStringPref('network.proxy.http', '127.0.0.1');
          prefs.setIntPref('network.proxy.http_port', ${port});
          prefs.setStringPref('network.proxy.ssl', '127.0.0.1');
          prefs.setIntPref('network.proxy.ssl_port', ${port});
          prefs.setBoolPref('network.proxy.allow_hijacking_localhost', true);
          prefs.setIntPref('network.proxy.type', 1);
        })()`,
      );
    return recorder;
  }

  get #netLogFile(): string {
    return join(this.#folder, 'net.json');
  }

  get browser(): Browser {
    return this.#opened.browser;
  }

  get #opened(): Bench {
    if (!this.#bench) throw new Error('closed');
    return this.#bench;
  }

  async install(from?: string): Promise<Bench> {
    this.#bench = await this.#opened.install({ keepWelcome: true, ...(from !== undefined && { from }) });
    return this.#bench;
  }

  /** Puts a page onto the test's web. */
  add(url: string, body: string): string {
    this.#pages.set(url, body);
    this.#asked.add(`GET ${url}`).add(`GET ${new URL('/favicon.ico', url).href}`);
    return url;
  }

  /** Requests that are neither for our pages nor the browser's own. */
  get others(): string[] {
    const own = BROWSERS_OWN[this.#opened.name];
    return this.requests.filter((request) => !this.#asked.has(request) && !own.test(hostOf(request)));
  }

  /** Whom the browser asked for itself. */
  get browsersOwn(): string[] {
    return [...new Set(this.requests.filter((request) => !this.#asked.has(request)).map(hostOf))].filter((host) =>
      BROWSERS_OWN[this.#opened.name].test(host),
    );
  }

  /** What of it left the package. */
  get leaving(): string[] {
    return this.byExtension.filter((line) => !/ (?:chrome-extension|data|blob):/.test(line));
  }

  /** Ends the browser. `log`, Chromium: requests in its own log, names looked up but for the pages' and its own, and what an extension began. */
  async close(): Promise<{ log: { requests: number; names: string[]; byExtension: string[] } | null }> {
    const { name } = this.#opened;
    const expected = new Set([...this.#asked].map(hostOf));
    await this.#opened.close();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
    const log = name === 'chrome' ? this.#readNetLog(expected) : null;
    rmSync(this.#folder, { recursive: true, force: true });
    return { log };
  }

  #readNetLog(expected: ReadonlySet<string>) {
    const { constants, events } = JSON.parse(readFileSync(this.#netLogFile, 'utf8')) as NetLog;
    const { URL_REQUEST_START_JOB: start, HOST_RESOLVER_MANAGER_REQUEST: resolve } = constants.logEventTypes;
    const started = events.flatMap(({ type, params }) => (type === start && params?.url ? [params] : []));
    return {
      requests: started.length,
      names: events
        .flatMap(({ type, params }) =>
          type === resolve && params?.host ? [params.host.replace(/^\w+:\/\//, '').replace(/:\d+$/, '')] : [],
        )
        .filter((host) => !expected.has(host) && !BROWSERS_OWN.chrome.test(host)),
      byExtension: started
        .filter(({ url, initiator }) => `${url} ${initiator}`.includes('chrome-extension:'))
        .map(({ url }) => String(url)),
    };
  }

  async #listen(browser: Browser): Promise<void> {
    const heard = new WeakSet<Target>();
    const hear = async (target: Target): Promise<void> => {
      if (heard.has(target)) return;
      heard.add(target);
      let session: CDPSession;
      try {
        session = await target.createCDPSession();
        session.on('Network.requestWillBeSent', ({ request, initiator, documentURL }) => {
          const ours = /^chrome-extension:/;
          const inside = ours.test(target.url()) || ours.test(documentURL);
          if (inside || JSON.stringify(initiator).includes('chrome-extension:'))
            this.byExtension.push(`${target.type()} ${request.url}`);
        });
        await session.send('Network.enable');
      } catch {
        // a target that is gone already, or has no network
        return;
      }
      this.targets[target.type()] = (this.targets[target.type()] ?? 0) + 1;
    };
    browser.on('targetcreated', (target) => void hear(target));
    await Promise.all(browser.targets().map(hear));
  }
}

/** Of a request as it is kept. */
function hostOf(request: string): string {
  const address = request.slice(request.indexOf(' ') + 1);
  return request.startsWith('CONNECT ') ? address.replace(/:\d+$/, '') : new URL(address).hostname;
}
