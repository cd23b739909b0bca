/** The page server of the browser tests: files of `test/pages`, and pages that a test writes itself. Loopback only. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../pages');

export interface Page {
  body: string;
  type?: string;
  headers?: Record<string, string>;
  /** The second half of the body waits for it. */
  held?: Promise<void>;
}

export class Pages {
  readonly #server: Server;
  readonly #pages = new Map<string, Page>();
  #port = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://x').pathname;
      const page = this.#pages.get(path) ?? fromFolder(path);
      if (path === '/favicon.ico') {
        response.writeHead(204).end();
        return;
      }
      if (!page) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('no such page');
        return;
      }
      response.writeHead(200, { 'content-type': page.type ?? 'text/html; charset=utf-8', ...page.headers });
      if (!page.held) {
        response.end(page.body);
        return;
      }
      const half = page.body.length >> 1;
      response.write(page.body.slice(0, half));
      page.held.then(() => response.end(page.body.slice(half)));
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** Adds a page; returns its address. */
  add(path: string, page: Page | string): string {
    this.#pages.set(path, typeof page === 'string' ? { body: page } : page);
    return this.url(path);
  }

  /** `host`: another name of this machine, for another site. */
  url(path: string, host = '127.0.0.1'): string {
    return `http://${host}:${this.#port}${path}`;
  }
}

function fromFolder(path: string): Page | undefined {
  if (!/^\/[\w-]+\.html$/.test(path)) return undefined;
  try {
    return { body: readFileSync(join(FOLDER, path), 'utf8') };
  } catch {
    return undefined;
  }
}

/** A page of prose around `body`, long enough to be read. */
export function prosePage(body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title>${head}</head><body>${body}</body></html>`;
}

/** Two hundred and some letters of prose without any technology, so that a frame is worth reading. */
export const FILLER =
  '<p>The meeting began late, as it often did in those days, and nobody seemed to mind. Somebody had brought a cake, somebody else had brought a list, and between the two of them the morning went by in an orderly and rather pleasant way.</p>';
