/** Pages for the benchmark, made at run time: nobody's text, but prose of the shapes that readers meet. The same in every run. */

const NAMES = [
  'Redis',
  'PostgreSQL',
  'MySQL',
  'Flask',
  'Sinatra',
  'Sidekiq',
  'Elasticsearch',
  'Node.js',
  'Hibernate',
  'Spring Boot',
  'Kubernetes',
  'Docker',
  'Aurora',
  'RDS',
  'Rails',
];
const ENGLISH = [
  'We looked at it for a long while before anybody said a word, and then somebody asked whether # was really needed here, or whether a plain file would do.',
  'It went on like that until noon, and the answer was the same as ever.',
  'The night before the release I moved the jobs to # and went home, which was brave of me.',
  'Nobody remembers who wrote the first version, but everybody remembers the week in which it fell over.',
  'A month later the graphs told another story: writes had doubled, reads had not, and # sat there with half of its memory free.',
  'There is a page in the wiki about it, with a drawing that explains less than it hides.',
  'If I had to do it again I would start smaller, measure sooner, and leave # for the day on which it hurts.',
];
const KOREAN = [
  '처음에는 아무도 말을 꺼내지 않았는데, 한참 뒤에 누군가 정말 #가 필요한지 아니면 파일 하나로 충분한지 물었다.',
  '점심때까지 그렇게 이야기가 이어졌고 결론은 늘 같았다.',
  '배포 전날 밤에 작업을 #로 옮기고 집에 갔으니 지금 생각하면 용감했다.',
  '첫 버전을 누가 만들었는지는 아무도 모르지만 그 서버가 쓰러진 주는 모두가 기억한다.',
  '한 달 뒤 그래프는 다른 이야기를 했다. 쓰기는 두 배가 되었고 읽기는 그대로였으며 #는 메모리의 절반을 비워 둔 채였다.',
  '위키에 이 일을 정리한 문서가 있는데 그림이 설명하는 것보다 감추는 것이 더 많다.',
];
const CODE = [
  'const pool = createPool({ host, port: 5432, max: 20 });',
  'for (const row of rows) await queue.push({ id: row.id, at: Date.now() });',
  'export function settle(order: Order): Promise<void> {',
  '  return pool.query(INSERT, [order.id, order.total]).then(() => undefined);',
  '}',
];

export interface BenchPage {
  name: string;
  html: string;
  /** Runs in the page after it has loaded and settled: what goes on while the reader reads. */
  life?: 'churn' | 'chat' | 'scroll';
  /** Content of the frames, for the page with frames. */
  frame?: string;
}

let turn = 0;
const sentence = (from: readonly string[]): string => {
  turn++;
  return (from[turn % from.length] ?? '').replace('#', NAMES[(turn * 7) % NAMES.length] ?? '');
};

function prose(units: number, from: readonly string[], withCode = false): string {
  const parts: string[] = [];
  let length = 0;
  for (let i = 0; length < units; i++) {
    let part: string;
    if (i % 9 === 0) part = `<h2>Part ${i / 9 + 1}</h2>\n`;
    else if (withCode && i % 2 === 0)
      part = `<pre><code>${Array.from({ length: 9 }, (_, k) => CODE[(i + k) % CODE.length])
        .join('\n')
        .replaceAll('<', '&lt;')}</code></pre>\n`;
    else {
      const words = Array.from({ length: 3 + (i % 3) }, () => sentence(from)).join(' ');
      part = `<p>${words.replace(/(\w+) (\w+),/, '<em>$1</em> <a href="#p">$2</a>,')}</p>\n`;
    }
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

const page = (body: string, lang = 'en'): string =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Bench</title><style>body{font:16px/1.6 system-ui;max-width:44em;margin:2em auto}pre{background:#eee}</style></head><body><nav><a href="#a">Home</a></nav><main><article><h1>How we ran it</h1>${body}</article></main><footer>2026</footer></body></html>`;

/** All pages; `quick` leaves out the largest. */
export function benchPages(quick: boolean): BenchPage[] {
  turn = 0;
  const pages: BenchPage[] = [
    { name: 'short post, 10 KB', html: page(prose(10_000, ENGLISH)) },
    { name: 'long post, 60 KB, half code', html: page(prose(60_000, ENGLISH, true)) },
    { name: 'Korean post, 20 KB', html: page(prose(20_000, KOREAN), 'ko') },
    {
      name: '50,000 small text nodes',
      html: page(
        `<table>${Array.from({ length: 10_000 }, (_, i) => `<tr>${Array.from({ length: 5 }, (_, k) => `<td>cell ${i}.${k}</td>`).join('')}</tr>`).join('')}</table>`,
      ),
    },
    {
      name: '30 frames like ads',
      html: page(
        prose(10_000, ENGLISH) +
          Array.from({ length: 30 }, () => '<iframe src="/frame.html" width="300" height="250"></iframe>').join(''),
      ),
      frame: '<!doctype html><body><a href="#x">Buy now</a></body>',
    },
    { name: 'changes every frame', html: page(`<p id="clock">0</p>${prose(10_000, ENGLISH)}`), life: 'churn' },
    { name: 'chat that grows', html: page(`<div id="chat">${prose(5_000, ENGLISH)}</div>`), life: 'chat' },
    { name: 'infinite scroll', html: page(`<div id="feed">${prose(20_000, ENGLISH)}</div>`), life: 'scroll' },
  ];
  if (!quick)
    pages.push(
      { name: '3 MB of documentation', html: page(prose(3_000_000, ENGLISH, true)) },
      { name: '10 MB of text', html: page(prose(10_000_000, ENGLISH)) },
    );
  return pages;
}
