/** When each painting is reached in a film: from its beginning, or at a time to which the one before fades into it. */
import { clean, h } from './dom.js';
import { field } from './controls.js';

const later = style => style.at !== undefined || style.cut !== undefined;
const open = { at: undefined, cut: undefined, fade: undefined };

/** The part of a request about the paintings. A painting that comes again is the same style; a picture has no time. */
export function written({ clip, styles: cards }) {
  const plain = card => ({ file: card.place, ...(card.lambda === undefined ? {} : { lambda: card.lambda }) });
  if (clip.kind !== 'video' || !cards.some(later)) return { styles: cards.map(plain) };
  const styles = [];
  const styleKeys = [{ at: 0, styles: [] }];
  for (const card of cards) {
    const style = plain(card);
    const known = styles.findIndex(one => one.file === style.file && one.lambda === style.lambda);
    const key = keyOf(styleKeys, card);
    key.styles.push(known < 0 ? styles.push(style) - 1 : known);
  }
  return { styles, styleKeys };
}

/** The key of a painting's time; a new one stands where its time is in the order. */
function keyOf(keys, card) {
  const time = card.cut === undefined ? { at: card.at ?? 0 } : { cut: card.cut };
  const same = keys.find(key => key.at === time.at && key.cut === time.cut);
  if (same) return same;
  const key = { ...time, ...(card.fade === undefined ? {} : { fade: card.fade }), styles: [] };
  const next = keys.findIndex(other => other.at > time.at);
  keys.splice(next < 0 ? keys.length : next, 0, key);
  return key;
}

/** The paintings of a request, as often as it names them. */
export function read({ styles, styleKeys = [{ styles: styles.keys() }] }) {
  return styleKeys.flatMap((key, n) => [...key.styles].map(place => {
    const { file, lambda } = styles[place];
    return { place: file, name: file.split('/').at(-1), lambda, ...(n ? { at: key.at, cut: key.cut, fade: key.fade } : {}) };
  }));
}

/** The first painting begins the film, and none is reached after its end. */
export function settle({ clip, styles }) {
  styles.forEach((style, n) => {
    if (n === 0) Object.assign(style, open);
    else if (style.at > clip.seconds) style.at = clip.seconds;
  });
}

/** Two paintings change places; the times stay where they are. */
export function swap(styles, one, other) {
  const times = [one, other].map(n => ({ at: styles[n].at, cut: styles[n].cut, fade: styles[n].fade }));
  [styles[one], styles[other]] = [{ ...styles[other], ...times[0] }, { ...styles[one], ...times[1] }];
}

const fading = styles => styles.filter(style => style.at !== undefined);

/** The control of a painting's time; the first has none. */
export function when(draft, n, changed) {
  const { clip, styles } = draft;
  const style = styles[n];
  if (n === 0 || clip.kind !== 'video') return null;
  const name = clean(style.name);
  const now = style.cut !== undefined ? 'cut' : style.at !== undefined ? 'at' : 'start';
  const option = (value, text) => h('option', { value, selected: value === now }, text);
  const choose = h('select', {
    id: `when-${n}`, 'data-key': `when-${n}`, 'aria-label': `Reached, ${name}`,
    onchange: () => {
      const length = fading(styles)[0]?.fade;
      Object.assign(style, open, choose.value === 'at' ? { at: draft.at > 0 ? draft.at : clip.seconds / 2, fade: length } : {});
      changed(true);
    },
  }, option('start', 'from the start'), option('at', 'at a time'), style.cut === undefined ? null : option('cut', `at cut ${style.cut}`));
  const second = now === 'at' ? h('input', {
    id: `at-${n}`, type: 'number', min: 0, max: clip.seconds, step: 'any', value: Number(style.at.toFixed(2)),
    'data-key': `at-${n}`, 'aria-label': `at second, ${name}`,
    onchange: () => {
      if (second.value !== '') style.at = Math.min(clip.seconds, Math.max(0, Number(second.value)));
      second.value = Number(style.at.toFixed(2));
      changed(false);
    },
  }) : null;
  return [h('div', { className: 'control when' }, h('label', { htmlFor: choose.id }, 'Reached'), choose),
    second && h('div', { className: 'control when' }, h('label', { htmlFor: second.id }, 'at second'), second)];
}

/** How long fades are, where there are any. Each may have a length of its own until one is chosen here. */
export function fade({ clip, styles }, changed) {
  const all = fading(styles);
  if (clip.kind !== 'video' || all.length === 0) return null;
  const lengths = new Set(all.map(style => style.fade));
  const part = field('styleKeys.fade', lengths.size === 1 ? all[0].fade : undefined, value => {
    all.forEach(style => { style.fade = value; });
    changed(false);
  });
  part.querySelector('input').placeholder = lengths.size === 1 ? 'from the painting before' : 'several lengths';
  return h('div', { className: 'fade' }, part,
    h('p', { className: 'hint' }, 'At its second of the film a painting is reached in full; the one before fades into it. This does not go together with a mask.'));
}
