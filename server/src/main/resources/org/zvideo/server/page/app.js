/** The page: logs in, asks for everything once, and listens from then on. */
import { clean, confirmed } from './dom.js';
import { call, listen, login } from './api.js';
import { refresh, store, take } from './store.js';
import * as draft from './draft.js';
import * as jobs from './jobs.js';
import * as keys from './keys.js';

const banner = document.getElementById('banner');

function tell(text) {
  banner.textContent = text;
  banner.hidden = text === '';
}

/** Nothing can be asked for while nobody answers; what was chosen stays. */
function online(there, why) {
  store.online = there;
  tell(there ? '' : why);
  document.querySelector('main').inert = !there;
}

const THEMES = ['system', 'light', 'dark'];

function theme(name) {
  document.documentElement.dataset.theme = name;
  document.getElementById('theme').textContent = `Theme: ${name}`;
  localStorage.setItem('zvideo-theme', name);
}

document.getElementById('theme').addEventListener('click', () =>
  theme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]));
document.getElementById('help').addEventListener('click', keys.showKeys);
document.getElementById('quit').addEventListener('click', async () => {
  if (await confirmed('zvideo stops. The queue and finished frames are kept, and it continues when it is started again.', 'Quit')) {
    await call('POST', '/shutdown', {}).catch(() => {});
  }
});
// a file that misses the zone is not opened instead of the page
for (const type of ['dragover', 'drop']) addEventListener(type, event => event.preventDefault());
theme(localStorage.getItem('zvideo-theme') ?? 'system');

try {
  await login();
  store.session = await call('GET', '/session');
  store.controls = (await call('GET', '/options')).controls;
  document.getElementById('about').textContent = clean(`${store.session.version} · model ${store.session.model} · device ${store.session.device} · results in ${store.session.results}`);
  await refresh();
  draft.begin();
  jobs.begin();
  keys.begin();
  document.documentElement.dataset.ready = 'yes';
  listen(take, online);
} catch (problem) {
  online(false, problem.message);
}
