/* What stands in the room of a film or a map until it may load. */

import { fair } from './banner.js';
import { create } from './element.js';
import { covers, foreign } from './markup.js';
import { language, page, texts } from './policy.js';
import { dress } from './style.js';

const HOLDER = 'data-rakneverk-placeholder';
const FRAME = 'data-rakneverk-frame';
const WAITS = 'data-rakneverk-waits';
const places = new Map(); // by the element that waits

/** As important as the style sheet is. */
function set({ style }, properties) {
  Object.entries(properties).forEach(([name, value]) => style.setProperty(name, value, 'important'));
}

/** The room that the element takes, or will take: none of the page moves when one gives way to the other. */
function reserve(element, holder) {
  const given = (name) => parseInt(element.getAttribute(name) ?? element.dataset[name]) || 0;
  const [width, height] = [given('width'), given('height')];
  if (width && height) set(holder, { 'aspect-ratio': `${width}/${height}` });
  if (isLink(element)) return;
  const { position, display, margin } = getComputedStyle(element);
  set(holder, { margin, display: display === 'inline' ? 'inline-block' : 'block' });
  const { offsetWidth, offsetHeight } = element;
  // In a box that keeps the proportions of what lies in it, as many themes have.
  if (position === 'absolute') set(holder, { position, inset: 0, width: 'auto', 'aspect-ratio': 'auto' });
  else if (offsetHeight) set(holder, { width: offsetWidth + 'px', height: offsetHeight + 'px' });
}

const isLink = (element) => element.localName === 'a';

function titleOf(element, services) {
  const [first] = services.map(({ name }) => texts[language()].services[name][0]);
  return element.dataset.title || element.title || element.textContent.trim() || first;
}

/** What takes the place of a link. */
function frameOf(element, title) {
  const { width, height, allow = 'encrypted-media; fullscreen; picture-in-picture' } = element.dataset;
  const frame = create('iframe', undefined, { title, allow });
  frame.setAttribute(FRAME, '');
  if (width && height) set(frame, { 'aspect-ratio': `${+width}/${+height}` });
  return frame;
}

function offer(hook, text, parent, act) {
  const button = create('button', parent, { type: 'button', textContent: text }, act);
  button.dataset.consent = hook;
  return button;
}

/**
 * Lets the visitor have it, and goes on from where the button was. Only a person's own click lets anything
 * load.
 */
function goOn(element, { isTrusted }, act) {
  if (!isTrusted) return;
  act();
  (places.get(element)?.stand || element).focus({ preventScroll: true });
}

/**
 * `once` and `always` are what the buttons do; a lasting yes counts only beside an equal way to have it
 * once.
 */
function drawOffers(element, { once, always }, parent, said, title) {
  const first = once && offer('once', said.once, parent, (event) => goOn(element, event, once));
  if (!always) return;
  offer('always', title, parent, (event) => {
    if (!first || fair(event.currentTarget, first)) goOn(element, event, always);
    else console.error('Räkneverk: no equal choice');
  });
}

function fill(holder, element, services, offers) {
  const said = texts[holder.lang];
  const each = (index) => [...new Set(services.map(({ name }) => said.services[name][index]))];
  const { poster, src, cookieblockSrc = src } = element.dataset;
  const href = element.href || cookieblockSrc;
  // Only a picture of the site's own: another's would be the very request that waits.
  if (poster && !foreign(poster)) create('img', holder, { src: poster, alt: '' });
  const text = create('div', holder);
  const story = create('div', text);
  create('p', story, { textContent: holder.ariaLabel });
  create('p', story, { textContent: offers.closed ? said.closed : each(2).join(' ') });
  if (offers.once || offers.always) {
    // What the law wants said wherever somebody can say yes.
    create('p', story, { textContent: said.terms[0] + ' ' }).append(
      create('a', undefined, { href: page(holder.lang), textContent: said.policy }),
    );
  }
  const line = create('div', text);
  drawOffers(element, offers, line, said, each(4).join(', '));
  const { name } = services.find((one) => covers(one, foreign(href))) || services[0];
  create('a', line, { href, rel: 'noreferrer', textContent: said.services[name][3] });
}

function put(element, stand, key) {
  element.setAttribute(WAITS, '');
  element.before(stand);
  places.set(element, { stand, key });
}

/** Puts a placeholder where the element waits; `offers.closed`: it will not load here at all. */
export function place(element, services, offers) {
  const lang = language();
  const given = Object.keys(offers).filter((name) => offers[name]);
  const key = [lang, ...given, ...services.map(({ name }) => name)].join();
  const { stand, key: before } = places.get(element) || {};
  if (key === before) return stand.nextSibling === element || element.before(stand);
  clear(element);
  dress();
  const holder = create('div', undefined, { lang, dir: 'auto' });
  holder.setAttribute('role', 'group');
  holder.setAttribute(HOLDER, '');
  holder.ariaLabel = titleOf(element, services);
  reserve(element, holder);
  fill(holder, element, services, offers);
  put(element, holder, key);
}

function clear(element) {
  places.get(element)?.stand.remove();
  element.removeAttribute(WAITS);
  places.delete(element);
}

/** Shows what `load` fills: the element itself, or the frame that takes a link's place. */
export function reveal(element, services, load) {
  clear(element);
  if (!isLink(element)) return load(element);
  const frame = frameOf(element, titleOf(element, services));
  load(frame);
  put(element, frame);
  dress();
}

/** What shows the element once it may load. */
export const shownIn = (element) => (isLink(element) ? places.get(element)?.stand : element);

export const revealed = (element) => !!shownIn(element);

/** Goes on from the plain address, where a frame that had the focus is gone. */
export function goTo(element) {
  places.get(element).stand.querySelector('[rel]').focus({ preventScroll: true });
}

/**
 * Takes away what stands for elements that the page has taken away, and copies of it that a site put back.
 */
export function tidy() {
  [...places.keys()].filter(({ isConnected }) => !isConnected).forEach(clear);
  const ours = [...places.values()].map(({ stand }) => stand);
  const all = [...document.querySelectorAll(`[${HOLDER}],[${FRAME}]`)];
  all.filter((stand) => !ours.includes(stand)).forEach((stand) => stand.remove());
}
