/** Recognition as tables: what must be found and, as often, where nothing must be found. `[…]` is a mention. */
import { beforeAll, describe, expect, it } from 'vitest';
import { annotateText } from '../../src/cli/annotate.ts';
import { loadRecognizer } from '../../src/cli/compiled.ts';
import type { Recognizer } from '../../src/recognizer/recognize.ts';

/** Name of the row, the text with its mentions in brackets. Nearly all names in these rows are sure, so that no weight decides them. */
const ROWS: Record<string, [string, string][]> = {
  'Latin boundaries': [
    ['a word of its own', 'We run [PostgreSQL] here.'],
    ['before a possessive', "[PostgreSQL]'s planner"],
    ['before punctuation', '[PostgreSQL], [MySQL]; [MongoDB].'],
    ['in brackets and quotes', 'a database ([PostgreSQL]) and “[MySQL]”'],
    ['with a compound adjective', 'a [PostgreSQL]-backed queue'],
    ['in a pair', '[MySQL]/[PostgreSQL]'],
    ['a plural written together', 'two [WebSockets] too many'],
    ['a version apart', '[PostgreSQL] 15 is out'],
    ['a version written together', '[TypeScript5] is out'],
    ['the longest name', '[Ruby on Rails] and [Spring Boot]'],
    ['joined and hyphenated', '[SpringBoot], [spring-boot]'],
    ['over a run of blanks', '[Ruby  on\u00a0 Rails]'],
    ['inside a longer word', 'xPostgreSQLx and MySQLish'],
    ['inside an identifier', 'my_postgresql_url, postgresql_url'],
    ['inside an address', 'https://www.postgresql.org/docs/ and www.mysql.com/x'],
    ['inside a path', '/usr/lib/postgresql/bin and ./mysql/conf'],
    ['inside a host', 'db.postgresql.internal'],
    ['inside a file name', 'postgresql.conf'],
    ['inside a mail address', 'team@mysql.com'],
    ['after a number in an address', 'https://example.com/a-1.html and x-2.html'],
    ['as an option', '--mongodb'],
    ['a package named after it', 'eslint-plugin-postgresql, mysql-shim-x'],
    ['a namespace', 'MongoDB::Client'],
    ['a call', 'PostgreSQL()'],
    ['words in capitals in a headline', 'RUST BELT TOWNS AND GOOGLE CLOUD SPENDING FALL, THE PAPER SAYS OF IT.'],
    ['over the end of a line', 'Ruby on\nRails is no name here'.replace('Ruby', 'ruby').replace('Rails is', 'tracks is')],
  ],
  'numbered standards': [
    ['with a space', '[RFC 9110] says so'],
    ['joined and hyphenated', '[RFC9110], [RFC-9110]'],
    ['before a possessive', "[JSR 303]'s groups"],
    ['before the end of a sentence', 'It is [CVE-2021-44228].'],
    ['before a particle', '[CVE-2021-44228]가 나왔고 [JSR-303]으로 막았다'],
    ['the longest known number', '[PEP 8] is kept'],
    ['with letters after the number', 'CVE-2021-44228x'],
    ['a version of something else', 'RFC9110.5 and JSR303.1'],
    ['inside a path', '/etc/CVE-2021-44228/readme'],
    ['inside an identifier', 'test_CVE_2021_44228'],
    ['a number too long for one', 'RFC20214422820214422'],
    ['a number alone', '9110 of 44228'],
  ],
  'Korean boundaries': [
    ['a particle after Latin', '[PostgreSQL]을 쓴다'],
    ['a chain of particles after Latin', '[MySQL]에서는 된다'],
    ['a particle after Hangul', '[쿠버네티스]를 쓴다'],
    ['a chain after Hangul', '[쿠버네티스]에서만은 안 된다'],
    ['a copula', '그게 바로 [쿠버네티스]였다'],
    ['a compound', '[쿠버네티스]클러스터를 띄웠다'],
    ['Hangul without a space between its parts', '[스프링부트]로 만들었다'],
    ['Hangul with a space', '[스프링 부트]로 만들었다'],
    ['mixed script', '[MongoDB]나 [쿠버네티스]'],
    ['spoken endings', '그건 [쿠버네티스]죠, [쿠버네티스]래요, [쿠버네티스]거든요'],
    ['laughter after it', '또 [쿠버네티스]ㅋㅋ [쿠버네티스]라니ㅠㅠ'],
    ['no space where one belongs', '[쿠버네티스]에대한 글과 [쿠버네티스]위에 올린 서버, [쿠버네티스]팀'],
    ['other words that begin so', '쿠버네티스트, 쿠버네티스타, 쿠버네티스롭다'],
    ['Hangul on both sides of a slash', '[쿠버네티스]/[스프링 부트]를 배운다'],
    ['Hangul before a slash', '서버/[MongoDB] 담당, [쿠버네티스]/[MySQL]'],
    ['Hangul after a slash', '[MongoDB]/[쿠버네티스]를 쓴다'],
    ['four in a row with slashes', '[쿠버네티스]/[스프링 부트]/[MySQL]/서버'],
    ['Hangul inside an address', 'https://ko.wikipedia.org/wiki/쿠버네티스 를 보라'],
    ['Hangul inside a path', '/홈/쿠버네티스/설정 폴더'],
    ['inside a path after Hangul', '문서/mysql/config.yaml 파일'],
    ['an address after Hangul', '주소는github.com/foo/mysql에서'],
    ['decomposed Hangul', `[${'쿠버네티스'.normalize('NFD')}]를 쓴다`],
    ['full-width Latin', '[ＭｙＳＱＬ]을 쓴다'],
    ['a soft hyphen inside', '[Postgre\u00adSQL]을 쓴다'],
    ['inside a longer Hangul word', '파이썬쿠버네티스칩'.replace('파이썬', '가나다')],
    ['followed by an unknown noun', '쿠버네티스룸에 갔다'],
    ['a Hangul name inside a word', '대쿠버네티스'],
    ['a boot camp', '스프링 부트캠프에 다녀왔다'],
    ['an address in Korean text', '자세한 내용은 https://mysql.com/ko/docs 에 있다'],
    ['a mail address in Korean text', 'team@mysql.com으로 보내 주세요'],
    ['a file in Korean text', 'postgresql.conf를 고쳤다'],
    ['an identifier in Korean text', 'mysql_url을 고쳤다'],
    ['a path in Korean text', '/etc/mysql/conf.d 아래에 둔다'],
    ['another spelling of the same sound', '[쿠버내티스]와 [엘라스틱써치]와 [쟈바스크립트]'],
    ['a short word of the same sound', '대비안을 마련하고 새로 시작했다'],
    ['nothing at all', '오늘은 날씨가 좋아서 산책을 했다'],
  ],
  "the page's own names": [
    ['a server with a name', 'We named the build server Athena and [PostgreSQL] runs on it. Athena was down on Monday.'],
    ['a Korean server with a name', '서버 이름을 시나트라로 지었다. [PostgreSQL]을 올린 시나트라가 어제 죽었다.'],
    ['a definition', 'Phoenix is the deploy bot we built for [Kubernetes]. Phoenix posts to the channel.'],
    ['a Korean definition', '피닉스는 저희 팀이 직접 만든 배포 봇입니다. 피닉스가 [쿠버네티스]에 올립니다.'],
    [
      'a tool that something was built with',
      'Our app is a [Rails] app on [PostgreSQL], and [Rails] is the framework we built everything on.',
    ],
    ['a tool whose own name is told', 'We use a web framework called [Flask] with [PostgreSQL] in the [Flask] app.'],
  ],
  'seldom the technology, in technical text': [
    [
      'a company that made something',
      '[React] and [GraphQL] were made by Facebook, [Angular] by Google, as [PostgreSQL] by a university.',
    ],
    ['a company in a list of sponsors', 'The [Kubernetes] fund is paid by Intel, OpenAI, Salesforce and NVIDIA.'],
    ['a company in Korean text', '[React]는 페이스북이 만들었고 [Elasticsearch]와 [PostgreSQL]은 아니다.'],
    ['a site that is quoted', 'What [PostgreSQL] calls a page is a block elsewhere, says Wikipedia.'],
    ['a word of the trade', 'Each node of the [Kubernetes] cluster answers the requests of [Prometheus] and [Grafana].'],
    ['a Korean word of the trade', '[Elasticsearch]는 노드를 더하면 샤드를 다시 나누고, [MongoDB]는 람다 식으로 처리한다.'],
    ['an order at the start of a sentence', 'Open [Grafana]. Click the panel. Make a copy. Less is more.'],
    ['with a phrase of its own', 'We store [OpenAI] embeddings in [PostgreSQL] and sign in with [Facebook Login].'],
    [
      'with its full name on the page',
      'The backend is [Node.js] with [TypeScript]. In [node] the event loop waits for [PostgreSQL].',
    ],
    ['beside its cues', 'Scraping in [Python] means [requests] and [BeautifulSoup] to most people.'],
  ],
  'other languages': [
    [
      'a sure name in German',
      'Wir haben die Daten über [PostgreSQL] nach [MongoDB] übertragen, weil es schneller für größere Mengen war.',
    ],
    ['a doubtful name in French', 'Le phénix renaît, Phoenix déménagea à Phoenix après l’été, où il a été très heureux.'],
    ['a doubtful name in Spanish', 'Mañana viajaré a Java con mi niña pequeña, señor Núñez.'],
  ],
};

describe('recognition', () => {
  let recognizer: Recognizer;
  beforeAll(() => {
    recognizer = loadRecognizer();
  });
  for (const [title, rows] of Object.entries(ROWS))
    describe(title, () => {
      for (const [name, marked] of rows)
        it(name, () => {
          const text = marked.replace(/[[\]]/g, '');
          const mentions = annotateText(recognizer, text, { confidence: 'usual', concepts: false });
          let seen = '';
          let last = 0;
          for (const m of mentions) {
            seen += `${text.slice(last, m.start)}[${text.slice(m.start, m.end)}]`;
            last = m.end;
          }
          expect(seen + text.slice(last)).toBe(marked);
        });
    });
});
