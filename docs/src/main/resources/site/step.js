'use strict';
const {sources, hunks, lesson} = window.step;
const NEAR = 3; // lines
let at = 0, notes;

/** Each line as HTML: those that go as they are coloured in the stage before, all others as in the stage after. */
const coloured = new Map();
function lines(source) {
  if (!coloured.has(source)) {
    const [before, after] = ['+', '-'].map(left => highlight(
      source.lines.filter(it => it.mark !== left).map(it => it.text).join('\n'), source.path.endsWith('.java') ? 'java' : 'plaintext'));
    coloured.set(source, source.lines.map(it => {
      const html = it.mark === '-' ? before.shift() : after.shift();
      if (it.mark === ' ') before.shift();
      return html;
    }));
  }
  return coloured.get(source);
}

function title(n) {
  return `${n + 1} of ${hunks.length}: ${hunks[n].title}`;
}

/** The hunks before this one are done, those after it aren't yet. */
function show(n) {
  at = Math.min(Math.max(n, 0), hunks.length - 1);
  const source = sources[hunks[at].source];
  const html = lines(source);
  const teaches = document.documentElement.classList.contains('teach');
  $('file').textContent = `${source.path}, ${at + 1} of ${hunks.length}` + (teaches ? '. Esc ends this view.' : '');
  let shown = source.lines.map((line, i) => ({...line, i})).filter(({mark, hunk}) =>
    mark === ' ' || (mark === '+' ? hunk <= at : hunk >= at));
  if (teaches) { // what is far from each change is left out
    const near = shown.map((_, i) => shown.slice(Math.max(0, i - NEAR), i + NEAR + 1).some(it => it.mark !== ' ' && it.hunk === at));
    shown = shown.map((it, i) => near[i] ? it : near[i - 1] ? null : undefined).filter(it => it !== undefined);
  }
  $('lines').replaceChildren(...shown.map(it => it === null ? el('span', {className: 'line', textContent: '  ⋯'})
    : el('span', {className: 'line' + (it.hunk === at ? it.mark === '+' ? ' plus' : ' minus' : it.mark === '-' ? ' goes' : '')},
      el('span', {className: 'text', innerHTML: html[it.i]}))));
  all('.line', $('lines')).forEach(it => {
    it.dataset.mark = it.classList.contains('plus') ? '+' : it.classList.contains('minus') ? '-' : ' ';
  });
  $('lines').scrollTop = 0;
  const first = $('lines').querySelector('.plus, .minus');
  if (first) $('lines').scrollTop = first.offsetTop - $('lines').offsetTop - $('lines').clientHeight / 4;
  $('note').innerHTML = note(at);
  $('back').disabled = at === 0;
  $('on').disabled = at === hunks.length - 1;
  history.replaceState(null, '', '#' + (at + 1));
  notes?.postMessage({lesson, note: note(at), then: at + 1 < hunks.length ? note(at + 1) : '<p>The end of the step.</p>'}, '*');
}

function note(n) {
  return `<h2>${title(n)}</h2>` + hunks[n].note;
}

function teach() {
  if (document.documentElement.classList.toggle('teach')) {
    notes = window.open('notes.html', 'notes', 'width=1000,height=720');
  } else {
    notes?.close();
  }
  show(at);
}

function key(name) {
  if (name === 'j' || name === 'ArrowRight') show(at + 1);
  if (name === 'k' || name === 'ArrowLeft') show(at - 1);
  if (name === 'i' || name === 'Escape' && document.documentElement.classList.contains('teach')) teach();
}

window.addEventListener('message', e => {
  if (!notes || e.source !== notes) return;
  if (e.data.key) key(e.data.key);
  else show(at); // the window is there
});
document.addEventListener('keydown', e => {
  if (!e.target.closest('input, textarea') && !e.ctrlKey && !e.altKey && !e.metaKey) key(e.key);
});
window.addEventListener('hashchange', () => show(parseInt(location.hash.slice(1), 10) - 1 || 0));
$('back').onclick = () => show(at - 1);
$('on').onclick = () => show(at + 1);
$('teach').onclick = teach;
$('hunks').append(...hunks.map((it, i) => el('li', {}, el('a', {href: '#' + (i + 1)}, it.title),
  i && hunks[i - 1].source === it.source ? '' : ' ' + (sources[it.source].path.includes('src/test') ? '(tests)' : ''))));
show(parseInt(location.hash.slice(1), 10) - 1 || 0);
