/** One frame beside its source, as long as something about it changes. */
import { clean, h, say } from './dom.js';
import { address, call, picture } from './api.js';
import { on } from './store.js';

let count = 0;

/** Makes a pane. Its update takes a request and a moment, its close lets go of what is under way. */
export function pane(name) {
  const draft = `${crypto.randomUUID()}-${count++}`;
  const source = h('img', { className: 'under', alt: 'the frame as it is' });
  const result = h('img', { className: 'over', alt: '' });
  const status = h('p', { className: 'status hint' });
  const box = h('div', { className: 'frames empty' }, source, result);
  const divider = h('input', {
    type: 'range', min: 0, max: 100, value: 50, className: 'divider', 'aria-label': 'divider between source and result', 'data-key': `${name}-divider`,
    oninput: () => {
      box.style.setProperty('--at', `${divider.value}%`);
      divider.setAttribute('aria-valuetext', `${divider.value} % source`);
    },
  });
  box.style.setProperty('--at', '50%');
  const element = h('div', { className: 'pane' }, box, divider, status);
  let id = '';
  let shown = '';
  let timer = 0;
  let latest = 0;

  const tell = (text, problem = false) => {
    status.textContent = text;
    status.classList.toggle('problem', problem);
    if (problem) say(text);
  };

  on('preview', preview => {
    if (preview.id !== id || !element.isConnected) return;
    if (preview.picture) result.src = address(`/previews/${id}/picture?${preview.state}`);
    box.classList.toggle('waiting', preview.state !== 'done');
    box.classList.toggle('empty', !preview.picture && !result.src);
    const steps = preview.steps ? `step ${preview.step} of ${preview.steps}` : 'waiting for the model';
    if (preview.state === 'failed') tell(preview.detail, true);
    else if (preview.state === 'done') tell('');
    else if (preview.state === 'rough') tell(`rough, ${steps}`);
    else tell(steps);
  });

  async function begin(request, at, mine) {
    try {
      const frame = JSON.stringify([request.source.file, at]);
      if (frame !== shown) {
        const url = await picture(`/frames?file=${encodeURIComponent(request.source.file)}&at=${at}&width=960`);
        if (mine !== latest) return;
        source.src = url;
        shown = frame;
        result.removeAttribute('src');
        box.classList.add('empty');
      }
      if (request.styles.length === 0) {
        result.removeAttribute('src');
        tell('Choose a painting to see this frame in its style.');
        return;
      }
      const started = await call('POST', '/previews', { request, at, width: 960, draft });
      if (mine !== latest) return;
      id = started.id;
      result.alt = `the frame in the style of ${request.styles.length} ${request.styles.length === 1 ? 'painting' : 'paintings'}`;
      box.classList.add('waiting');
      const now = await call('GET', `/previews/${id}`); // what was said before the id was known
      if (mine === latest && now.state === 'done') {
        result.src = address(`/previews/${id}/picture?done`);
        box.classList.remove('waiting', 'empty');
        tell('');
      } else if (mine === latest && now.state === 'failed') {
        box.classList.remove('waiting');
        tell(now.detail, true);
      }
    } catch (problem) {
      if (mine === latest) {
        box.classList.remove('waiting');
        tell(clean(problem.message), true);
      }
    }
  }

  return {
    element,
    draft,
    /** Shows another picture soon; the newest wish counts. */
    update(request, at, pause = 80) {
      latest++;
      const mine = latest;
      clearTimeout(timer);
      timer = setTimeout(() => begin(request, at, mine), pause);
    },
    clear() {
      latest++;
      clearTimeout(timer);
      id = '';
      shown = '';
      source.removeAttribute('src');
      result.removeAttribute('src');
      box.classList.add('empty');
      box.classList.remove('waiting');
      tell('');
    },
    split() {
      divider.focus();
    },
  };
}
