'use strict';
const {sources, hunks} = window.step;
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
  $('file').textContent = `${source.path}, ${at + 1} of ${hunks.length}`;
  $('lines').replaceChildren(...source.lines.flatMap(({mark, hunk}, i) =>
    mark === ' ' || (mark === '+' ? hunk <= at : hunk >= at)
      ? [el('span', {className: 'line' + (hunk === at ? mark === '+' ? ' plus' : ' minus' : mark === '-' ? ' goes' : '')},
        el('span', {className: 'text', innerHTML: html[i]}))] : []));
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
  notes?.postMessage({note: note(at), then: at + 1 < hunks.length ? note(at + 1) : '<p>The end of the step.</p>'}, '*');
}

function note(n) {
  return `<h2>${title(n)}</h2>` + (hunks[n].note || '<p>The chapter says nothing about this one by itself.</p>');
}

function teach() {
  if (document.documentElement.classList.toggle('teach')) {
    notes = window.open('notes.html', 'notes', 'width=640,height=720');
  }
  show(at);
}

function key(name) {
  if (name === 'j' || name === 'ArrowRight') show(at + 1);
  if (name === 'k' || name === 'ArrowLeft') show(at - 1);
  if (name === 'i') teach();
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
