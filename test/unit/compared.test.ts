/** Which sentences set two terms against each other, and which only name two. `[…]` are the mentions, the first is asked about. */
import { describe, expect, it } from 'vitest';
import { comparedWith, type Placed } from '../../src/content/card/compared.ts';

function read(marked: string): { text: string; mentions: Placed[] } {
  const mentions: Placed[] = [];
  let text = '';
  for (const part of marked.split(/(\[[^\]]*\])/)) {
    const name = /^\[(.*)\]$/.exec(part)?.[1];
    if (name !== undefined) mentions.push({ start: text.length, end: text.length + name.length, term: name.toLowerCase() });
    text += name ?? part;
  }
  return { text, mentions };
}

const FOUND = [
  'We went from [Sinatra] to [Rails] in a spring.',
  'From [Sinatra] to [Rails]',
  'Why we moved from the [Sinatra] to [Rails].',
  'We migrated our data from [MySQL] to [PostgreSQL] last year.',
  'The team switched from [Jenkins] over to [GitHub Actions].',
  'a year later from [RDS] to [Aurora], because adding a reader became one command',
  '[Sinatra] vs [Rails]',
  '[Sinatra] vs. [Rails]: a comparison',
  '[Redis] versus [Memcached]',
  'We use [Flask] instead of [Django].',
  'We chose [Flask] for the API instead of [Django].',
  'They picked [PostgreSQL] over [MySQL].',
  'I would recommend [Vite] over plain [webpack].',
  'We keep [RabbitMQ] rather than [Kafka] for jobs.',
  'Written in [Go], not [Rust].',
  'We replaced [Redux] with [Zustand].',
  '[Recoil] was replaced by [Jotai].',
  'They swapped [Jenkins] for [CircleCI].',
  'We compared [Flask] and [Django] for a week.',
  'The difference between [TCP] and [UDP] matters here.',
  '[Vite] is much faster than [webpack].',
  'Unlike [Redux], [MobX] hides the updates.',
  '[Valkey] is an alternative to [Redis].',
  '[Sinatra] or [Rails]?',
  '[Rails] in favor of [Sinatra]',
  '[Sinatra]에서 [Rails]로 옮겼다.',
  '[Sinatra]에서 [Rails]로',
  '[Sinatra] 에서 [Rails]로의 여정',
  '봄에 [Jenkins]에서 [GitHub Actions]로 갈아탔다.',
  '작년에 [RDS]에서 [Aurora]로 이전했다.',
  '[MySQL]을 [Aurora]로 교체했다.',
  '[Redux] 대신 [Recoil]을 썼다.',
  '[Redux]를 대신해 [Recoil]을 도입했다.',
  '[Redis]보다 [Memcached]가 빠르다.',
  '[webpack]보다 훨씬 빠른 [Vite]를 골랐다.',
  '[Flask]와 [Django]를 비교했다.',
  '[Flask]와 [Django] 비교',
  '[TCP]와 [UDP]의 차이',
  '[Flask]와 [Django] 중에서 골랐다.',
  '[Kafka]가 아니라 [RabbitMQ]를 골랐다.',
  '[React] 말고 [Vue]를 썼다.',
  '[React]냐 [Vue]냐를 두고 다퉜다.',
  '[React] vs [Vue]',
  '[Redis]에 비해 [Memcached]는 단순하다.',
];

const NOTHING = [
  'We run [Rails] and [Redis].',
  '[Rails], [Redis] and friends.',
  'We stream events from [Kafka] to [S3].',
  'Logs are sent from [Nginx] to [Elasticsearch].',
  'The backup goes from [PostgreSQL] to [S3] every night.',
  'We copied everything from [MySQL] to [BigQuery].',
  'Requests go from [Nginx] to [Rails].',
  'A link from [GitHub] to [Jira].',
  'anything from [nginx] to [PostgreSQL]',
  'He comes from [Google]. To [Rails] he was new.',
  'We run [gRPC] over [HTTP/2].',
  '[HTTP] over [TLS] is the rule.',
  'It sits between [Nginx] and [Rails].',
  'a bridge between [Kafka] and [S3]',
  '[Rails] with [PostgreSQL]',
  'We use [Docker] or [Podman].',
  'Use [Redis] instead of asking [PostgreSQL] twice.',
  '[Rails] is older. [Sinatra] is smaller than that.',
  'We replaced the disks of [MySQL] with faster ones; [Redis] stayed.',
  'the [Spring] application on [AWS]',
  '[Rails] vs [Rails]',
  'We picked a fight over [Tabs], then [Vim].',
  '[sidekiq]에서 처리했다.',
  '[Sidekiq]에서 [Redis]를 쓴다.',
  '[Kafka]에서 [S3]로 데이터를 보낸다.',
  '로그를 [Kafka]에서 [Elasticsearch]로 옮긴다.',
  '[Nginx]에서 [Rails]로 요청을 넘긴다.',
  '[AWS]에서 [Rails]로 만든 서비스를 운영한다.',
  '[Rails]와 [Redis]를 쓴다.',
  '[Spring]과 [MySQL]로 만들었다.',
  '[Flask]와 [Django]는 파이썬이다.',
  '[Rails]를 [Docker]로 띄웠다.',
  '[MySQL]을 [AWS]로 배포했다.',
  '[React] 그리고 [Vue]',
  '[Redis]만 대신했다. [MySQL]은 남았다.',
  '[JPA]보다 복잡한 질의를 한 번에 처리하려고 나중에 [MyBatis]를 썼다.',
];

describe('set against each other', () => {
  it.each(FOUND)('%s', (marked) => {
    const { text, mentions } = read(marked);
    expect(comparedWith(text, mentions, 0)).toBe(1);
    expect(comparedWith(text, mentions, 1)).toBe(0);
  });
});

describe('only named', () => {
  it.each(NOTHING)('%s', (marked) => {
    const { text, mentions } = read(marked);
    for (const index of mentions.keys()) expect(comparedWith(text, mentions, index)).toBeNull();
  });
});

it('takes the next one of three', () => {
  const { text, mentions } = read('[Flask] vs [Sinatra] vs [Express], and [Rails] elsewhere');
  expect([0, 1, 2, 3].map((index) => comparedWith(text, mentions, index))).toEqual([1, 2, 1, null]);
});
