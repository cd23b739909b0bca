/** A post drawn by React that renders again on demand: half of it with new keys, so that its text nodes are replaced. */
import { createElement as h, useState } from 'react';
import { createRoot } from 'react-dom/client';

const FILLER =
  'The meeting began late, as it often did in those days, and nobody seemed to mind. Somebody had brought a cake, somebody else had brought a list, and between the two of them the morning went by in a rather pleasant way.';

function Post() {
  const [round, setRound] = useState(0);
  window.again = () => setRound((n) => n + 1);
  return h(
    'main',
    { 'data-round': round },
    h('p', null, FILLER),
    h(
      'p',
      { key: `new-${round}` },
      'We keep the sessions in ',
      h('b', null, 'Redis'),
      ` and everything else in PostgreSQL (${round}).`,
    ),
    h('p', null, 'A small ', round % 2 ? h('i', null, 'Flask') : 'Flask', ' service stands before it.'),
    round > 2 ? h('p', null, 'Slow work goes to Sidekiq.') : null,
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(h(Post));
