import { el, number } from './dom.js';

const W = 420, H = 220, LEFT = 46, RIGHT = 12, TOP = 10, BOTTOM = 26;

function ticks(low, high, count) {
  const raw = (high - low) / count, size = 10 ** Math.floor(Math.log10(raw)), step = [1, 2, 5, 10].find(m => m * size >= raw) * size;
  const all = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-6; value += step) all.push(value);
  return all;
}

// Curves with bands: series are { name, x, y, low?, high? }.
export function chart(series, label) {
  const shown = series.filter(one => one.x.length > 0);
  const xs = shown.flatMap(one => one.x), ys = shown.flatMap(one => [...one.y, ...one.low ?? [], ...one.high ?? []]).filter(Number.isFinite);
  const svg = el('svg:svg', { viewBox: `0 0 ${W} ${H}`, class: 'chart', role: 'img', 'aria-label': label });
  if (ys.length === 0) return svg;
  let [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  if (x0 === x1) x1 = x0 + 1;
  if (y0 === y1) [y0, y1] = [y0 - 0.5, y1 + 0.5];
  const pad = (y1 - y0) * 0.05;
  [y0, y1] = [y0 - pad, y1 + pad];
  const X = x => LEFT + (x - x0) / (x1 - x0) * (W - LEFT - RIGHT), Y = y => H - BOTTOM - (y - y0) / (y1 - y0) * (H - TOP - BOTTOM);
  const at = (x, y) => `${X(x).toFixed(1)},${Y(y).toFixed(1)}`;
  for (const value of ticks(y0, y1, 4)) {
    svg.append(el('svg:line', { class: 'grid', x1: LEFT, x2: W - RIGHT, y1: Y(value), y2: Y(value) }), el('svg:text', { x: LEFT - 6, y: Y(value) + 4, 'text-anchor': 'end' }, number(value)));
  }
  for (const value of ticks(x0, x1, 4)) svg.append(el('svg:text', { x: X(value), y: H - 8, 'text-anchor': 'middle' }, number(value)));
  shown.forEach((one, index) => {
    const k = `k${(one.color ?? index) % 8}`;
    if (one.low) {
      const upper = one.x.map((x, i) => at(x, one.high[i])), lower = one.x.map((x, i) => at(x, one.low[i])).reverse();
      svg.append(el('svg:polygon', { class: `band ${k}`, points: [...upper, ...lower].join(' ') }));
    }
    if (one.x.length === 1) svg.append(el('svg:circle', { class: k, cx: X(one.x[0]), cy: Y(one.y[0]), r: 3 }));
    else svg.append(el('svg:polyline', { class: `line ${k}`, points: one.x.map((x, i) => at(x, one.y[i])).join(' ') }));
  });
  const cursor = el('svg:line', { class: 'cursor', y1: TOP, y2: H - BOTTOM, visibility: 'hidden' }), readout = el('svg:text', { class: 'readout', x: W - RIGHT, y: TOP + 8, 'text-anchor': 'end' });
  svg.append(cursor, readout);
  svg.addEventListener('pointermove', event => {
    const box = svg.getBoundingClientRect(), x = x0 + ((event.clientX - box.left) / box.width * W - LEFT) / (W - LEFT - RIGHT) * (x1 - x0);
    const nearest = one => one.x.reduce((best, value, i) => Math.abs(value - x) < Math.abs(one.x[best] - x) ? i : best, 0);
    const i = nearest(shown[0]);
    cursor.setAttribute('x1', X(shown[0].x[i]));
    cursor.setAttribute('x2', X(shown[0].x[i]));
    cursor.setAttribute('visibility', 'visible');
    readout.textContent = `${number(shown[0].x[i])}: ${shown.map(one => number(one.y[nearest(one)])).join('  ')}`;
  });
  svg.addEventListener('pointerleave', () => { cursor.setAttribute('visibility', 'hidden'); readout.textContent = ''; });
  return svg;
}

export function spark(values) {
  const svg = el('svg:svg', { viewBox: '0 0 100 30', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  if (values.length < 2) return svg;
  const low = Math.min(...values), span = Math.max(...values) - low || 1;
  svg.append(el('svg:polyline', { class: 'spark', points: values.map((v, i) => `${(i * 100 / (values.length - 1)).toFixed(1)},${(28 - 26 * (v - low) / span).toFixed(1)}`).join(' ') }));
  return svg;
}
