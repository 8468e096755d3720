/* What stands in the room of a film or a map until it may load. */

import { allows, decide, items } from './choice.js';
import { create } from './element.js';
import { foreign } from './markup.js';
import { language, texts } from './policy.js';
import { dress } from './style.js';

const WAITS = 'data-rakneverk-waits';
const FRAME = 'data-rakneverk-frame';
const places = new Map(); // by the element that waits

/** The room that the element takes, or will take: none of the page moves when one gives way to the other. */
function reserve(element, { style }) {
  const given = (name) => parseInt(element.getAttribute(name) ?? element.dataset[name]) || 0;
  const [width, height] = [given('width'), given('height')];
  if (width && height) style.aspectRatio = `${width}/${height}`;
  if (isLink(element)) return;
  const { position, display, margin } = getComputedStyle(element);
  Object.assign(style, { margin, display: display === 'inline' ? 'inline-block' : '' });
  const { offsetWidth, offsetHeight } = element;
  // In a box that keeps the proportions of what lies in it, as many themes have.
  if (position === 'absolute') Object.assign(style, { position, inset: 0, inlineSize: 'auto', aspectRatio: 'auto' });
  else if (offsetHeight) Object.assign(style, { inlineSize: offsetWidth + 'px', blockSize: offsetHeight + 'px' });
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
  if (width && height) frame.style.aspectRatio = `${+width}/${+height}`;
  return frame;
}

function offer(hook, text, parent, act) {
  const button = create('button', parent, { type: 'button', textContent: text });
  button.dataset.consent = hook;
  // Only a person's own click lets anything load.
  button.onclick = ({ isTrusted }) => isTrusted && act();
}

/** Lets the visitor have it, and goes on from where the button was. */
function goOn(element, act) {
  return () => {
    act();
    (places.get(element)?.stand || element).focus({ preventScroll: true });
  };
}

function fill(holder, element, services, closed, show) {
  const said = texts[holder.lang];
  const names = services.map(({ name }) => name);
  const say = (index) => [...new Set(names.map((name) => said.services[name][index]))].join(' ');
  const { poster, src, cookieblockSrc = src } = element.dataset;
  // Only a picture of the site's own: another's would be the very request that waits.
  if (poster && !foreign(poster)) create('img', holder, { src: poster, alt: '' });
  const text = create('div', holder);
  create('p', text, { textContent: holder.ariaLabel });
  create('p', text, { textContent: closed ? said.closed : say(2) });
  const line = create('p', text);
  if (!closed) {
    const present = () => items().filter((name) => allows(name));
    offer('once', said.once, line, goOn(element, () => show(element)));
    offer('always', said.always, line, goOn(element, () => decide([...present(), ...names])));
  }
  create('a', line, { href: element.href || cookieblockSrc, rel: 'noreferrer', textContent: say(3) });
}

function put(element, stand, key) {
  element.setAttribute(WAITS, '');
  element.before(stand);
  places.set(element, { stand, key });
}

/** Puts a placeholder where the element waits; `closed`: it will not load here at all. */
export function place(element, services, closed, show) {
  const lang = language();
  const key = [closed, lang, ...services.map(({ name }) => name)].join();
  const { stand, key: before } = places.get(element) || {};
  if (key === before) return stand.nextSibling === element || element.before(stand);
  clear(element);
  dress();
  const holder = create('div', undefined, { lang, dir: 'auto', role: 'group' });
  holder.setAttribute('data-rakneverk-placeholder', '');
  holder.ariaLabel = titleOf(element, services);
  reserve(element, holder);
  fill(holder, element, services, closed, show);
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

export const revealed = (element) => !isLink(element) || places.has(element);

/** Takes away what stands for elements that the page has taken away. */
export function tidy() {
  [...places.keys()].filter(({ isConnected }) => !isConnected).forEach(clear);
}
