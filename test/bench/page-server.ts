/** Serves one page at a time to the benchmark's browsers. Loopback only. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BenchPage } from './generated-pages.ts';

export class PageServer {
  readonly #server: Server;
  readonly #pages = new Map<string, string>([['/blank.html', '<!doctype html><title>blank</title>']]);
  #origin = '';

  constructor() {
    this.#server = createServer((request, response) => {
      const html = this.#pages.get(new URL(request.url ?? '/', 'http://x').pathname);
      response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(html ?? '');
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    this.#origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Serves a page from now on; returns its address. */
  serve(page: BenchPage): string {
    this.#pages.set('/frame.html', page.frame ?? '');
    return this.add('/page.html', page.html);
  }

  add(path: string, html: string): string {
    this.#pages.set(path, html);
    return this.#origin + path;
  }

  url(path: string): string {
    return this.#origin + path;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
