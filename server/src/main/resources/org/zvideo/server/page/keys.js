/** Single keys, which act only where no field has the focus, and can be switched off. */
import { dialog, h } from './dom.js';
import { changed } from './store.js';

const LIST = [['Tab', 'to the next control, in reading order'], ['← →', 'move a slider; with Shift ten steps'], ['Space , .', 'in the comparison: play, one frame back, one frame on'],
  ['C', 'compare the newest result, or move the divider of the preview'], ['P', 'pause the running job, or go on'], ['?', 'this list'], ['Esc', 'close what is open']];

const allowed = () => localStorage.getItem('zvideo-keys') !== 'off';

export function showKeys() {
  const single = h('input', { type: 'checkbox', id: 'single-keys', checked: allowed(), onchange: () => localStorage.setItem('zvideo-keys', single.checked ? 'on' : 'off') });
  dialog('Keys', h('div', {}, h('dl', { className: 'keys' }, LIST.flatMap(([key, what]) => [h('dt', {}, key), h('dd', {}, what)])),
    h('p', {}, single, h('label', { htmlFor: 'single-keys' }, ' Single letters act'))));
}

/** Begins. */
export function begin() {
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !allowed()) return;
    if (event.target.closest?.('input, select, textarea, dialog')) return;
    const act = { c: () => changed('compare'), p: () => changed('pause'), '?': showKeys }[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  });
}
