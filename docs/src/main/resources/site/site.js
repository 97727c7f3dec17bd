'use strict';
const up = document.documentElement.dataset.up;
const $ = id => document.getElementById(id);
const all = (css, of = document) => [...of.querySelectorAll(css)];

/** An element with these properties and children. */
function el(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function load(name) {
  return new Promise((loaded, failed) => document.head.append(el('script', {src: up + name, onload: loaded, onerror: failed})));
}

/** What the browser keeps; where it keeps nothing, it lasts as long as the page. */
const kept = {};
function keep(key, value) {
  kept[key] = JSON.stringify(value);
  try { localStorage[key] = kept[key]; } catch { /* no storage */ }
}
function recall(key) {
  try { return JSON.parse(kept[key] ?? localStorage[key] ?? 'null'); } catch { return null; }
}

// dark and light
const isDark = () => getComputedStyle(document.documentElement).colorScheme === 'dark'
  || !document.documentElement.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches;
function nameTheme() { $('theme').textContent = isDark() ? 'Light' : 'Dark'; }
$('theme').onclick = () => {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  try { localStorage.theme = theme; } catch { /* no storage */ }
  nameTheme();
  diagrams();
};
nameTheme();
matchMedia('(prefers-color-scheme: dark)').onchange = () => {
  nameTheme();
  diagrams();
};

$('contents').onclick = () => $('contents').setAttribute('aria-expanded', $('nav').classList.toggle('open'));

// code
/** The lines of a text as HTML, each complete in itself. */
function highlight(text, language) {
  const open = [];
  return hljs.highlight(text, {language}).value.split('\n').map(line => {
    const start = open.join('');
    for (const tag of line.match(/<\/?span[^>]*>/g) ?? []) tag[1] === '/' ? open.pop() : open.push(tag);
    return start + line + '</span>'.repeat(open.length);
  });
}
for (const code of all('pre code')) {
  const language = code.className.replace('language-', '');
  if (language === 'session') {
    code.innerHTML = code.innerHTML.replace(/^(\S+ +)((?:\$|&gt;|~) .*)$/gm, '$1<span class="typed">$2</span>');
  } else if (code.closest('.source')) {
    code.replaceChildren(...highlight(code.textContent.replace(/\n$/, ''), language).map((html, i) =>
      el('span', {className: 'line', id: `L${i + 1}`, innerHTML: html})));
  } else if (language !== 'plaintext') {
    code.innerHTML = highlight(code.textContent, language).join('\n');
  }
}
if (document.querySelector('.source')) $(location.hash.slice(1))?.scrollIntoView(); // :target is looked for before

const current = document.querySelector('#nav [aria-current]');
if (current) $('nav').scrollTop = current.offsetTop - 100;

/** What scrolls can be scrolled by keys. */
function tabs() {
  for (const box of all('pre, .table')) {
    if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
}
tabs();
window.onresize = tabs;

// exercises
for (const heading of window.progress ? all('h3') : []) {
  const number = /^\d\.\d+(?= )/.exec(heading.textContent)?.[0];
  if (!number) continue;
  const done = window.progress[number] === 'done';
  heading.append(' ', el('span', {className: 'badge' + (done ? ' done' : '')}, done ? 'done' : 'not yet'));
}

// diagrams
async function diagrams() {
  const diagrams = all('.mermaid');
  if (!diagrams.length) return;
  delete document.documentElement.dataset.ready;
  if (!window.mermaid) await load('mermaid.min.js');
  for (const diagram of diagrams) {
    diagram.textContent = diagram.dataset.text;
    delete diagram.dataset.processed;
  }
  mermaid.initialize({startOnLoad: false, theme: isDark() ? 'dark' : 'neutral',
    themeVariables: isDark() ? {edgeLabelBackground: '#2b2b2b'} : {}, fontFamily: 'system-ui, sans-serif'});
  await mermaid.run({nodes: diagrams});
  for (const svg of all('.mermaid svg')) {
    svg.style.minWidth = `min(${svg.style.maxWidth || '100%'}, 620px)`; // else scroll
    const heading = all('h1, h2, h3').findLast(it => it.compareDocumentPosition(svg) & Node.DOCUMENT_POSITION_FOLLOWING);
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', 'Diagram: ' + heading.firstChild.textContent);
  }
  document.documentElement.dataset.ready = '';
}
diagrams().finally(() => {
  if (window.mermaid && location.hash) $(location.hash.slice(1))?.scrollIntoView(); // which they have moved
  document.documentElement.dataset.ready = '';
});

// search
let index;
async function search() {
  const words = $('search').value.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  $('results').hidden = !words.length;
  if (!words.length) return;
  index ??= Promise.all([load('lunr.min.js'), load('search.js')]).then(() => {
    lunr.tokenizer.separator = /[^\p{L}\p{N}_]+/u;
    return lunr(function () {
      this.pipeline.remove(lunr.stopWordFilter); // all words are asked for
      this.ref('i');
      this.field('title', {boost: 5});
      this.field('page', {boost: 2});
      this.field('text');
      sections.forEach((section, i) => this.add({...section, i}));
    });
  });
  const found = await index;
  const both = lunr.Query.wildcard.LEADING | lunr.Query.wildcard.TRAILING;
  const scores = words.map(word => new Map(found.query(query => {
    query.term(lunr.tokenizer(word), {boost: 10});
    query.term(word, {usePipeline: false, wildcard: both});
  }).map(it => [it.ref, it.score])));
  const hits = [...scores[0].keys()].filter(ref => scores.every(it => it.has(ref)))
    .sort((a, b) => scores.reduce((sum, it) => sum + it.get(b) - it.get(a), 0)).slice(0, 12);
  const any = new RegExp(`(${words.join('|')})`, 'gi');
  $('results').replaceChildren(el('p', {role: 'status'}, hits.length ? `The best ${hits.length}` : 'Nothing has all of these words.'),
    el('ol', {}, ...hits.map(ref => {
      const {page, title, href, text} = sections[ref];
      const at = Math.max(0, text.search(any) - 60);
      return el('li', {}, el('a', {href: up + href}, title), el('small', {}, page), ...(at ? ['…'] : []),
        ...text.slice(at, at + 180).split(any).map((part, i) => i % 2 ? el('mark', {}, part) : part));
    })));
}
$('search').oninput = search;
$('search').onkeydown = e => { if (e.key === 'Enter') $('results').querySelector('a')?.click(); };
$('results').onclick = e => { if (e.target.closest('a')) $('results').hidden = true; };
document.addEventListener('keydown', e => {
  const links = all('#results:not([hidden]) a');
  if (e.key === 'Escape') {
    $('results').hidden = true;
  } else if (links.length && /^Arrow(Up|Down)$/.test(e.key) && e.target.closest('#results, #search')) {
    links[Math.max(0, links.indexOf(document.activeElement) + (e.key === 'ArrowDown' ? 1 : -1))]?.focus();
    e.preventDefault();
  } else if (e.key === '/' && !e.target.closest('input, textarea')) {
    $('search').focus();
    e.preventDefault();
  }
});

// films
/** Where a box must be scrolled to, from here and as little as can be, to show this part of it behind what covers it. */
function within(here, size, at, length, covered) {
  return Math.min(at - covered, Math.max(here, at + length - size));
}
for (const film of all('.film')) {
  const rows = all('tbody tr', film);
  const box = film.querySelector('.table');
  const slider = el('input', {type: 'range', min: 0, max: rows.length, value: 0, ariaLabel: 'Steps of the film', oninput: () => move(0)});
  const count = el('span', {});
  const play = el('button', {textContent: 'Play', onclick: () => timer ? stop() : start()});
  let timer;
  function show() {
    rows.forEach((row, i) => {
      row.classList.toggle('later', i >= slider.value);
      row.classList.toggle('at', i === slider.value - 1);
    });
    film.classList.toggle('ended', +slider.value === rows.length);
    count.textContent = `${slider.value} of ${rows.length}`;
    const row = rows[slider.value - 1];
    const cell = [...row?.cells ?? []].find(it => it.textContent);
    box.scrollTop = row ? within(box.scrollTop, box.clientHeight, row.offsetTop, row.offsetHeight, rows[0].offsetTop) : 0;
    box.scrollLeft = cell ? within(box.scrollLeft, box.clientWidth, cell.offsetLeft, cell.offsetWidth, 0) : 0;
  }
  function move(by) {
    stop();
    slider.value = +slider.value + by;
    show();
  }
  function stop() {
    clearTimeout(timer);
    timer = 0;
    play.textContent = 'Play';
  }
  function start() {
    if (+slider.value === rows.length) slider.value = 0;
    move(1);
    if (+slider.value === rows.length) return;
    play.textContent = 'Pause';
    timer = setTimeout(start, 1500);
  }
  film.querySelector('figcaption').after(el('div',
    {className: 'row', onclick: () => box.scrollIntoView({block: 'nearest'})}, play,
    el('button', {onclick: () => move(-1)}, 'Back'), el('button', {onclick: () => move(1)}, 'Step'), slider, count));
  show();
}

// predictions: write first, then how sure, then choose
const SURE = ['a guess', 'fairly sure', 'certain'];
const questions = all('.prediction').map(section => {
  const question = {section, key: 'prediction ' + section.dataset.key, right: section.dataset.right,
    details: section.querySelector('details'), list: section.querySelector(':scope > ul')};
  question.wrong = new Map(all(':scope > ul > li', question.details).map(item => [letter(item), item]));
  question.place = el('div', {});
  (question.list ?? question.details).before(question.place);
  return question;
});

function letter(item) {
  return /^([a-z])\.$/.exec(item.querySelector('strong')?.textContent)?.[1];
}

/** The answers of a test are told when they are asked for. */
function isSecret({section, key}) {
  return section.classList.contains('test') && !recall('shown ' + key);
}

function ask(question) {
  const {section, key, right, details, list, wrong, place} = question;
  const state = recall(key);
  const chosen = state?.chosen ?? [];
  const secret = isSecret(question);
  const done = state && (secret ? chosen.length : right ? chosen.at(-1) === right : true);
  section.classList.toggle('asks', !state);
  section.classList.toggle('chooses', !!state && (!done || secret));
  details.open = !!done && !secret;
  const set = change => { keep(key, {...state, ...change}); ask(question); report(); };
  if (!state) {
    place.replaceChildren(el('form', {onsubmit: e => {
      e.preventDefault();
      const {answer, sure} = e.target.elements;
      keep(key, {answer: answer.value, sure: sure.value, chosen: []});
      ask(question);
      report();
      section.querySelector('li button, .own button, summary')?.focus();
    }}, el('label', {}, 'Your answer', el('textarea', {name: 'answer', rows: 2, cols: 80, required: true})),
    el('fieldset', {}, el('legend', {}, 'How sure are you?'), ...SURE.map(it =>
      el('label', {}, el('input', {type: 'radio', name: 'sure', value: it, required: true}), ' ' + it))),
    el('button', {}, right ? 'Write it down, and see the choices' : 'Write it down, and see ours')));
  } else {
    place.replaceChildren(el('p', {}, el('b', {}, 'You wrote: '), `${state.answer} (${state.sure}) `,
      el('button', {onclick: () => { keep(key, null); ask(question); report(); section.querySelector('textarea').focus(); }}, 'Answer anew')));
    if (right && !done) place.append(el('p', {}, 'Which of these is closest to what happens?'));
    if (!right) {
      place.append(el('p', {className: 'own row'}, 'Was yours', ...['right', 'partly right', 'wrong'].map(it =>
        el('button', {ariaPressed: String(chosen[0] === it), onclick: () => set({chosen: [it]})},
          (chosen[0] === it ? '✓ ' : '') + it))));
    }
  }
  for (const item of list ? all(':scope > li', list) : []) {
    all('.added', item).forEach(it => it.remove());
    const name = letter(item);
    if (state && chosen.includes(name) && secret) {
      item.append(el('b', {className: 'added'}, ' You chose this.'));
    } else if (state && chosen.includes(name)) {
      item.append(el('b', {className: 'added ' + (name === right ? 'good' : 'bad')}, name === right ? ' Right.' : ' Wrong.'));
      if (name !== right && !done) {
        const refutation = el('div', {className: 'added refutation', role: 'status', innerHTML: wrong.get(name)?.innerHTML ?? ''});
        refutation.querySelector('strong')?.remove();
        item.append(refutation);
      }
    } else if (state && !done) {
      item.append(el('button', {className: 'added', onclick: () => {
        set({chosen: [...chosen, name]});
        section.querySelector(':scope > ul button, summary').focus();
      }}, 'Choose ' + name));
    }
  }
}

/** One line for an instructor: of each question what was chosen, in order, and how sure it was. Earlier rounds stand above it. */
const line = el('textarea', {readOnly: true, rows: 3, ariaLabel: 'Line for an instructor'});
const rounds = 'rounds ' + questions[0]?.key;
function report() {
  const earlier = recall(rounds) ?? [];
  line.value = [...earlier, now()].join('\n');
}
function now() {
  return document.title.split(' · ')[0] + ': ' + questions.map((question, i) => {
    const state = recall(question.key);
    return `${i + 1} ` + (state ? `${state.chosen.map(it => it === question.right && !isSecret(question) ? it + '!' : it).join(' ') || 'written'} (${state.sure})` : '–');
  }).join(', ');
}
function again() {
  keep(rounds, [...recall(rounds) ?? [], now()]);
  for (const {key} of questions) {
    keep(key, null);
    keep('shown ' + key, null);
  }
  questions.forEach(ask);
  report();
  questions[0].section.querySelector('textarea').focus();
}
function show() {
  for (const {key} of questions) keep('shown ' + key, true);
  questions.forEach(ask);
  report();
}
if (questions.length) {
  questions.forEach(ask);
  questions.at(-1).section.after(el('details', {className: 'report'}, el('summary', {}, 'For an instructor'),
    el('p', {}, 'Your answers stay in this browser. This line says what you chose (! is right) and how sure you were: copy it if you want to show it.'),
    line, el('button', {onclick: () => { line.select(); document.execCommand('copy'); }}, 'Copy'), el('button', {onclick: again}, 'Keep this, and answer all anew')));
  if (questions.some(isSecret)) questions.at(-1).section.after(el('button', {id: 'show', onclick: show}, 'Show which answers are right'));
  report();
}

/** Where the site is on this machine isn't printed: of the links to its files only the words. */
let unprinted = [];
window.onbeforeprint = () => {
  all('details').forEach(it => { it.open = true; });
  unprinted = all('a[href]').filter(it => it.protocol === 'file:' && it.pathname !== location.pathname)
    .map(it => [it, it.getAttribute('href')]);
  for (const [link] of unprinted) link.removeAttribute('href');
};
window.onafterprint = () => {
  for (const [link, href] of unprinted) link.setAttribute('href', href);
};
