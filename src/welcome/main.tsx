import { render } from 'preact';
import { watchFailures } from '../settings/watch-failures.ts';
import { t, UI_LANG } from '../ui/page-text.ts';
import { Welcome } from './welcome.tsx';

watchFailures('welcome');
document.documentElement.lang = UI_LANG;
document.title = t('welcomeTitle');
const root = document.getElementById('welcome');
if (root) render(<Welcome />, root);
