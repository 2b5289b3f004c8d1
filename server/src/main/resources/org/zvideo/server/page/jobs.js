/** The list of jobs. What can be done with each is what the server says. */
import { button, clean, confirmed, dialog, fill, h, say, size, time } from './dom.js';
import { address, call } from './api.js';
import { changed, jobs, on, store } from './store.js';
import { compare } from './compare.js';
import { group } from './controls.js';
import { edit } from './draft.js';
import { pane } from './preview.js';
import { starts } from './starts.js';

const WORDS = {
  queued: 'waiting', running: 'running', pausing: 'pausing after this step', paused: 'paused', stopping: 'stopping after this step',
  stopped: 'stopped', done: 'done', adjusting: 'adjusting the look', failed: 'failed',
};
const SIGNS = { queued: '…', running: '▶', pausing: '▶', paused: 'Ⅱ', stopping: '■', stopped: '■', done: '✓', adjusting: '▶', failed: '!' };
const list = document.getElementById('list');
const problems = new Map();

/** Asks the server for something; what it says against that stands at the job. */
async function ask(job, method, path, body) {
  try {
    problems.delete(job.id);
    return await call(method, `/jobs/${job.id}${path}`, body);
  } catch (problem) {
    problems.set(job.id, problem.message);
    say(problem.message);
    show();
    return null;
  }
}

const act = (job, what) => ask(job, 'POST', '/actions', { do: what });

async function move(job, by) {
  const order = jobs().map(one => one.id);
  const waiting = jobs().filter(one => one.state === 'queued').map(one => one.id);
  const other = waiting[waiting.indexOf(job.id) + by];
  const [a, b] = [order.indexOf(job.id), order.indexOf(other)];
  [order[a], order[b]] = [order[b], order[a]];
  try {
    store.queue = await call('PATCH', '/queue', { order }, { 'If-Match': `"${store.queue.version}"` });
    problems.delete(job.id);
  } catch (problem) {
    problems.set(job.id, problem.message);
    say(problem.message);
    store.queue = await call('GET', '/queue');
  }
  show();
}

async function details(job) {
  const lines = (await ask(job, 'GET', '/log'))?.lines ?? [];
  dialog(`Details of ${clean(job.source)}`, h('div', {},
    job.outcome ? h('p', { className: job.outcome.result === 'failed' ? 'problem' : '' }, clean(job.outcome.detail)) : null,
    lines.length ? h('pre', {}, lines.map(clean).join('\n')) : h('p', { className: 'hint' }, 'It has printed nothing since zvideo serve was started.')));
}

function report(job) {
  dialog(`Report of ${clean(job.source)}`, h('iframe', { className: 'report', title: 'report', src: address(`/jobs/${job.id}/report`) }));
}

/** Another look of a result: one frame at once, then the whole. */
function adjust(job) {
  const request = structuredClone(job.request);
  delete request.target;
  delete request.source.frames;
  const at = request.source.from ?? 0;
  delete request.source.from;
  const values = {};
  const shown = pane('adjust');
  const keys = { 'method.appearance.palette': 'palette', 'method.appearance.strokes': 'strokes', 'method.appearance.detail': 'detail', 'method.strength': 'strength', 'method.contentColors': 'color' };
  for (const key of Object.keys(keys)) values[key] = key.split('.').reduce((inner, part) => inner?.[part], request);
  const look = () => {
    request.method ??= {};
    request.method.appearance ??= {};
    for (const [key, value] of Object.entries(values)) {
      const parts = key.split('.');
      const inner = parts.length === 3 ? request.method.appearance : request.method;
      if (value !== undefined) inner[parts.at(-1)] = value;
    }
    shown.update(request, at);
  };
  const box = dialog(`Adjust ${clean(job.source)}`, h('div', { className: 'adjust' }, shown.element,
    h('div', {}, group('look', values, (key, value) => { values[key] = value; look(); }, 'adjust'),
      h('p', { className: 'hint' }, 'The model does not run again: the whole clip takes seconds to minutes.'),
      h('p', { className: 'tools' }, button('Apply to the whole clip', async () => {
        const body = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined).map(([key, value]) => [keys[key], value]));
        if (await ask(job, 'PUT', '/look', body)) box.close();
        else box.close();
      }, { className: 'first' })))));
  look();
}

