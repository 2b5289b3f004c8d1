/** Where the styles act: a picture or video that is chosen, or one that is painted on the frame. */
import { button, clean, dialog, h } from './dom.js';
import { picture } from './api.js';
import { drop, send } from './chooser.js';

/** The part of the draft about the mask. */
export function maskPart(draft, changed) {
  const set = mask => { draft.mask = { place: mask.place, name: mask.name }; changed(); };
  return h('div', { className: 'mask' },
    h('h3', {}, 'Mask'),
    draft.mask
      ? h('p', { className: 'tools' }, h('span', { className: 'name' }, clean(draft.mask.name)),
        button('Remove the mask', () => { draft.mask = null; changed(); }, { 'data-key': 'mask-remove' }))
      : h('p', { className: 'hint' }, 'The styles act everywhere.'),
    h('div', { className: 'tools' },
      drop({ key: 'mask', text: draft.mask ? 'Another mask' : 'Choose or drop a mask', kinds: ['picture', 'video'], chosen: set }),
      button('Paint one …', () => paint(draft, set), { 'data-key': 'mask-paint' })));
}

async function paint(draft, set) {
  const { width, height, place } = draft.clip;
  const canvas = h('canvas', { width, height, className: 'painting', 'aria-label': 'the mask over the frame: paint with the pointer, or give a rectangle below' });
  const pen = canvas.getContext('2d');
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  const brush = h('input', { type: 'range', id: 'brush', min: 4, max: Math.max(width, height) / 3, value: Math.max(width, height) / 12 });
  const erase = h('input', { type: 'checkbox', id: 'erase' });
  let last = null;
  const point = event => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * width / box.width, (event.clientY - box.top) * height / box.height];
  };
  const draw = event => {
    if (!last) return;
    const now = point(event);
    pen.globalCompositeOperation = erase.checked ? 'destination-out' : 'source-over';
    pen.strokeStyle = '#ffffff';
    pen.lineWidth = brush.value;
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(now[0], now[1] + 0.01);
    pen.stroke();
    last = now;
  };
  canvas.addEventListener('pointerdown', event => { canvas.setPointerCapture(event.pointerId); last = point(event); draw(event); });
  canvas.addEventListener('pointermove', draw);
  canvas.addEventListener('pointerup', () => { last = null; });
  const numbers = [['Left', 0], ['Top', 0], ['Width', Math.round(width / 2)], ['Height', height]].map(([label, value]) => {
    const input = h('input', { type: 'number', id: `rectangle-${label}`, min: 0, max: Math.max(width, height), value });
    return [input, h('div', { className: 'control' }, h('label', { htmlFor: input.id }, label), input)];
  });
  const rectangle = () => {
    pen.globalCompositeOperation = erase.checked ? 'destination-out' : 'source-over';
    pen.fillStyle = '#ffffff';
    pen.fillRect(...numbers.map(([input]) => Number(input.value)));
  };
  const invert = () => {
    pen.globalCompositeOperation = 'xor';
    pen.fillStyle = '#ffffff';
    pen.fillRect(0, 0, width, height);
  };
  const status = h('p', { className: 'hint' });
  const use = async () => {
    const flat = h('canvas', { width, height });
    const context = flat.getContext('2d');
    context.fillStyle = '#000000';
    context.fillRect(0, 0, width, height);
    context.drawImage(canvas, 0, 0);
    const blob = await new Promise(done => flat.toBlob(done, 'image/png'));
    const sent = await send(blob, 'painted mask.png', status);
    if (sent) {
      box.close();
      set(sent);
    }
  };
  const under = h('img', { alt: 'the frame that is painted on' });
  const box = dialog('Paint a mask', h('div', {},
    h('p', { className: 'hint' }, 'The styles act where you paint. The mask stays where it is when the film moves; a mask video can follow.'),
    h('div', { className: 'canvas' }, under, canvas),
    h('div', { className: 'tools' },
      h('div', { className: 'control' }, h('label', { htmlFor: 'brush' }, 'Brush'), brush),
      h('div', { className: 'control' }, h('label', { htmlFor: 'erase' }, 'Erase'), erase),
      button('Invert', invert), button('Clear', () => pen.clearRect(0, 0, width, height))),
    h('div', { className: 'tools rectangle' }, numbers.map(([, part]) => part), button('Fill the rectangle', rectangle)),
    h('p', { className: 'tools' }, button('Use this mask', use, { className: 'first' })), status));
  under.src = await picture(`/frames?file=${encodeURIComponent(place)}&at=${draft.at}&width=1280`).catch(() => '');
}
