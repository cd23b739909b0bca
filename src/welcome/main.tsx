import { render } from 'preact';
import { t, UI_LANG } from '../ui/page-text.ts';
import { Welcome } from './welcome.tsx';

document.documentElement.lang = UI_LANG;
document.title = t('welcomeTitle');
const root = document.getElementById('welcome');
if (root) render(<Welcome />, root);