async function remove(job) {
  const kept = job.keptBytes > 0 && job.state !== 'done';
  if (!kept || await confirmed(`${job.frames} finished frames of ${clean(job.source)} (${size(job.keptBytes)}) are deleted.`, 'Delete them')) {
    await ask(job, 'DELETE', '');
  }
}

async function free(job) {
  const why = job.state === 'done'
    ? `The look of ${clean(job.source)} cannot be adjusted any more; the result stays.`
    : `The finished frames of ${clean(job.source)} are deleted; it would start from the beginning.`;
  if (await confirmed(why, `Free ${size(job.keptBytes)}`)) await act(job, 'free');
}

/** The buttons of a job, in order of use. */
function tools(job) {
  const can = what => job.allowed.includes(what);
  const name = clean(job.source);
  const one = (text, what, on) => button(text, on, { 'data-key': `${job.id}-${what}`, 'aria-label': `${text} ${name}` });
  const waiting = jobs().filter(other => other.state === 'queued');
  const turn = waiting.indexOf(job);
  return h('div', { className: 'tools' },
    can('pause') ? one('Pause', 'pause', () => act(job, 'pause')) : null,
    can('resume') ? one('Go on', 'resume', () => act(job, 'resume')) : null,
    can('retry') ? one('Try again', 'retry', () => act(job, 'retry')) : null,
    can('stop') ? one('Stop', 'stop', () => act(job, 'stop')) : null,
    job.state === 'done' ? one('Compare', 'compare', () => compare(job)) : null,
    job.state === 'done' && job.report ? one('Report', 'report', () => report(job)) : null,
    can('adjust') && job.keptBytes > 0 ? one('Adjust', 'adjust', () => adjust(job)) : null,
    job.state === 'done' ? h('a', { className: 'button', href: address(`/jobs/${job.id}/result`), download: clean(job.output.split('/').at(-1)), 'data-key': `${job.id}-save` }, 'Save') : null,
    job.state === 'done' && job.compared ? h('a', { className: 'button', href: address(`/jobs/${job.id}/comparison`), download: '', 'data-key': `${job.id}-comparison` }, 'Save the comparison') : null,
    turn > 0 ? one('Earlier', 'earlier', () => move(job, -1)) : null,
    turn >= 0 && turn < waiting.length - 1 ? one('Later', 'later', () => move(job, 1)) : null,
    one(job.state === 'queued' || job.state === 'failed' ? 'Edit a copy' : 'Duplicate', 'copy', () => edit(job)),
    can('free') && job.keptBytes > 0 ? one(`Free ${size(job.keptBytes)}`, 'free', () => free(job)) : null,
    one('Details', 'details', () => details(job)),
    can('remove') ? one('Remove', 'remove', () => remove(job)) : null);
}

function progressLine(job) {
  const progress = job.progress;
  if (!progress) {
    if (job.state === 'done') return h('p', { className: 'hint' }, clean(`${job.output.split('/').at(-1)}${job.outcome?.detail ? ` · ${job.outcome.detail}` : ''}`));
    if (job.state === 'failed') return h('p', { className: 'problem' }, clean(job.outcome?.detail ?? ''));
    if (job.frames > 0 && job.total > 0) return h('p', { className: 'hint' }, `${job.frames} of ${job.total} frames are done and kept.`);
    return null;
  }
  const counted = progress.unit === 'frame' || progress.unit === 'comparison';
  const unit = { frame: 'frame', style: 'preparing style', picture: 'picture', comparison: 'comparison video, frame' }[progress.unit] ?? progress.unit;
  const parts = [
    counted ? `${Math.floor(progress.share * 100)} %` : '',
    progress.total ? `${unit} ${Math.min(progress.done + 1, progress.total)} of ${progress.total}` : unit,
    progress.steps ? `step ${progress.step} of ${progress.steps}` : '',
    progress.secondsPerUnit ? `${progress.secondsPerUnit.toFixed(1)} s each` : '',
    progress.secondsLeft !== undefined ? `${time(progress.secondsLeft)} left` : '',
  ];
  return h('div', { className: 'progress' },
    h('progress', { max: 1, ...(counted ? { value: progress.share } : {}), 'aria-label': `progress of ${clean(job.source)}` }),
    h('p', {}, parts.filter(Boolean).join(' · ')));
}

