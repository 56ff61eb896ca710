import { by, definitions, el, number } from './dom.js';

// What there is to see inside the agent; the server computes it only while this is open.
export class Inside {
  constructor(ask) {
    this.send = ask;
    this.panel = by('inside');
    this.shown = '';
    this.panel.addEventListener('toggle', () => this.send(this.panel.open));
  }

  // After every new connection, which knows nothing of this page yet.
  ask() { if (this.panel.open) this.send(true); }

  toggle() { this.panel.open = !this.panel.open; }

  show(insights) {
    const text = JSON.stringify(insights ?? null);
    if (!insights || text === this.shown) return;
    this.shown = text;
    by('insights').replaceChildren(...insights.length === 0 ? [el('p', { className: 'caption' }, 'There is nothing more to see here.')] : insights.map(section));
  }
}

function section(insight) {
  return el('section', { className: 'insight' }, el('h3', {}, insight.title),
    insight.texts.length > 0 && texts(insight.texts), insight.bars.length > 0 && bars(insight), insight.row.length > 0 && row(insight),
    insight.note && el('p', { className: 'caption' }, insight.note));
}

function texts(pairs) {
  const list = el('dl', { className: 'facts' });
  definitions(list, pairs.map(pair => [pair.key, pair.value]));
  return list;
}

function bars({ bars, areShares }) {
  const largest = areShares ? 1 : Math.max(...bars.map(bar => Math.abs(bar.value)), 1e-9);
  return el('ol', { className: 'bars' }, ...bars.map(bar => {
    const fill = el('i');
    fill.style.width = `${(100 * Math.min(1, Math.abs(bar.value) / largest)).toFixed(1)}%`;
    const value = areShares ? `${(100 * bar.value).toFixed(bar.value < 0.1 ? 1 : 0)} %` : number(bar.value);
    return el('li', { className: bar.isMarked ? 'marked' : '' }, fill, el('span', {}, bar.isMarked ? `${bar.name} ◂` : bar.name), el('output', {}, value));
  }));
}

// Many numbers as columns from a line: up where they are positive.
function row({ title, row: values, rowEnds }) {
  const largest = Math.max(...values.map(Math.abs), 1e-9), hasNegative = values.some(value => value < 0), width = 240 / values.length;
  const [height, middle] = [48, hasNegative ? 24 : 48];
  const columns = values.map((value, i) => {
    const size = Math.abs(value) / largest * (hasNegative ? 23 : 46);
    return `M${(i * width + width * 0.1).toFixed(2)} ${middle}h${(width * 0.8).toFixed(2)}v${(value < 0 ? size : -size).toFixed(2)}h-${(width * 0.8).toFixed(2)}z`;
  });
  const top = values.indexOf(values.find(value => Math.abs(value) === largest) ?? values[0]);
  const label = `${title}: ${values.length} numbers, the largest ${number(values[top])}, ${top + 1} from the left`;
  return el('figure', { className: 'columns' },
    el('svg:svg', { viewBox: `0 0 240 ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
      el('svg:path', { d: columns.join('') }), el('svg:line', { x1: 0, x2: 240, y1: middle, y2: middle })),
    rowEnds.length > 0 && el('figcaption', {}, ...rowEnds.map(end => el('span', {}, end))));
}
