/** The new clip: what is chosen, what one frame of it looks like, and what it would cost. */
import { button, clean, dialog, fill, h, moment, say, size, time } from './dom.js';
import { address, call } from './api.js';
import { changed as tell, on, store } from './store.js';
import { drop } from './chooser.js';
import { group, put, slider, usual } from './controls.js';
import { maskPart } from './mask.js';
import { pane } from './preview.js';
import { showStyles } from './styles.js';
import { read, written } from './styletimes.js';

const place = id => document.getElementById(id);
const empty = () => ({ clip: null, from: 0, to: 0, at: 0, styles: [], mask: null, values: {} });
let draft = empty();
let preview;
let addStyle = () => {};
let plan = { id: '', shown: null };

/** The request that the draft means. */
function request() {
  const { clip, values } = draft;
  const whole = { version: 1, source: { file: clip.place }, ...written(draft) };
  for (const [key, value] of Object.entries(values)) if (value !== undefined) put(whole, key, value);
  if (draft.mask) put(whole, 'masks.files', Array(draft.styles.length === 2 ? 1 : draft.styles.length).fill(draft.mask.place));
  else if (whole.masks) delete whole.masks;
  if (clip.kind === 'video') {
    if (draft.from > 0) whole.source.from = draft.from;
    if (clip.rate && (draft.to < clip.seconds || draft.from > 0)) whole.source.frames = Math.max(1, Math.round((draft.to - draft.from) * clip.rate));
  } else {
    delete whole.target;
    if (whole.effort) delete whole.effort.every;
    if (whole.method) delete whole.method.temporal;
  }
  return whole;
}

/** What a preview needs of it: the place in the whole film counts there, not the part. */
function ofFrame() {
  const one = request();
  delete one.source.from;
  delete one.source.frames;
  delete one.target;
  return one;
}

function look(pause) {
  if (draft.clip) preview.update(ofFrame(), draft.at, pause);
}

/** Something was chosen that the model sees. */
function changed(redraw) {
  plan = { id: '', shown: null };
  if (redraw) show();
  else showStart();
  look(250);
}

async function chooseClip(entry) {
  fill(place('clip'), h('p', { className: 'hint' }, `Looking at ${clean(entry.name)} …`));
  try {
    const media = await call('GET', `/media?file=${encodeURIComponent(entry.place)}`);
    draft = { ...draft, clip: media, from: 0, to: media.seconds ?? 0, at: 0 };
    say(`${media.name} is chosen`);
    preview.clear();
    changed(true);
  } catch (problem) {
    draft.clip = null;
    show();
    place('clip').append(h('p', { className: 'problem', role: 'alert' }, clean(problem.message)));
  }
}

function showClip() {
  const { clip } = draft;
  const choose = drop({ key: 'clip', text: clip ? 'Another clip' : 'Choose a clip, or drop it here', kinds: ['video', 'picture'], big: !clip, chosen: chooseClip });
  if (!clip) {
    fill(place('clip'), choose, h('p', { className: 'hint' }, 'A video or a picture. It stays on this machine.'));
    return;
  }
  const facts = [`${clip.width}×${clip.height}`, clip.seconds ? time(clip.seconds) : '', clip.frames ? `${clip.frames} frames` : '', clip.codec ?? ''];
  const seconds = (name, id) => h('div', { className: 'control' }, h('label', { htmlFor: id }, name),
    h('input', {
      id, type: 'number', min: 0, max: clip.seconds, step: 'any', value: Number(draft[id.slice(5)].toFixed(2)), 'data-key': id,
      onchange: event => {
        draft[id.slice(5)] = Math.min(clip.seconds, Math.max(0, Number(event.target.value)));
        if (draft.to <= draft.from) draft.to = clip.seconds;
        changed(true);
      },
    }));
  fill(place('clip'),
    h('h3', {}, 'Clip'),
    h('p', {}, h('strong', {}, clean(clip.name)), ` ${facts.filter(Boolean).join(' · ')}`),
    clip.notes.map(note => h('p', { className: 'hint' }, clean(note))),
    clip.seconds ? h('div', { className: 'tools' }, seconds('From second', 'part-from'), seconds('to', 'part-to')) : null,
    choose);
}

