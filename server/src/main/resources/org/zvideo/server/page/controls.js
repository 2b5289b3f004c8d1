/** Controls for keys of the request, made from the server's list. */
import { h } from './dom.js';
import { store } from './store.js';

const control = key => store.controls.find(one => one.key === key);

/** What a key is if nobody has chosen. */
export const usual = key => control(key)?.default;

/** Puts a value into an object at a key with dots. */
export function put(object, key, value) {
  const parts = key.split('.');
  const last = parts.pop();
  let inner = object;
  for (const part of parts) inner = inner[part] ??= {};
  inner[last] = value;
}

export function get(object, key) {
  return key.split('.').reduce((inner, part) => inner?.[part], object);
}

/** A slider with its name and value. */
export function slider({ id, label, min, max, step, value, usual: standard, help, oninput }) {
  const shown = h('output', { htmlFor: id });
  const tell = input => {
    shown.textContent = Number(input.value).toFixed(2).replace(/\.?0+$/, '') || '0';
    const isUsual = standard !== undefined && Number(input.value) === standard;
    input.setAttribute('aria-valuetext', isUsual ? `${shown.textContent}, default` : shown.textContent);
  };
  const input = h('input', {
    type: 'range', id, min, max, step, 'data-key': id,
    oninput: () => { tell(input); oninput(Number(input.value)); },
    onkeydown: event => {
      const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (event.shiftKey && direction) {
        event.preventDefault();
        input.value = Number(input.value) + direction * 10 * step;
        input.dispatchEvent(new Event('input'));
      }
    },
  });
  input.value = value; // after its range, which would clip it
  tell(input);
  return h('div', { className: 'control', title: help ?? '' }, h('label', { htmlFor: id }, label), input, shown);
}

/** The control of one key. */
export function field(key, value, onchange, prefix = 'c') {
  const of = control(key);
  if (!of) return null;
  const id = `${prefix}-${key.replaceAll('.', '-')}`;
  if (of.type === 'number') {
    return slider({ id, ...of, value: value ?? of.default, usual: of.default, oninput: onchange });
  }
  const label = h('label', { htmlFor: id }, of.label);
  let input;
  if (of.type === 'choice') {
    input = h('select', { id, 'data-key': id, onchange: () => onchange(input.value || undefined) },
      of.default === undefined ? h('option', { value: '' }, 'as it fits') : null,
      of.values.map(one => h('option', { value: one, selected: one === (value ?? of.default) }, one)));
  } else if (of.type === 'flag') {
    input = h('input', { id, type: 'checkbox', 'data-key': id, checked: value ?? of.default, onchange: () => onchange(input.checked) });
  } else {
    input = h('input', {
      id, type: 'number', min: of.min, max: of.max, step: of.step ?? 'any', 'data-key': id, placeholder: 'as it fits', value: value ?? '',
      onchange: () => onchange(input.value === '' || !input.checkValidity() ? undefined : Number(input.value)),
    });
  }
  return h('div', { className: 'control', title: of.help ?? '' }, label, input);
}

/** The controls of a group. */
export function group(name, values, onchange, prefix, except = []) {
  return store.controls
    .filter(one => one.group === name && !except.includes(one.key))
    .map(one => field(one.key, values[one.key], value => onchange(one.key, value), prefix));
}
