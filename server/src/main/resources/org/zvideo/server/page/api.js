/** The REST interface, and nothing else of the server. */

const BASE = '/api/v1';
let key = sessionStorage.getItem('zvideo-key') ?? '';
const tabs = new BroadcastChannel('zvideo');

/** What the server says is wrong, in one line. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? `the server answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

async function answer(response) {
  if (response.ok) return response.status === 204 ? {} : response.json();
  throw new Problem(response.status, await response.json().catch(() => ({})));
}

/** Takes the token out of the address, or the key of another tab. */
export async function login() {
  const token = location.hash.slice(1);
  if (token) {
    history.replaceState(null, '', location.pathname);
    const response = await fetch(`${BASE}/login`, { method: 'POST', body: JSON.stringify({ token }) });
    keep((await answer(response)).key);
  } else if (!key) {
    keep(await fromOtherTab());
  }
  tabs.onmessage = message => {
    if (message.data === 'key?' && key) tabs.postMessage({ key });
  };
}

function keep(secret) {
  key = secret;
  sessionStorage.setItem('zvideo-key', key);
}

function fromOtherTab() {
  return new Promise((found, none) => {
    const timer = setTimeout(() => none(new Problem(401, {
      detail: 'This page needs a new link: press Enter in the terminal where zvideo serve runs, and open what it prints.',
    })), 400);
    tabs.onmessage = message => {
      if (message.data.key) {
        clearTimeout(timer);
        found(message.data.key);
      }
    };
    tabs.postMessage('key?');
  });
}

/** Asks for JSON. */
export async function call(method, path, body, headers = {}) {
  return answer(await fetch(BASE + path, {
    method,
    headers: { 'X-Zvideo-Key': key, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  }));
}

/** A picture that only the key opens, as the address of a blob. */
export async function picture(path) {
  const response = await fetch(BASE + path, { headers: { 'X-Zvideo-Key': key } });
  if (!response.ok) return answer(response);
  return URL.createObjectURL(await response.blob());
}

/** The address of a file of a job or preview, for elements that load it themselves. */
export const address = path => BASE + path;

/** Sends a file. */
export function upload(file, name, onprogress) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `${BASE}/uploads?name=${encodeURIComponent(name)}`);
    request.setRequestHeader('X-Zvideo-Key', key);
    request.upload.onprogress = event => onprogress(event.loaded / Math.max(1, event.total));
    request.onerror = () => failed(new Problem(0, { detail: 'The file could not be sent.' }));
    request.onload = () => {
      let body = {};
      try { body = JSON.parse(request.responseText); } catch { /* said by the status */ }
      if (request.status === 201) done(body);
      else failed(new Problem(request.status, body));
    };
    request.send(file);
  });
}

/**
 * Hears what happens. The stream is read with fetch, since an EventSource cannot show the key.
 *
 * @param on    called with the type and the data
 * @param state called with whether the server answers
 */
export async function listen(on, state) {
  let last = '';
  for (;;) {
    if (document.hidden) {
      await new Promise(seen => document.addEventListener('visibilitychange', seen, { once: true }));
      continue;
    }
    const stop = new AbortController();
    const hide = () => { if (document.hidden) stop.abort(); };
    document.addEventListener('visibilitychange', hide);
    try {
      const headers = { 'X-Zvideo-Key': key };
      if (last) headers['Last-Event-ID'] = last;
      const response = await fetch(`${BASE}/events`, { headers, signal: stop.signal });
      if (response.status === 401) {
        state(false, 'zvideo was started again: press Enter in its terminal for a new link.');
        return;
      }
      if (!response.ok) throw new Error(`events: ${response.status}`);
      state(true, '');
      last = await read(response, on, last);
    } catch {
      if (!document.hidden) state(false, `zvideo is not running (since ${new Date().toLocaleTimeString()}).`);
    } finally {
      document.removeEventListener('visibilitychange', hide);
    }
    await new Promise(later => setTimeout(later, 1000));
  }
}

async function read(response, on, before) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let last = before;
  for (;;) {
    let part;
    try {
      part = await reader.read();
    } catch {
      return last;
    }
    if (part.done) return last;
    text += part.value;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(text.slice(0, end).split('\n').map(line => line.split(/: (.*)/s)));
      text = text.slice(end + 2);
      if (fields.id) last = fields.id;
      if (fields.event) on(fields.event, JSON.parse(fields.data));
    }
  }
}
