/** Elements, and texts as people read them. Every text goes in as text: names of files may hold anything. */

/** Makes an element. Properties that begin with "on" are listeners, "data" and "aria" go in as attributes. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== 'list' && name !== 'form') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button with a text. */
export function button(text, onclick, properties = {}) {
  return h('button', { type: 'button', onclick, ...properties }, text);
}

/** Replaces what is in an element. The focus goes to the element with the same key as the one that had it. */
export function fill(element, ...children) {
  const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  element.replaceChildren(...children.flat().filter(Boolean));
  if (key) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/** A text without what would change the direction of what follows. */
export function clean(text) {
  return String(text).replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\uFFFD');
}

export function time(seconds) {
  const all = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(all / 60);
  const two = number => String(number).padStart(2, '0');
  return minutes >= 60
    ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(all % 60)}`
    : `${minutes}:${two(all % 60)}`;
}

/** A moment of a clip. */
export function moment(seconds) {
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(2).padStart(5, '0')}`;
}

export function size(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : bytes >= 1e5 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1000)} kB`;
}

/** Says something to those who hear the page. */
export function say(text) {
  document.getElementById('live').textContent = text;
}

/** Opens a dialog; Escape and its button close it. */
export function dialog(title, content, onclose = () => {}) {
  const box = h('dialog', { 'aria-label': title, className: 'box' },
    h('div', { className: 'bar' }, h('h2', {}, title), button('Close', () => box.close(), { 'data-key': 'close' })),
    content);
  const before = document.activeElement;
  box.addEventListener('close', () => {
    box.remove();
    onclose();
    if (before?.isConnected) before.focus();
  });
  document.body.append(box);
  box.showModal();
  return box;
}

/** Asks before something is lost. */
export function confirmed(question, yes) {
  return new Promise(answer => {
    let said = false;
    const box = dialog('Are you sure?', h('div', {}, h('p', {}, question),
      h('p', { className: 'tools' }, button(yes, () => { said = true; box.close(); }, { className: 'first' }))),
    () => answer(said));
  });
}
