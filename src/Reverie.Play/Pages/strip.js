import { by, el } from './dom.js';

// An open-loop strip, with a line where dream and environment part.
export async function drawStrip(strip, png) {
  const image = await createImageBitmap(new Blob([png], { type: 'image/png' }));
  const scale = Math.max(1, Math.min(2, Math.round(96 / (strip.width / strip.steps))));
  const canvas = by('strip-picture');
  [canvas.width, canvas.height] = [strip.width * scale, strip.height * scale];
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = false;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const column = (strip.width + 2) * scale / strip.steps;
  if (strip.parted !== undefined) {
    context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--apart');
    context.fillRect(strip.parted * column - 2 * scale, 0, 2 * scale, canvas.height);
  }
  by('strip-note').textContent = strip.parted === undefined ? `right for all ${strip.steps - 1} steps` : strip.parted === 0 ? 'apart from the first frame' : `they part at step ${strip.parted}`;
  const percent = share => (100 * share).toFixed(share < 0.1 ? 1 : 0);
  const row = (name, values, apart = () => false) => el('tr', { ariaLabel: name }, ...values.map((value, i) => {
    const cell = el('td', { className: apart(i) ? 'apart' : '', title: name }, value);
    cell.style.width = `${column}px`;
    cell.style.minWidth = `${column}px`;
    return cell;
  }));
  by('strip-table').replaceChildren(
    row('step', strip.differences.map((_, i) => `${i}`)),
    row('different pixels, %', strip.differences.map(percent), i => strip.parted !== undefined && i >= strip.parted),
    row('reward: real / dreamt', strip.differences.map((_, i) => i === 0 ? 'r' : `${+strip.real[i - 1].toFixed(2)}/${+strip.dreamt[i - 1].toFixed(2)}`),
      i => i > 0 && Math.sign(strip.real[i - 1]) !== Math.sign(Math.round(10 * strip.dreamt[i - 1]))));
  by('strip').hidden = false;
  by('strip').scrollIntoView({ block: 'nearest' });
}
