/** The paintings: chosen, dropped or pasted, in order, each with its weight. */
import { button, clean, fill, h } from './dom.js';
import { picture } from './api.js';
import { drop } from './chooser.js';
import { field } from './controls.js';
import { fade, settle, swap, when } from './styletimes.js';

const MOST = 4;

/** Shows them. */
export function showStyles(element, draft, changed) {
  settle(draft);
  const cards = draft.styles.map((style, n) => {
    const image = h('img', { alt: `painting ${clean(style.name)}` });
    (style.url ??= picture(`/frames?file=${encodeURIComponent(style.place)}&width=160`))
      .then(url => { image.src = url; }, () => { image.alt += ' (cannot be shown)'; });
    const weight = field('styles.lambda', style.lambda, value => { style.lambda = value; changed(false); }, `style-${n}`);
    const move = by => { swap(draft.styles, n, n + by); changed(true); };
    return h('li', { className: 'style' }, image,
      h('div', {}, h('p', { className: 'name' }, clean(style.name)), weight, when(draft, n, changed),
        h('p', { className: 'tools' },
          draft.styles.length > 1
            ? button('Earlier', () => move(-1), { disabled: n === 0, 'data-key': `earlier-${n}`, 'aria-label': `${clean(style.name)} earlier` }) : null,
          button('Remove', () => { draft.styles.splice(n, 1); changed(true); }, { 'data-key': `remove-${n}`, 'aria-label': `remove ${clean(style.name)}` }))));
  });
  const add = style => {
    draft.styles.push({ place: style.place, name: style.name, lambda: undefined });
    changed(true);
  };
  fill(element,
    h('h3', {}, 'Styles'),
    h('ul', { className: 'strip' }, cards),
    fade(draft, changed),
    draft.styles.length < MOST
      ? drop({ key: 'style', text: draft.styles.length ? 'Add a painting' : 'Choose, drop or paste a painting', kinds: ['picture'], chosen: add })
      : h('p', { className: 'hint' }, `${MOST} paintings are as many as fit here.`));
  return add;
}
