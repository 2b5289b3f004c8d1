/** What the page knows. Parts of the page look at it and are told when it changes. */
import { call } from './api.js';

export const store = {
  session: null,
  controls: [],
  jobs: new Map(),
  queue: { order: [], paused: false, version: 0, onStart: 'go-on' },
  online: false,
};

const listeners = new Map();

/** Calls back when something of this name changes. */
export function on(name, listener) {
  listeners.set(name, [...(listeners.get(name) ?? []), listener]);
}

export function changed(name, data) {
  for (const listener of listeners.get(name) ?? []) listener(data);
}

/** Asks for everything that may have changed while nobody listened. */
export async function refresh() {
  const jobs = new Map();
  let more = true;
  let after = '';
  while (more) {
    const page = await call('GET', `/jobs${after}`);
    page.jobs.forEach(job => jobs.set(job.id, job));
    more = page.more;
    after = `?after=${page.jobs.at(-1)?.id}`;
  }
  store.jobs = jobs;
  store.queue = await call('GET', '/queue');
  changed('jobs');
}

/** Takes an event in. */
export function take(type, data) {
  if (type === 'job') {
    store.jobs.set(data.id, data);
    changed('job', data);
    changed('jobs');
  } else if (type === 'removed') {
    store.jobs.delete(data.id);
    changed('jobs');
  } else if (type === 'progress') {
    const job = store.jobs.get(data.job);
    if (job) {
      job.progress = data.progress;
      job.pictures = data.pictures;
      changed('progress', job);
    }
  } else if (type === 'queue') {
    store.queue = data;
    changed('jobs');
  } else if (type === 'reset') {
    refresh();
  } else {
    changed(type, data);
  }
}

/** The jobs in their order. */
export function jobs() {
  const known = store.queue.order.map(id => store.jobs.get(id)).filter(Boolean);
  const rest = [...store.jobs.values()].filter(job => !store.queue.order.includes(job.id));
  return [...known, ...rest];
}
