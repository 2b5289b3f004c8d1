/** Choosing a file: from this machine's named folders, or one that is sent. */
import { button, clean, dialog, fill, h, say, size } from './dom.js';
import { call, upload } from './api.js';
import { store } from './store.js';

/** Sends a file and gives its place; tells a place for progress and failures. */
export async function send(file, name, status) {
  status.classList.remove('problem');
  if (file.size > store.session.maxUpload) {
    status.textContent = `${clean(name)} has ${size(file.size)}; ${size(store.session.maxUpload)} are allowed here. Name its folder when you start zvideo serve, and choose it from there.`;
    status.classList.add('problem');
    say(status.textContent);
    return null;
  }
  status.textContent = `Sending ${clean(name)} …`;
  try {
    const sent = await upload(file, name, share => {
      status.textContent = `Sending ${clean(name)}: ${Math.round(share * 100)} %`;
    });
    status.textContent = '';
    return sent;
  } catch (problem) {
    status.textContent = problem.message;
    status.classList.add('problem');
    say(problem.message);
    return null;
  }
}

/** A button that a file can be dropped on, beside one for the named folders. */
export function drop({ key, text, kinds, big, chosen }) {
  const status = h('p', { className: 'hint' });
  const take = async file => {
    if (!file) return;
    status.classList.remove('problem');
    const sent = await send(file, file.name || 'pasted.png', status);
    if (sent && !kinds.includes(sent.kind)) {
      status.textContent = `${clean(sent.name)} is a ${sent.kind}; choose a ${kinds.join(' or a ')}.`;
      status.classList.add('problem');
    } else if (sent) {
      chosen(sent);
    }
  };
  const input = h('input', {
    type: 'file', className: 'unseen', tabIndex: -1, 'aria-label': text, 'data-input': key,
    accept: kinds.map(kind => ({ video: 'video/*,.mkv,.y4m', picture: 'image/*' })[kind]).join(','),
    onchange: () => { take(input.files[0]); input.value = ''; },
  });
  const zone = button(text, () => input.click(), {
    className: big ? 'drop big' : 'drop', 'data-key': key,
    ondragover: event => { event.preventDefault(); zone.classList.add('over'); },
    ondragleave: () => zone.classList.remove('over'),
    ondrop: event => {
      event.preventDefault();
      event.stopPropagation();
      zone.classList.remove('over');
      take(event.dataTransfer.files[0]);
    },
  });
  const browse = store.session.browse && store.session.roots.length > 0
    ? button('From the folders …', () => open(kinds, chosen), { 'data-key': `${key}-browse` })
    : null;
  return h('div', { className: 'dropping' }, input, zone, browse, status);
}

/** A dialog with what the named folders hold. */
function open(kinds, chosen) {
  const names = h('ul', { className: 'names' });
  const where = h('p', { className: 'hint' });
  const show = async (root, path) => {
    where.textContent = [store.session.roots[root], ...path].map(clean).join(' / ');
    let entries = [];
    try {
      const parts = path.map(encodeURIComponent).join('/');
      entries = (await call('GET', `/files?root=${root}&path=${parts}`)).entries;
    } catch (problem) {
      where.textContent = problem.message;
    }
    const shown = entries.filter(entry => entry.kind === 'folder' || kinds.includes(entry.kind));
    fill(names,
      path.length > 0 ? h('li', {}, button('‹ back', () => show(root, path.slice(0, -1)))) : null,
      path.length === 0 && store.session.roots.length > 1
        ? h('li', {}, button('‹ all folders', top)) : null,
      shown.map(entry => h('li', {}, button(entry.kind === 'folder' ? `${clean(entry.name)} ›` : clean(entry.name), () => {
        if (entry.kind === 'folder') show(root, [...path, entry.name]);
        else { box.close(); chosen(entry); }
      }))),
      shown.length === 0 ? h('li', { className: 'hint' }, `Nothing here that is a ${kinds.join(' or a ')}.`) : null);
    names.querySelector('button')?.focus();
  };
  const top = () => {
    where.textContent = 'Folders that zvideo serve was started with';
    fill(names, store.session.roots.map((name, root) => h('li', {}, button(`${clean(name)} ›`, () => show(root, [])))));
  };
  const box = dialog(`Choose a ${kinds.join(' or a ')}`, h('div', {}, where, names));
  if (store.session.roots.length === 1) show(0, []);
  else top();
}
