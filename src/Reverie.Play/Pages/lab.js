import { chart, spark } from './chart.js';
import { by, el, number } from './dom.js';
import { themeButton } from './theme.js';

const page = by('page');
const chosen = new Set();
let timer = 0, filter = '';

async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer.json();
}

const ids = list => list.map(id => `id=${encodeURIComponent(id)}`).join('&');
const runLink = id => `#/run/${encodeURIComponent(id)}`;
const playLink = id => `/play?run=${encodeURIComponent(id)}`;

async function route() {
  clearInterval(timer);
  const [, what, rest] = location.hash.match(/^#\/(run|compare)\/(.*)$/) ?? [];
  try {
    if (what === 'run') await showRun(decodeURIComponent(rest));
    else if (what === 'compare') await showCompare(rest.split(',').map(decodeURIComponent));
    else await showRuns();
    by('connection').hidden = true;
  } catch (problem) {
    fail(problem);
  }
}

function fail(problem) {
  by('connection').textContent = problem instanceof TypeError ? 'The laboratory does not answer; it asks again …' : problem.message;
  by('connection').hidden = false;
}

function every(milliseconds, work) {
  timer = setInterval(async () => {
    if (document.hidden) return;
    try {
      await work();
      by('connection').hidden = true;
    } catch (problem) {
      fail(problem);
    }
  }, milliseconds);
}

async function showRuns() {
  document.title = 'Reverie: laboratory';
  const list = el('ul', { className: 'runs' }), count = el('span', { className: 'soft' });
  const compare = el('button', { type: 'button', id: 'compare', disabled: true, onclick: () => { location.hash = `#/compare/${[...chosen].map(encodeURIComponent).join(',')}`; } }, 'Compare');
  const search = el('input', { type: 'search', placeholder: 'Algorithm, environment, group, day …', ariaLabel: 'Filter runs', value: filter, oninput: event => { filter = event.target.value; fill(); } });
  let data = null;

  function fill() {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const runs = data.runs.filter(run => words.every(word => [run.id, run.algorithm, run.environment, run.name, run.group, ...run.tags].join(' ').toLowerCase().includes(word)));
    count.textContent = `${runs.length} of ${data.count} runs`;
    list.replaceChildren(...runs.map(run => el('li', { 'data-run': run.id },
      el('input', { type: 'checkbox', checked: chosen.has(run.id), ariaLabel: `Choose ${run.id} to compare`, onchange: event => choose(run.id, event.target.checked) }),
      el('div', { className: 'who' }, el('a', { href: runLink(run.id) }, run.name ?? run.id), el('br'), el('small', {}, [run.name ? run.id : null, run.group, ...run.tags].filter(Boolean).join(' · '))),
      el('div', { className: 'where' }, run.environment ?? '', el('br'), el('small', {}, run.algorithm, run.isTraining ? ' · ' : '', run.isTraining && el('span', { className: 'live' }, 'training'))),
      el('div', { className: 'curve' }, spark(run.curve)),
      el('div', { className: 'last' }, number(run.last), el('small', {}, run.metric ?? 'no numbers yet')),
      el('a', { className: 'button', href: playLink(run.id), ariaLabel: `Play ${run.id}` }, 'Play'))));
    if (runs.length === 0) list.replaceChildren(el('li', { className: 'empty' }, data.count === 0 ? `There is no run in ${data.root}. Start one: ./reverie train exp=quickstart` : 'No run fits.'));
  }

  function choose(id, is) {
    if (is) chosen.add(id); else chosen.delete(id);
    compare.disabled = chosen.size === 0;
    compare.textContent = chosen.size > 0 ? `Compare ${chosen.size}` : 'Compare';
  }

  async function load() {
    data = await get('/api/runs');
    by('root').textContent = data.root;
    // Whoever is at a box or a link of the list is not disturbed.
    if (!list.contains(document.activeElement)) fill();
  }

  page.replaceChildren(el('div', { className: 'tools' }, search, count, compare), list);
  await load();
  choose(null, false);
  every(4000, load);
}

async function showRun(id) {
  const run = await get(`/api/run?id=${encodeURIComponent(id)}`), { summary } = run;
  document.title = `${id} · Reverie`;
  const charts = el('div', { className: 'charts' }), search = el('input', { type: 'search', placeholder: 'Which curves', ariaLabel: 'Filter curves', oninput: () => draw() });
  const rows = [], live = el('span');
  let from = 0;

  function draw() {
    const names = [...new Set(rows.flatMap(Object.keys))].filter(name => name !== 'step' && name !== 'time' && name.includes(search.value)).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)).slice(0, 60);
    charts.replaceChildren(...names.map(name => {
      const known = rows.filter(row => name in row);
      return el('section', { className: 'card' }, el('h3', {}, `${name}  ${number(known.at(-1)[name])}`), chart([{ name, x: known.map((row, i) => row.step ?? i), y: known.map(row => row[name]) }], `${name} by step`));
    }));
    if (names.length === 0) charts.replaceChildren(el('p', { className: 'soft' }, 'No numbers yet.'));
  }

  const rank = name => name === summary.metric ? 0 : /success|return/.test(name) ? 1 : 2;

  async function load() {
    const more = await get(`/api/metrics?id=${encodeURIComponent(id)}&from=${from}`);
    if (more.next < from) rows.length = 0;
    from = more.next;
    rows.push(...more.rows);
    if (more.rows.length > 0 || charts.childElementCount === 0) draw();
    live.textContent = `${rows.length} lines of numbers`;
  }

  const media = name => `/media?id=${encodeURIComponent(id)}&file=${encodeURIComponent(name)}`;
  const pictures = run.media.filter(file => /\.(png|mp4|svg)$/.test(file.name)).slice(0, 60), others = run.media.filter(file => !/\.(png|mp4|svg)$/.test(file.name));
  page.replaceChildren(
    el('div', { className: 'title' }, el('div', {}, el('h1', {}, summary.name ?? id), el('span', { className: 'soft' }, [summary.algorithm, summary.environment, summary.group].filter(Boolean).join(' · '),
      summary.isTraining ? ' · ' : '', summary.isTraining && el('span', { className: 'live' }, 'training'))), el('a', { className: 'button', href: '#/' }, 'All runs'), el('a', { className: 'button primary', href: playLink(id) }, 'Play')),
    el('pre', {}, `${run.command}\n${run.path}`), run.notes ? el('p', {}, run.notes) : '',
    el('div', { className: 'tools' }, el('h2', {}, 'Curves'), search, live), charts,
    el('h2', {}, 'Media'), el('div', { className: 'gallery' }, ...pictures.map(file => el('figure', {},
      file.name.endsWith('.mp4') ? el('video', { src: media(file.name), controls: true, preload: 'none', ariaLabel: file.name }) : el('img', { src: media(file.name), alt: file.name, loading: 'lazy' }), el('figcaption', {}, file.name)))),
    others.length > 0 ? el('details', {}, el('summary', {}, `Episodes and recordings (${others.length})`), el('ul', {}, ...others.map(file => el('li', {}, el('a', { href: media(file.name), download: true }, file.name), ` ${number(file.bytes / 1000)} kB`)))) : '',
    el('details', {}, el('summary', {}, 'Configuration'), el('pre', { id: 'config' }, run.config)),
    el('details', {}, el('summary', {}, `Checkpoints (${run.checkpoints.length})`), el('pre', {}, run.checkpoints.join('\n') || 'none yet')));
  await load();
  every(2000, load);
}

