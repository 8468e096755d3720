/* The layer that asks for consent, or lets one change it: where it is, and all that stands in it. */

const about = new RegExp(words.topic, 'iu');
const aboutFaintly = new RegExp(words.faint, 'iu');
const NAMED = /cookie|consent|gdpr|\bcmp\b|samtyck|kakor|kakbanner|tarteaucitron|orejime|klaro|didomi|onetrust|usercentrics|iubenda/i;
const CONTENT = 'main, article, [role=main], footer';
const ANSWERS = ['accept', 'reject', 'save', 'settings', 'withdraw'];

function namesOf(element) {
  return `${element.id} ${element.getAttribute('class') || ''}`;
}

/** Why an element may be such a layer; "" if nothing speaks for it. */
function ground(element) {
  if (element.hasAttribute('data-consent-banner')) return 'hook';
  if (element.matches('[role=dialog], [role=alertdialog], dialog[open], [aria-modal=true]')) return 'dialog';
  if (/fixed|sticky/.test(getComputedStyle(element).position) || element.matches(':popover-open')) return 'fixed';
  const label = `${element.getAttribute('aria-label') || ''} ${labelledBy(element)}`;
  const named = NAMED.test(namesOf(element)) || about.test(label);
  return named && element.matches('div, section, aside, form, [role=region]') ? 'container' : '';
}

/**
 * `opened` where something was pressed that opens such a layer: then less need speak for it, and least if
 * it was not among those that were shown before.
 */
function weigh(element, opened) {
  const does = controlsOf(element).map((control) => purpose(control).does);
  const kinds = new Set(does.filter((one) => ANSWERS.includes(one)));
  const text = textOf(element);
  const asks = kinds.has('accept') || kinds.has('reject') || kinds.has('save') || kinds.has('withdraw');
  const topic = about.test(text) || about.test(element.getAttribute('aria-label') || '');
  const speaks = aboutFaintly.test(text) || kinds.has('settings') || NAMED.test(namesOf(element));
  const both = kinds.has('accept') && kinds.has('reject') && speaks;
  const bare = kinds.has('settings') && does.includes('close') && topic && text.length > 40;
  const inputs = inputsOf(element).length;
  const isNew = opened && does.length > 0 && ground(element) !== 'container' && !opened.includes(markOf(element));
  const likely = isNew || (opened && kinds.size > 0 && (inputs > 0 || kinds.size > 1));
  return { fits: (asks && (topic || both)) || bare || likely, kinds: kinds.size, inputs };
}

/** How those begin that are shown now. */
function shown() {
  return [...everything(document)].filter((element) => ground(element) && isSeen(element)).map(markOf);
}

/** What holds a page, or takes an address or a name, is no such layer. */
function isPage(element) {
  const typed = 'input[type=email], input[type=password], input[type=text], input[type=search], textarea';
  return element.matches('html, body, main, header') || !!element.querySelector(`main, [role=main], ${typed}`);
}

/** What only its name speaks for, in the midst of a text: a page on cookies, or what stands for a film. */
function isContent(element, why) {
  const lies = why === 'container' && !/fixed|sticky|absolute/.test(positionOf(element));
  return lies && !!element.closest(CONTENT);
}

function candidates(opened) {
  const found = [];
  for (const element of everything(document)) {
    const why = ground(element);
    if (!why || !isSeen(element) || (why !== 'hook' && (isPage(element) || isContent(element, why)))) continue;
    const weight = weigh(element, opened);
    if (why === 'hook' || weight.fits) found.push({ element, why, ...weight });
  }
  return found;
}

/** Those without a place of their own in the page, such as a strip at its top: near a button that says yes. */
function inFlow() {
  for (const button of controlsOf(document)) {
    if (purpose(button).does !== 'accept' || button.closest(CONTENT)) continue;
    let at = above(button);
    for (let steps = 0; at && at !== document.body && steps < 5; steps++, at = above(at)) {
      if (isPage(at)) break;
      const weight = weigh(at);
      if (weight.fits && about.test(textOf(at))) return { element: at, why: 'flow', ...weight };
    }
  }
  return null;
}

/**
 * The layer that is there now. Of several the one with our hook, then that in front: what a click would
 * reach; then the one that offers most, and of those one inside another the innermost.
 */
function find(opened) {
  const found = candidates(opened);
  const front = ({ element }) => (controlsOf(element).some(isReachable) ? 1 : 0);
  const placed = ({ why }) => (why === 'container' ? 0 : 1);
  const rank = (one) => [one.why === 'hook' ? 1 : 0, front(one), Math.min(one.inputs, 1), one.kinds, placed(one)];
  const ranked = found.map((one, index) => ({ one, order: [...rank(one), index] }));
  ranked.sort((a, b) => {
    const at = a.order.findIndex((value, index) => value !== b.order[index]);
    return at < 0 ? 0 : b.order[at] - a.order[at];
  });
  return ranked[0]?.one ?? inFlow();
}

function markOf({ localName, id, classList }) {
  return `<${localName}${id ? ` id="${id}"` : ''}${classList.length ? ` class="${[...classList].join(' ')}"` : ''}>`;
}

function liveOf(element) {
  const implied = { alert: 'assertive', alertdialog: '', status: 'polite', log: 'polite' };
  for (let at = element; at; at = above(at)) {
    const said = at.getAttribute('aria-live') ?? implied[at.getAttribute('role')];
    if (said && said !== 'off') return said;
  }
  return '';
}

function positionOf(element) {
  for (let at = element; at && at !== document.body; at = above(at)) {
    const { position } = getComputedStyle(at);
    if (position === 'fixed' || position === 'sticky') return position;
  }
  return getComputedStyle(element).position;
}

/** The first thing in the body that takes up any room. */
function isFirst(element) {
  const first = [...document.body.children].find((child) => child.localName !== 'script' && hasRoom(child));
  return !!first && contains(first, element);
}

function hasRoom(element) {
  return isSeen(element) || [...element.querySelectorAll('*')].some(isSeen);
}

function describeLayer({ element, why }, controls, inputs) {
  const { left, top, right, bottom } = shownBox(element);
  const role = element.getAttribute('role') || { dialog: 'dialog', aside: 'complementary' }[element.localName];
  const label = element.getAttribute('aria-label') || labelledBy(element) || element.title;
  const area = Math.max(0, right - left) * Math.max(0, bottom - top);
  const scrolling = [element, ...everything(element)].some((one) => one.scrollHeight > one.clientHeight + 1 &&
    /auto|scroll|hidden/.test(getComputedStyle(one).overflowY) && one.clientHeight > 20);
  return {
    found: why,
    mark: markOf(element),
    shadow: element.getRootNode() !== document,
    text: textOf(element),
    language: element.closest('[lang]')?.lang || document.documentElement.lang,
    box: boxOf(element),
    share: Math.round((area / (innerWidth * innerHeight)) * 1000) / 1000,
    position: positionOf(element),
    role: role || (element.localName === 'section' && label ? 'region' : '') || '',
    label: label || '',
    modal: element.getAttribute('aria-modal') === 'true' || element.matches(':modal'),
    live: liveOf(element),
    first: isFirst(element),
    scrolls: scrolling,
    controls: controls.map((control) => describeControl(control, element)),
    inputs: inputs.map(describeInput),
  };
}

/** The layer with its elements: `data` can leave the page, `controls` and `inputs` can be pressed. */
function look(opened) {
  const found = find(opened);
  if (!found) return null;
  const controls = controlsOf(found.element);
  const inputs = inputsOf(found.element);
  return { element: found.element, controls, inputs, data: describeLayer(found, controls, inputs) };
}