const words = job => [WORDS[job.state], starts(job)].filter(Boolean).join(' · ');

/** Only the texts about jobs that wait, which move with the one at work. */
function showStarts() {
  for (const part of list.querySelectorAll('[data-state]')) {
    const job = store.jobs.get(part.dataset.state);
    if (job?.state === 'queued') part.textContent = words(job);
  }
}

function item(job) {
  const picture = job.pictures ? h('img', { className: 'newest', alt: `newest frame of ${clean(job.source)}`, src: address(`/jobs/${job.id}/picture?${job.pictures}`) }) : null;
  const part = h('div', { className: 'line', 'data-progress': job.id }, picture, progressLine(job));
  return h('li', { className: `job ${job.state}`, 'data-job': job.id },
    h('p', { className: 'head' }, h('span', { className: 'sign', 'aria-hidden': 'true' }, SIGNS[job.state]),
      h('strong', {}, clean(job.source)), h('span', { className: 'state', 'data-state': job.id }, words(job))),
    part,
    job.note ? h('p', { className: 'problem' }, clean(job.note)) : null,
    problems.has(job.id) ? h('p', { className: 'problem' }, clean(problems.get(job.id))) : null,
    tools(job));
}

/** Only the line that moves. */
function showProgress(job) {
  const part = list.querySelector(`[data-progress="${CSS.escape(job.id)}"]`);
  if (!part) return;
  const image = part.querySelector('img');
  const wanted = job.pictures ? address(`/jobs/${job.id}/picture?${job.pictures}`) : '';
  const line = progressLine(job);
  if (image && wanted) {
    if (!image.src.endsWith(wanted)) image.src = wanted;
    part.replaceChildren(image, ...(line ? [line] : []));
  } else {
    part.replaceChildren(...[wanted ? h('img', { className: 'newest', alt: `newest frame of ${clean(job.source)}`, src: wanted }) : null, line].filter(Boolean));
  }
}

function showQueue() {
  const { queue } = store;
  const change = body => call('PATCH', '/queue', body).then(now => { store.queue = now; show(); }, problem => say(problem.message));
  const start = h('select', { id: 'on-start', 'data-key': 'on-start', onchange: () => change({ onStart: start.value }) },
    h('option', { value: 'go-on', selected: queue.onStart === 'go-on' }, 'go on'),
    h('option', { value: 'stay-paused', selected: queue.onStart !== 'go-on' }, 'stay paused'));
  fill(document.getElementById('queue'),
    store.jobs.size ? button(queue.paused ? 'Go on with all' : 'Pause all', () => change({ paused: !queue.paused }), { 'data-key': 'pause-all' }) : null,
    store.jobs.size ? h('div', { className: 'control' }, h('label', { htmlFor: 'on-start' }, 'When zvideo starts:'), start) : null);
}

export function show() {
  showQueue();
  const all = jobs();
  fill(list,
    store.queue.paused && all.length ? h('li', { className: 'hint paused-all' }, 'All jobs wait until you let them go on.') : null,
    all.length ? all.map(item) : h('li', { className: 'hint' }, 'No jobs yet. What you stylize stands here, also after zvideo was started again.'));
}

/** Begins. */
export function begin() {
  const told = new Map();
  on('jobs', show);
  on('progress', job => {
    showProgress(job);
    showStarts();
    const quarter = Math.floor((job.progress?.share ?? 0) * 4);
    if (job.progress?.unit === 'frame' && quarter > (told.get(job.id) ?? 0)) {
      told.set(job.id, quarter);
      say(`${clean(job.source)}: ${quarter * 25} %`);
    }
  });
  on('job', job => {
    const before = told.get(`${job.id} state`);
    told.set(`${job.id} state`, job.state);
    if (before !== job.state) say(`${clean(job.source)}: ${WORDS[job.state]}${job.state === 'failed' ? `. ${clean(job.outcome.detail)}` : ''}`);
  });
  on('pause', () => {
    const job = jobs().find(one => ['running', 'pausing', 'paused'].includes(one.state));
    if (job) act(job, job.allowed.includes('pause') ? 'pause' : 'resume');
  });
  on('compare', () => {
    const job = jobs().find(one => one.state === 'done');
    if (job) compare(job);
    else changed('split');
  });
  show();
}
