import { by, definitions, el, keyText, number } from './dom.js';

const SHOWN = 120;

// What the agent thinks: probabilities, value, entropy, and the frame as it reads it.
export class Mind {
  constructor(act) {
    this.act = act;
    this.values = [];
    this.rows = [];
    this.tokens = null;
  }

  begin(hello) {
    this.keys = new Map(hello.keys.actions.map(entry => [entry.does, entry.key]).reverse());
    this.names = hello.actions;
    this.rows = [];
    by('actions').replaceChildren();
  }

  show(view) {
    const thought = view.thought ?? {};
    const gauges = [];
    if (thought.value !== undefined) gauges.push(['value', number(thought.value)]);
    if (thought.entropy !== undefined) gauges.push(['entropy, nats', number(thought.entropy)]);
    gauges.push(['reward', number(view.reward)], ['return', number(view.return)]);
    if (view.continue !== undefined) gauges.push(['dream goes on', number(view.continue)]);
    if (view.difference !== undefined) gauges.push(['pixels apart', `${(100 * view.difference).toFixed(1)} %`]);
    definitions(by('gauges'), gauges);
    this.history(view.step, thought.value);
    this.actions(view, thought.probabilities);
    if (view.step === 0) this.tokens = null;
    this.grid(thought.tokens);
  }

  history(step, value) {
    if (step === 0 && this.last !== 0) this.values = [];
    this.last = step;
    by('history').toggleAttribute('hidden', value === undefined);
    if (value === undefined) return;
    this.values.push(value);
    this.values.splice(0, this.values.length - SHOWN);
    const low = Math.min(...this.values), high = Math.max(...this.values), span = high - low || 1;
    const points = this.values.map((v, i) => `${(i * 240 / Math.max(1, this.values.length - 1)).toFixed(1)},${(44 - 40 * (v - low) / span).toFixed(1)}`);
    by('history').replaceChildren(el('svg:path', { d: `M${points.join('L')}` }));
  }

  actions(view, probabilities) {
    const names = this.names.length > 0 ? this.names : probabilities ? probabilities.map((_, i) => `action ${i}`) : [...this.keys.keys()];
    if (this.rows.length !== names.length) {
      this.rows = names.map(name => {
        const button = el('button', { type: 'button', onclick: () => this.act(this.keys.get(name)) },
          el('i'), el('span', {}, name), this.keys.has(name) && el('kbd', {}, keyText(this.keys.get(name))), el('output'));
        return button;
      });
      by('actions').replaceChildren(...this.rows.map(row => el('li', {}, row)));
    }
    this.rows.forEach((row, i) => {
      const p = probabilities?.[i];
      row.firstChild.style.width = p === undefined ? '0' : `${(100 * p).toFixed(1)}%`;
      row.lastChild.textContent = p === undefined ? '' : `${(100 * p).toFixed(p < 0.1 ? 1 : 0)} %`;
      row.classList.toggle('would', i === view.would);
      row.classList.toggle('did', i === view.did);
      row.disabled = !view.isYours || !this.keys.has(names[i]);
    });
  }

  grid(tokens) {
    by('tokens').hidden = !tokens;
    if (!tokens) return;
    const before = this.tokens?.length === tokens.tokens.length ? this.tokens : null;
    let changed = 0;
    const grid = by('token-grid');
    grid.style.gridTemplateColumns = `repeat(${tokens.columns}, 1fr)`;
    grid.replaceChildren(...tokens.tokens.map((token, i) => {
      const isNew = before !== null && before[i] !== token;
      changed += isNew ? 1 : 0;
      return el('span', { className: isNew ? 'changed' : '' }, `${token}`);
    }));
    by('token-note').textContent = `${tokens.tokens.length} tokens of ${tokens.vocabulary}; ${changed} changed in this step`;
    this.tokens = tokens.tokens;
  }
}
