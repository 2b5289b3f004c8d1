/** Source and result at the same moment. */
import { button, clean, dialog, h, moment } from './dom.js';
import { address, call, picture } from './api.js';

const STILL = matchMedia('(prefers-reduced-motion: reduce)');

/** Opens the player. */
export function compare(job) {
  const title = `Compare ${clean(job.source)}`;
  if (job.kind === 'picture') {
    const view = split(
      h('img', { alt: 'source', src: address(`/jobs/${job.id}/source`) }),
      h('img', { alt: 'result', src: address(`/jobs/${job.id}/result`) }));
    dialog(title, h('div', {}, view.element, view.tools));
    return;
  }
  player(job, title);
}

/** Two pictures or players on top of each other. */
function split(under, over) {
  under.classList.add('under');
  over.classList.add('over');
  const element = h('div', { className: 'frames' }, under, over);
  element.style.setProperty('--at', '50%');
  const divider = h('input', {
    type: 'range', min: 0, max: 100, value: 50, className: 'divider', 'aria-label': 'divider between source and result',
    oninput: () => {
      element.style.setProperty('--at', `${divider.value}%`);
      divider.setAttribute('aria-valuetext', `${divider.value} % source`);
    },
  });
  let blinking = 0;
  const mode = value => {
    clearInterval(blinking);
    element.dataset.mode = value;
    divider.disabled = value !== 'split';
    if (value === 'blink' && !STILL.matches) blinking = setInterval(() => element.classList.toggle('hide'), 600);
    else element.classList.remove('hide');
  };
  const modes = h('fieldset', { className: 'modes' }, h('legend', {}, 'Show'),
    ['split', 'source', 'result', ...(STILL.matches ? [] : ['blink']), 'difference'].map(name => h('label', {},
      h('input', { type: 'radio', name: 'mode', value: name, checked: name === 'split', onchange: () => mode(name) }), ` ${name}`)));
  mode('split');
  return { element, tools: h('div', { className: 'tools' }, divider, modes), stop: () => clearInterval(blinking) };
}

function player(job, title) {
  const video = (what, name) => h('video', { src: address(`/jobs/${job.id}/${what}`), muted: true, preload: 'auto', playsInline: true, 'aria-label': name });
  const source = video('source', 'source');
  const result = video('result', 'result');
  const view = split(source, result);
  const from = job.request.source.from ?? 0;
  let rate = 25;
  call('GET', `/media?file=${encodeURIComponent(job.output)}`).then(media => { rate = media.rate ?? rate; }, () => {});
  const shown = h('output', { className: 'moment' });
  const seek = h('input', { type: 'range', min: 0, max: 1, step: 0.001, value: 0, 'aria-label': 'moment', oninput: () => go(Number(seek.value)) });
  const play = button('Play', () => toggle());
  const note = h('p', { className: 'hint' });
  const go = at => {
    result.currentTime = at;
    source.currentTime = at + from;
  };
  const tell = () => {
    shown.textContent = moment(result.currentTime);
    seek.value = result.currentTime;
    seek.setAttribute('aria-valuetext', shown.textContent);
  };
  const toggle = () => {
    if (result.paused) {
      if (result.ended) go(0);
      result.play();
      source.play();
    } else {
      result.pause();
      source.pause();
      go(result.currentTime);
    }
  };
  result.addEventListener('play', () => { play.textContent = 'Pause'; });
  result.addEventListener('pause', () => { play.textContent = 'Play'; source.pause(); });
  result.addEventListener('timeupdate', tell);
  result.addEventListener('loadedmetadata', () => { seek.max = result.duration; go(0); });
  result.addEventListener('ended', () => { if (loop.checked) { go(0); toggle(); } });
  // one clock: the source follows the frames of the result
  const follow = (now, frame) => {
    const off = source.currentTime - from - frame.mediaTime;
    if (!result.paused && Math.abs(off) > 0.5 / rate) source.currentTime = frame.mediaTime + from;
    result.requestVideoFrameCallback(follow);
  };
  if (result.requestVideoFrameCallback) result.requestVideoFrameCallback(follow);
  const step = by => { result.pause(); source.pause(); go(Math.max(0, result.currentTime + by / rate)); };
  const loop = h('input', { type: 'checkbox', id: 'loop' });
  const sound = h('input', { type: 'checkbox', id: 'sound', onchange: () => { result.muted = !sound.checked; } });
  const speed = h('select', { id: 'speed', onchange: () => { source.playbackRate = result.playbackRate = Number(speed.value); } },
    [0.25, 0.5, 1].map(one => h('option', { value: one, selected: one === 1 }, `${one}×`)));
  const labeled = (input, text) => h('span', { className: 'control' }, h('label', { htmlFor: input.id }, text), input);
  const controls = h('div', { className: 'tools' }, play,
    button('◀', () => step(-1), { 'aria-label': 'one frame back' }), seek, button('▶', () => step(1), { 'aria-label': 'one frame on' }),
    shown, labeled(loop, 'Loop'), labeled(speed, 'Speed'), labeled(sound, 'Sound'));
  const box = dialog(title, h('div', {}, view.element, view.tools, controls, note), () => {
    view.stop();
    result.pause();
    source.pause();
  });
  let frames = false;
  const unplayable = () => {
    if (!frames) {
      frames = true;
      note.textContent = 'This browser cannot play one of the files, so they are shown frame by frame.';
      stills(job, view, controls);
    }
  };
  source.addEventListener('error', unplayable);
  result.addEventListener('error', unplayable);
  box.addEventListener('keydown', event => {
    if (event.target.matches('input, select, button')) return;
    const done = { ' ': toggle, ',': () => step(-1), '.': () => step(1) }[event.key];
    if (done && !frames) {
      event.preventDefault();
      done();
    }
  });
}

/** Frames that the server decodes, where the browser cannot. */
async function stills(job, view, controls) {
  const media = await call('GET', `/media?file=${encodeURIComponent(job.output)}`).catch(() => ({}));
  const rate = media.rate ?? 25;
  const images = ['under', 'over'].map((name, n) => h('img', { className: name, alt: n ? 'result' : 'source' }));
  view.element.replaceChildren(...images);
  const files = [job.request.source.file, job.output];
  const from = job.request.source.from ?? 0;
  const length = Math.max(1, job.total);
  const shown = h('output', { className: 'moment' });
  const show = async at => {
    shown.textContent = moment(at);
    const urls = await Promise.all(files.map((file, n) => picture(`/frames?file=${encodeURIComponent(file)}&at=${n ? at : at + from}&width=960`).catch(() => '')));
    urls.forEach((url, n) => { if (url) images[n].src = url; });
  };
  const seek = h('input', { type: 'range', min: 0, max: (length - 1) / rate, step: 1 / rate, value: 0, 'aria-label': 'moment', onchange: () => show(Number(seek.value)) });
  controls.replaceChildren(seek, shown);
  await show(0);
}
