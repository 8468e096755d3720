/* What the cookie page can do with JavaScript: it looks for what is declared, and shows what a visit would write. */

const PAUSE = 1800; // seconds between page views that end a visit

const find = (selector) => document.querySelector(selector);
const words = (text) => text.split(' ').filter(Boolean);

/** What the browser lets this page read; nothing where it refuses. */
function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

const fits = (pattern, name) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

async function names(kind) {
  try {
    if (kind === 'cookie') return document.cookie.split('; ').map((cookie) => cookie.split('=')[0]);
    if (kind === 'indexed-db') return (await indexedDB.databases()).map(({ name }) => name);
    return Object.keys(kind === 'local-storage' ? localStorage : sessionStorage);
  } catch {
    return null;
  }
}

/** Of cookies that are not seen, some may lie where no page can look. */
async function status({ name, kind, hidden }, own) {
  const found = await names(kind);
  if (found?.some((each) => fits(name, each))) return 'here';
  return found && own && kind !== 'cookie' && hidden === undefined ? 'absent' : 'unseen';
}

/** Storage belongs to one host name: under another than the site's it is another's. */
async function look(list) {
  const own = words(list.dataset.hosts).includes(location.hostname);
  for (const item of list.querySelectorAll('li')) {
    const now = own || item.dataset.kind === 'cookie' ? await status(item.dataset, own) : 'unseen';
    item.querySelector(`[data-when=${now}]`).hidden = false;
  }
  find('#elsewhere').hidden = own;
  list.hidden = false;
}

/** As the site's script shortens a page of the visit (static/script/visit.js). */
const mark = (path) =>
  [...path].reduce((sum, character) => Math.imul(sum ^ character.codePointAt(), 0x01000193), 7);

/** Under the site's own name, what its script remembers of the visit. */
function remembered(form) {
  if (!words(form.dataset.hosts).includes(location.hostname)) return null;
  const visit = recall('rv_visit');
  const goesOn = visit && Math.abs(Date.now() / 1000 - visit.last) < PAUSE;
  return { visit: goesOn ? visit : null };
}

function fill(form) {
  const { url, referrer, visit, first } = form.elements;
  const known = remembered(form);
  if (!known) return;
  const from = document.referrer && new URL(document.referrer);
  const left = from && from.origin === location.origin && from.pathname !== location.pathname;
  url.value = left ? document.referrer : `${location.origin}/`;
  if (!known.visit) return;
  referrer.value = known.visit.ref || '';
  visit.checked = false;
  first.checked = !known.visit.seen.includes(mark(new URL(url.value).pathname));
}

/** Which of the visitor's day, week and month the page view begins. */
function dates(zone) {
  const day = new Date().toLocaleDateString('sv', { timeZone: zone }); // Swedish dates are ISO dates
  const weeks = (Date.parse(day) / 864e5 + 3) / 7; // since a Monday
  const now = { day, week: Math.trunc(weeks), month: day.slice(0, 7) };
  const before = recall('rv_dates') || {};
  return Object.keys(now).filter((name) => now[name] !== before[name]);
}

const classes = ['small', 'medium', 'large', 'wide'];

/** What the site's script reads of the browser, as it tells it. */
const reads = {
  screen: () => classes[[600, 1024, 1600].filter((from) => screen.width >= from).length],
  language: () => navigator.language.split('-')[0],
  timezone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
};

/** What the policy names of that; and of a search or a page what the visitor has filled in. */
function more(form, searches) {
  const { previous, nothing, missing } = form.elements;
  const told = Object.fromEntries(words(form.dataset.reads).map((name) => [name, reads[name]()]));
  if (missing) told.missing = missing.checked;
  if (searches && nothing) told.found = !nothing.checked;
  if (!previous || !(searches || form.dataset.flow)) return told;
  const before = previous.value && new URL(previous.value);
  return { ...told, previous: before ? before.origin + before.pathname : '' };
}

/** The question: no more of the page's address than the site's script would tell. */
function question(form) {
  const { url, referrer, visit, first } = form.elements;
  const page = new URL(url.value);
  const { kept, clicks, searched, zone } = form.dataset;
  const query = [...page.searchParams]
    .map(([name, value]) => [name, words(clicks).includes(name) ? value && '1' : value])
    .filter(([name]) => words(`${kept} ${clicks}`).includes(name));
  const searches = query.some(([name, value]) => words(searched).includes(name) && value.trim());
  const begins = [
    ...(visit.checked ? ['visit'] : []),
    ...(first.checked ? ['page'] : []),
    ...(first.checked && searches ? ['search'] : []),
    ...(visit.checked && zone ? dates(zone) : []),
  ];
  const told = query.length ? `?${new URLSearchParams(query)}` : '';
  const of = { url: page.origin + page.pathname + told, referrer: referrer.value.trim(), first: begins };
  return { ...of, ...more(form, searches) };
}

function listed(texts) {
  const list = document.createElement('ul');
  const items = texts.map((text) => Object.assign(document.createElement('li'), { textContent: text }));
  list.append(...items);
  return list;
}

function row(cells, headings) {
  const line = document.createElement('tr');
  if (headings) line.setAttribute('role', 'row');
  cells.forEach((text, index) => {
    const cell = document.createElement(index ? 'td' : 'th');
    if (Array.isArray(text)) cell.append(listed(text));
    else cell.textContent = text;
    if (!index) cell.scope = 'row';
    if (headings) cell.setAttribute('role', index ? 'cell' : 'rowheader');
    if (headings && index) cell.dataset.heading = headings[index];
    line.append(cell);
  });
  return line;
}

function show({ said, line, fields, counts }) {
  const told = find('#told').content.cloneNode(true);
  const part = (name) => told.querySelector(`[data-part=${name}]`);
  part('said').textContent = said;
  part('line').textContent = line;
  part('fields').append(...fields.map((cells) => row(cells)));
  const table = told.querySelector('table:not(.facts)');
  const headings = [...table.querySelectorAll('thead th')].map(({ textContent }) => textContent);
  table.tBodies[0].append(...counts.map((cells) => row(cells, headings)));
  find('#outcome').replaceChildren(told);
}

async function ask(form) {
  const failed = find('#failed');
  failed.hidden = true;
  try {
    const answer = await fetch(form.action, { method: 'POST', body: JSON.stringify(question(form)) });
    const told = await answer.json();
    if (answer.ok) return show(told);
    failed.textContent = answer.status === 400 ? told.detail : failed.dataset.otherwise;
  } catch {
    failed.textContent = failed.dataset.otherwise;
  }
  find('#outcome').replaceChildren();
  failed.hidden = false;
}

const list = find('#seen');
if (list) look(list);

const page = find('#page');
if (page) {
  fill(page);
  page.addEventListener('submit', (event) => {
    event.preventDefault();
    ask(page);
  });
  find('#trial').hidden = false;
}

// An answer that is pressed twice is given once. Later, so that the form still tells which button it was.
document.querySelectorAll('form.answer').forEach((form, _, forms) => {
  const buttons = [...forms].flatMap(({ elements }) => [...elements].filter(({ type }) => type === 'submit'));
  form.addEventListener('submit', () => setTimeout(() => buttons.forEach((button) => (button.disabled = true))));
});
