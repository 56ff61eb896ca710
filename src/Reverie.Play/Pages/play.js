import { by, definitions, el, keyText, number } from './dom.js';
import { Inside } from './inside.js';
import { Latency } from './latency.js';
import { Mind } from './mind.js';
import { Panels } from './panels.js';
import { GameSocket } from './socket.js';
import { drawStrip } from './strip.js';
import { themeButton } from './theme.js';

const query = new URLSearchParams(location.search);
const places = { environment: 'Environment', dream: 'World model', both: 'Side by side', episode: 'Episodes' };
const commands = {
  reset: 'Reset', pause: 'Hold', step: 'One step', record: 'Record', control: 'Take control', panes: 'All pictures', placeBefore: 'Place before', placeNext: 'Next place',
  horizonUp: 'Longer dream', horizonDown: 'Shorter dream', back: 'Step back', on: 'Step on', backTen: 'Ten back', onTen: 'Ten on', start: 'To the start',
  episodeBefore: 'Episode before', episodeNext: 'Next episode', sourceNext: 'Train, test, imagination', dreamFromHere: 'Dream from here',
};

const panels = new Panels(by('panels'));
const mind = new Mind(key => { press(key, true); press(key, false); });
const inside = new Inside(looks => socket.send({ inside: looks }));
const latency = new Latency();
let hello = null, view = null;

const socket = new GameSocket(query.get('run') ?? '', {
  open: () => {
    by('connection').hidden = true;
    inside.ask();
  },
  lost: reason => {
    by('connection').textContent = reason ?? 'The connection is lost; connecting again …';
    by('connection').hidden = false;
  },
  hello: message => begin(message),
  view: (message, pixels) => show(message, pixels),
  strip: (message, png) => drawStrip(message, png),
});
window.reverie = { socket, get view() { return view; }, latency };

function begin(message) {
  hello = message;
  by('environment').textContent = hello.environment;
  by('run').textContent = [hello.algorithm, hello.title === hello.environment ? null : hello.title].filter(Boolean).join(' · ');
  document.title = `${hello.environment} · Reverie`;
  mind.begin(hello);
  by('inside').hidden = !hello.algorithm;
  buildHelp();
}

function show(message, pixels) {
  latency.shown();
  view = message;
  panels.draw(view.panels, pixels);
  mind.show(view);
  inside.show(view.inside);
  buildPlaces();
  by('no-dream').hidden = !view.whyNoDream;
  by('no-dream').textContent = view.whyNoDream ?? '';
  buildControls();
  const isDream = view.place === 'dream' || view.place === 'both';
  by('chips').replaceChildren(
    el('span', { className: `chip ${view.isYours ? 'real' : 'on'}`, id: 'who' }, view.place === 'episode' ? 'stored' : view.isYours ? 'you act' : 'the agent acts'),
    view.isPaused && el('span', { className: 'chip' }, 'held') || '', isDream ? el('span', { className: 'chip', id: 'horizon' }, `horizon ${view.horizon}`) : '',
    view.recording ? el('span', { className: 'chip rec', id: 'recording' }, `● ${view.recording}`) : '');
  by('end').textContent = view.end ? `${view.end[0].toUpperCase()}${view.end.slice(1)}, after ${view.step} steps, return ${number(view.return)}` : '';
  by('message').textContent = view.message ?? (view.isWaiting && !view.asks && view.step === 0 ? 'Your move.' : '');
  by('parting').hidden = view.difference === undefined;
  by('parting').classList.toggle('apart', view.parted !== undefined);
  by('parting').textContent = view.parted === undefined ? `One world so far: ${view.step} steps` : `They parted at step ${view.parted}`;
  definitions(by('texts'), Object.entries(Object.fromEntries((view.texts ?? []).map(text => [text.key, text.value]))));
  by('numbers').hidden = !query.has('header');
  if (query.has('header')) {
    definitions(by('numbers'), [['step', `${view.step}`], ['return', number(view.return)], ['reward', number(view.reward)], ['action', hello?.actions[view.did] ?? number(view.did)],
      ['key to picture', latency.text]]);
  }
  showEpisode();
  if (view.asks !== by('ask').open) view.asks ? by('ask').showModal() : by('ask').close();
}

function buildPlaces() {
  const nav = by('places');
  if (nav.childElementCount !== view.places.length) {
    nav.replaceChildren(...view.places.map(place => el('button', { type: 'button', 'data-place': place, onclick: () => socket.send({ place }) }, places[place])));
  }
  for (const button of nav.children) button.setAttribute('aria-current', button.dataset.place === view.place);
}