async function showCompare(list) {
  document.title = 'Compare · Reverie';
  const { common, own } = await get(`/api/names?${ids(list)}`);
  const select = (id, label, options, value) => el('label', {}, label, el('select', { id, onchange: () => load().catch(fail) }, ...options.map(name => el('option', { value: name, selected: name === value }, name))));
  const results = [...common.filter(name => name !== 'environment steps'), ...own];
  const metric = select('metric', 'Metric', results, results[0]);
  const steps = select('steps', 'Along', ['environment steps', 'step', ...own.filter(name => /steps|episodes|time/.test(name))], 'environment steps');
  const figure = el('section', { className: 'card', id: 'comparison' }), table = el('div', { className: 'table' });
  page.replaceChildren(
    el('div', { className: 'title' }, el('div', {}, el('h1', {}, 'Compare'), el('span', { className: 'soft' }, `${list.length} runs; those of one group differ in their seeds only. Bands: 95 % bootstrap intervals of the mean over runs.`)), el('a', { className: 'button', href: '#/' }, 'All runs')),
    el('div', { className: 'tools' }, metric, steps), figure, table);

  async function load() {
    const [what, along] = [by('metric').value, by('steps').value];
    const groups = await get(`/api/compare?${ids(list)}&metric=${encodeURIComponent(what ?? '')}&steps=${encodeURIComponent(along)}`);
    figure.replaceChildren(
      chart(groups.map(group => ({ name: group.name, x: group.x, y: group.mean, ...group.runs > 1 ? { low: group.low, high: group.high } : {} })), `${what} by ${along}`),
      el('ul', { className: 'legend' }, ...groups.map((group, i) => el('li', { className: `k${i % 8}` }, el('i'), `${group.name} (${group.runs})`))));
    table.replaceChildren(el('table', {}, el('thead', {}, el('tr', {}, el('th', {}, 'group'), el('th', {}, 'runs'), el('th', {}, `last ${what}`))), el('tbody', {}, ...groups.map(group => el('tr', {},
      el('td', {}, group.name), el('td', { className: 'tabular' }, `${group.runs}`),
      el('td', { className: 'tabular' }, group.runs > 1 ? `${group.last.estimate.toFixed(3)} [${group.last.low.toFixed(3)}, ${group.last.high.toFixed(3)}]` : group.last.estimate.toFixed(3)))))));
  }

  await load();
  every(4000, load);
}

addEventListener('hashchange', route);
themeButton(by('theme'));
route();