function showControls() {
  const set = (key, value) => { draft.values[key] = value; };
  const onLook = (key, value) => { set(key, value); look(80); };
  const onModel = (key, value) => { set(key, value); changed(false); };
  const inside = place('controls').querySelector('details');
  fill(place('controls'),
    h('h3', {}, 'Look'),
    group('look', draft.values, onLook),
    draft.clip ? maskPart(draft, () => changed(true)) : null,
    h('details', { open: inside?.open }, h('summary', {}, 'More: model and file'),
      group('model', draft.values, onModel, 'c', ['styles.lambda', 'effort.preset']),
      draft.clip?.kind === 'video' ? group('clip', draft.values, onModel) : null));
}

function showFrame() {
  const { clip } = draft;
  if (!clip) {
    fill(place('preview'));
    return;
  }
  const end = Math.max(0, (clip.seconds ?? 0) - 1 / (clip.rate ?? 25));
  const step = 1 / (clip.rate ?? 25);
  const move = at => { draft.at = Math.min(end, Math.max(0, at)); showFrame(); look(80); };
  fill(place('preview'), preview.element,
    clip.kind === 'video' ? h('div', { className: 'tools moment' },
      button('◀', () => move(draft.at - step), { 'aria-label': 'one frame back', 'data-key': 'back' }),
      slider({ id: 'moment', label: `Frame at ${moment(draft.at)}`, min: 0, max: end, step, value: draft.at, oninput: value => {
        draft.at = value;
        place('moment').previousSibling.textContent = `Frame at ${moment(value)}`;
        look(150);
      } }),
      button('▶', () => move(draft.at + step), { 'aria-label': 'one frame on', 'data-key': 'on' })) : null,
    draft.styles.length ? h('div', { className: 'tools' },
      button('Compare strengths …', () => sheet('strengths'), { 'data-key': 'sheet-strengths' }),
      button('Compare style weights …', () => sheet('lambdas'), { 'data-key': 'sheet-lambdas' }),
      draft.styles.length > 1 ? button('Compare the styles …', () => sheet('styles'), { 'data-key': 'sheet-styles' }) : null) : null);
}

/** Variants side by side; each can be taken. */
async function sheet(kind) {
  const cells = h('div', { className: 'sheet' });
  const status = h('p', { className: 'hint' }, 'Each picture appears when it is ready.');
  dialog('Choose one', h('div', {}, status, cells));
  const here = cells.closest('dialog');
  try {
    const made = await call('POST', '/sheets', { request: ofFrame(), at: draft.at, kind, draft: preview.draft });
    fill(cells, made.cells.map(cell => {
      const image = h('img', { alt: '', hidden: true });
      const update = one => {
        if (one.id !== cell.preview || !cells.isConnected) return;
        if (one.state === 'done') {
          image.src = address(`/previews/${one.id}/picture`);
          image.alt = `the frame with ${cell.label}`;
          image.hidden = false;
        } else if (one.state === 'failed') {
          status.textContent = one.detail;
          status.classList.add('problem');
        }
      };
      on('preview', update);
      call('GET', `/previews/${cell.preview}`).then(update);
      return button('', () => { take(cell); here.close(); }, { className: 'cell' })
        .appendChild(h('span', {}, image, h('span', {}, cell.label))).parentNode;
    }));
    cells.querySelector('button')?.focus();
  } catch (problem) {
    status.textContent = problem.message;
    status.classList.add('problem');
  }
  here.addEventListener('close', () => look(0));
}

function take(cell) {
  if (cell.key === 'styles.lambda') {
    if (cell.style !== undefined) {
      const { file } = written(draft).styles[cell.style];
      draft.styles = [draft.styles.find(style => style.place === file)];
    }
    draft.styles.forEach(style => { style.lambda = cell.value; });
  } else {
    draft.values[cell.key] = cell.value;
  }
  changed(true);
}