function buildControls() {
  const wanted = view.place === 'episode' ? ['pause', 'back', 'on', 'start', 'episodeBefore', 'episodeNext']
    : ['control', 'pause', 'step', 'reset', 'record', 'panes', ...view.place === 'environment' ? [] : ['horizonDown', 'horizonUp']];
  const shown = wanted.filter(name => name !== 'control' || hello.algorithm && hello.keys.actions.length > 0);
  const bar = by('controls');
  if (bar.dataset.shown !== shown.join()) {
    bar.dataset.shown = shown.join();
    const keys = new Map([...hello.keys.commands, ...view.place === 'episode' ? hello.keys.episodes : []].map(entry => [entry.does, entry.key]).reverse());
    bar.replaceChildren(...shown.map(name => el('button', { type: 'button', id: `do-${name}`, onclick: () => socket.send({ do: name }) },
      el('span', {}, commands[name]), keys.has(name) && el('kbd', {}, keyText(keys.get(name))))));
  }
  const state = { pause: view.isPaused, control: view.isYours, record: !!view.recording, panes: view.panes };
  for (const name of shown.filter(name => name in state)) {
    const button = by(`do-${name}`);
    button.setAttribute('aria-pressed', state[name]);
    if (name === 'pause') button.firstChild.textContent = view.isPaused ? 'Go on' : 'Hold';
    if (name === 'control') button.firstChild.textContent = view.isYours ? 'Give back control' : 'Take control';
    if (name === 'record') button.firstChild.textContent = view.recording ? 'End recording' : 'Record';
  }
}

function showEpisode() {
  by('episodes').hidden = view.place !== 'episode';
  by('strip').hidden ||= view.place !== 'episode';
  by('mind-title').textContent = view.place === 'episode' ? 'What was done' : hello?.algorithm ? 'What the agent thinks' : 'What you can do';
  if (view.place !== 'episode') return;
  const { source, index, count, length, success } = view.episode;
  const sources = by('episode-source');
  if (sources.value !== source || sources.childElementCount === 0)
    sources.replaceChildren(...['test', 'train', 'imagination'].map(name => el('option', { value: name, selected: name === source }, name)));
  by('episode-step').max = length;
  if (document.activeElement !== by('episode-step')) by('episode-step').value = view.step;
  by('episode-at').textContent = `${view.step}/${length}`;
  if (!view.message) by('message').textContent = `Episode ${index + 1} of ${count}, ${length} steps${success === undefined ? '' : success ? ', a success' : ', no success'}`;
  by('dream-here').disabled = by('strip-here').disabled = !view.places.includes('both');
}

function buildHelp() {
  const group = (title, entries) => {
    const rows = new Map();
    for (const { key, does } of entries) rows.set(does, [...rows.get(does) ?? [], key]);
    return [el('h3', {}, title), el('div', { className: 'keys' }, ...[...rows].map(([does, keys]) =>
      el('div', {}, ...keys.map(key => el('kbd', {}, keyText(key))), el('span', {}, commands[does] ?? does))))];
  };
  by('help-body').replaceChildren(
    ...hello.keys.actions.length > 0 ? group('Where you act', hello.keys.actions) : [], ...group('Everywhere', hello.keys.commands), ...group('In stored episodes', hello.keys.episodes),
    el('p', { className: 'caption' }, 'Where you act, the environment’s keys come first: with Shift the arrows still change place and horizon. i looks inside the agent.'));
}

function press(key, down) {
  if (!key) return;
  if (down) latency.pressed();
  socket.send({ key, down });
}

function nameOf(event) {
  const name = event.key === ' ' ? 'Space' : event.key;
  return event.shiftKey && name.length > 1 ? `Shift+${name}` : name.length === 1 && event.shiftKey && /[A-Z]/.test(name) ? name.toLowerCase() : name;
}

const known = key => hello && [hello.keys.actions, hello.keys.commands, hello.keys.episodes].some(list => list.some(entry => entry.key === key));

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (by('ask').open) {
    if (event.key === 'y' || event.key === 'n') socket.send({ keep: event.key === 'y' });
    return;
  }
  if (by('help').open || event.target.closest('input, select, textarea')) return;
  // What has the focus keeps the keys that work it.
  if (event.target.closest('button, a, summary') && (event.key === 'Enter' || event.key === ' ')) return;
  if (event.key === '?') {
    by('help').showModal();
    return;
  }
  const key = nameOf(event);
  if (key === 'i' && !known(key)) inside.toggle();
  if (!known(key)) return;
  event.preventDefault();
  press(key, true);
});
document.addEventListener('keyup', event => { if (known(nameOf(event))) press(nameOf(event), false); });
// Whoever clicks goes on with the keyboard on the stage; whoever tabs stays where they are.
document.addEventListener('click', event => { if (event.detail > 0) event.target.closest('button, summary')?.blur(); });
by('help-button').addEventListener('click', () => by('help').showModal());
by('keep').addEventListener('click', () => socket.send({ keep: true }));
by('drop').addEventListener('click', () => socket.send({ keep: false }));
by('ask').addEventListener('cancel', event => { event.preventDefault(); socket.send({ keep: false }); });
by('dream-here').addEventListener('click', () => socket.send({ do: 'dreamFromHere' }));
by('strip-here').addEventListener('click', () => socket.send({ strip: true }));
by('episode-source').addEventListener('change', event => socket.send({ source: event.target.value, index: 0, step: 0 }));
by('episode-step').addEventListener('input', event => socket.send({ source: view.episode.source, index: view.episode.index, step: +event.target.value }));
themeButton(by('theme'));
