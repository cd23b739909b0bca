import { render } from 'preact';
import { watchFailures } from '../settings/watch-failures.ts';
import { UI_LANG } from '../ui/page-text.ts';
import { Popup } from './popup.tsx';
import { TabWatch } from './watch.ts';

// for the tests: when our part begins
performance.mark('begun');
watchFailures('popup');
const watch = new TabWatch(location.search);
void watch.run();
document.documentElement.lang = UI_LANG;
const root = document.getElementById('popup');
if (root) render(<Popup watch={watch} />, root);