function presets() {
  const now = draft.values['effort.preset'] ?? usual('effort.preset');
  const names = store.controls.find(one => one.key === 'effort.preset').values;
  return h('fieldset', { className: 'presets' }, h('legend', {}, 'Quality'), names.map(name => {
    const cost = plan.shown?.presets?.find(one => one.preset === name);
    return h('label', {}, h('input', {
      type: 'radio', name: 'preset', value: name, checked: name === now, 'data-key': `preset-${name}`,
      onchange: () => { draft.values['effort.preset'] = name; showControls(); look(250); },
    }), ` ${name}`, cost ? h('span', { className: 'hint' }, ` ${time(cost.seconds)}${cost.memory ? ` · ${size(cost.memory)} memory` : ''} · ${size(cost.disk)} disk`) : null);
  }));
}

function showStart() {
  const ready = draft.clip && draft.styles.length > 0;
  const status = h('p', { className: 'hint', id: 'start-status' },
    plan.shown?.detail ? clean(plan.shown.detail) : plan.id && !plan.shown ? 'Measuring two frames …' : '');
  if (plan.shown?.detail) status.classList.add('problem');
  fill(place('start'), !draft.clip ? null : [presets(),
    h('div', { className: 'tools' },
      button('Stylize', () => start(status), { className: 'first', disabled: !ready, 'data-key': 'stylize' }),
      button('Estimate', measure, { title: 'How long will it take?', disabled: !ready || (plan.id !== '' && !plan.shown), 'data-key': 'measure' }),
      button('Start over', () => { draft = empty(); plan = { id: '', shown: null }; preview.clear(); show(); place('clip').querySelector('button').focus(); }, { 'data-key': 'over' })),
    status]);
}

async function measure() {
  try {
    plan = { id: (await call('POST', '/plans', { request: request(), draft: preview.draft })).id, shown: null };
    showStart();
    const now = await call('GET', `/plans/${plan.id}`);
    if (now.state !== 'waiting') takePlan(now);
  } catch (problem) {
    plan = { id: '', shown: { detail: problem.message } };
    showStart();
  }
}

function takePlan(made) {
  if (made.id === plan.id) {
    plan.shown = made;
    showStart();
    say(made.detail ?? 'The estimate is ready.');
  }
}

async function start(status) {
  try {
    const job = await call('POST', '/jobs', { request: request() });
    status.textContent = `${clean(draft.clip.name)} is in the list.`;
    status.classList.remove('problem');
    say(status.textContent);
    tell('started', job);
  } catch (problem) {
    status.textContent = problem.message;
    status.classList.add('problem');
    say(problem.message);
  }
}

/** Shows everything. */
export function show() {
  showClip();
  if (draft.clip) addStyle = showStyles(place('styles'), draft, changed);
  else fill(place('styles'));
  if (draft.clip) showControls();
  else fill(place('controls'));
  showFrame();
  showStart();
  place('draft').classList.toggle('blank', !draft.clip);
}

/** Takes a job's request as a new draft. */
export async function edit(job) {
  const given = job.request;
  draft = empty();
  draft.styles = read(given);
  for (const control of store.controls) {
    const value = control.key.split('.').reduce((inner, part) => inner?.[part], given);
    if (value !== undefined && control.key !== 'styles.lambda') draft.values[control.key] = value;
  }
  if (given.masks?.files?.length) draft.mask = { place: given.masks.files[0], name: given.masks.files[0].split('/').at(-1) };
  await chooseClip({ place: given.source.file, name: job.source });
  if (draft.clip?.rate && (given.source.from || given.source.frames)) {
    draft.from = given.source.from ?? 0;
    draft.to = given.source.frames ? Math.min(draft.clip.seconds, draft.from + given.source.frames / draft.clip.rate) : draft.clip.seconds;
    show();
  }
  place('draft').scrollIntoView();
  place('draft').querySelector('button')?.focus();
}

/** Begins. */
export function begin() {
  preview = pane('draft');
  on('plan', takePlan);
  on('split', () => preview.split());
  document.addEventListener('paste', async event => {
    const file = [...event.clipboardData.files].find(one => one.type.startsWith('image/'));
    if (file && draft.clip) {
      event.preventDefault();
      const { send } = await import('./chooser.js');
      const sent = await send(file, 'pasted.png', place('start-status') ?? h('p'));
      if (sent?.kind === 'picture') addStyle(sent);
    }
  });
  show();
}
