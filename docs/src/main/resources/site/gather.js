'use strict';
const ANSWER = new RegExp(`^(\\d+) (?:–|(written|right|partly right|wrong|[a-z]!?(?: [a-z]!?)*) \\((${SURE.join('|')})\\))$`);

/** The answers of one line, by their questions; throws what is wrong with the line. */
function read(line) {
  const title = Object.keys(window.asked).find(it => line.includes(it + ': 1 '));
  if (!title) throw 'it names no page of this workbook that has predictions';
  const asked = window.asked[title];
  const parts = line.slice(line.indexOf(title) + title.length + 2).trim().split(', ');
  if (parts.length !== asked.length) throw `it has ${parts.length} answers, and the page has ${asked.length} questions`;
  return parts.map((part, i) => {
    const [, number, chosen, sure] = ANSWER.exec(part) ?? [];
    const first = chosen?.match(/^[a-z](?=!?( |$))|^.*/)[0];
    const choices = asked[i].right ? asked[i].choices : ['right', 'partly right', 'wrong'];
    if (+number !== i + 1 || first && first !== 'written' && !choices.includes(first)) throw `“${part}” is no answer to question ${i + 1}`;
    return first && first !== 'written' ? {question: asked[i], first, sure, missed: first !== (asked[i].right || 'right')} : null;
  }).filter(it => it);
}

/** The questions that somebody answered, what most missed first. */
function count(answers) {
  const questions = new Map();
  for (const answer of answers) {
    const key = answer.question.page + answer.question.text; // a question of all pages is that of its page
    questions.set(key, [...questions.get(key) ?? [], answer]);
  }
  const missed = all => all.filter(it => it.missed).length;
  return [...questions.values()].sort((a, b) => missed(b) - missed(a) || missed(b) / b.length - missed(a) / a.length);
}

function row(answers) {
  const {question} = answers[0];
  const missed = answers.filter(it => it.missed);
  const firsts = Map.groupBy(answers, it => it.first);
  const right = question.right || 'right';
  return el('tr', {}, el('th', {scope: 'row'}, el('a', {href: question.href}, question.page), ': ' + question.text),
    el('td', {}, `${missed.length} of ${answers.length}`),
    ...SURE.toReversed().map(sure => el('td', {}, missed.filter(it => it.sure === sure).length)),
    el('td', {}, [...firsts].sort(([, a], [, b]) => b.length - a.length)
      .map(([first, those]) => `${first}${first === right && question.right ? ' (right)' : ''}: ${those.length}`).join(', ')));
}

$('pasted').oninput = () => {
  const answers = [], wrong = [];
  let lines = 0;
  $('pasted').value.split('\n').forEach((line, i) => {
    if (!line.trim()) return;
    try {
      answers.push(...read(line.trim()));
      lines++;
    } catch (why) {
      if (typeof why !== 'string') throw why;
      wrong.push(el('li', {}, `Line ${i + 1} isn't counted: ${why}. `, el('code', {}, line.trim().slice(0, 120))));
    }
  });
  const rows = count(answers).map(row);
  $('counted').textContent = lines || wrong.length ? `Lines counted: ${lines}. Lines that can't be read: ${wrong.length}.` : '';
  $('unread').replaceChildren(...wrong);
  $('missed').replaceChildren(...rows.length ? [el('table', {}, el('thead', {}, el('tr', {}, ...['question', 'missed by',
    ...SURE.toReversed().map(it => 'of these: ' + it), 'first choices'].map(it => el('th', {scope: 'col'}, it)))), el('tbody', {}, ...rows))] : []);
  $('missed').tabIndex = $('missed').scrollWidth > $('missed').clientWidth ? 0 : -1;
};
