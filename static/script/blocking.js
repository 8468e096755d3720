/* Elements of other companies stay inert until their services are accepted; on sensitive pages for good. */

import { activate, enqueue } from './activation.js';
import { allows, decide, items } from './choice.js';
import { LIVE, MARKED, covers, needed, warnOfLive } from './markup.js';
import { onNavigation } from './navigation.js';
import { goTo, place, reveal, revealed, shownIn, tidy } from './placeholder.js';
import { services } from './policy.js';
import { reload } from './reload.js';
import { announce } from './signals.js';
import { closed } from './views.js';

const awake = new WeakSet(); // elements that have been let go
const once = new WeakSet(); // elements that the visitor wanted to see without a lasting answer
const barred = new WeakSet(); // elements whose address the page's content security policy forbids
let waiting; // services that were not accepted when this page came
let running = false; // something of another company has loaded in this page

function wake(element, services) {
  awake.add(element);
  running = true;
  announce(services);
  if (element.localName === 'script') enqueue(element);
  else reveal(element, services, (frame) => activate(element, frame));
}

/** Loads this one only: we store nothing, and tell nobody. */
function show(element) {
  once.add(element);
  consider(element);
}

/** Accepts these besides what is accepted. */
function accept(missing) {
  const names = missing.map(({ name }) => name);
  decide([...items().filter((name) => allows(name)), ...names]);
}

function consider(element) {
  if (awake.has(element) && revealed(element)) return;
  const services = needed(element);
  if (!services.length) return;
  const missing = services.filter(({ name }) => !allows(name));
  const shut = closed();
  const free = !shut && !barred.has(element);
  if (free && (!missing[0] || once.has(element))) return wake(element, services);
  const { localName, dataset } = element;
  // A frame that a site has kept with its address, and put back.
  if (localName === 'iframe' && element.getAttribute('src') === dataset.src) element.removeAttribute('src');
  if (!/^(a|iframe)$/.test(localName)) return;
  place(element, missing[0] ? missing : services, {
    closed: shut,
    once: free && (() => show(element)),
    always: !shut && missing[0] && (() => accept(missing)),
  });
}

function sweep() {
  tidy();
  document.querySelectorAll(LIVE).forEach(warnOfLive);
  document.querySelectorAll(MARKED).forEach(consider);
}

function marked(node) {
  return node.nodeType === 1 && (node.matches(MARKED) || node.querySelector(MARKED));
}

function observe(records) {
  if (records.some(({ addedNodes }) => [...addedNodes].some(marked))) sweep();
  else tidy();
}

/** Code that runs cannot be stopped, and it must not see a sensitive page: only a new page is without it. */
function arrive() {
  if (running && closed()) reload();
  else sweep();
}

/** Puts the placeholder back, with the plain address, where the page's policy has stopped the frame. */
function bar(element) {
  const frame = shownIn(element);
  const had = frame === document.activeElement;
  awake.delete(element);
  barred.add(element);
  consider(element);
  if (had) goTo(element);
}

/** Whether the frame was to show the address, of which a browser may tell the origin alone. */
function shows(frame, address) {
  const { src = '' } = frame || {};
  return src && [src.split('#')[0], new URL(src).origin].includes(address);
}

/** A page keeps the content security policy that it came with: what was accepted since loads in a new one. */
function retry({ blockedURI, disposition }) {
  if (disposition === 'report') return;
  const [, host] = blockedURI.split(/[:/]+/);
  if (waiting.some((service) => allows(service.name) && covers(service, host || ''))) {
    waiting = [];
    return reload();
  }
  const awakened = [...document.querySelectorAll(MARKED)].filter((element) => awake.has(element));
  awakened.filter((element) => shows(shownIn(element), blockedURI)).forEach(bar);
}

/** To be told of the choice: what it allows loads. */
export function admit() {
  sweep();
  if (waiting) return;
  waiting = services.filter(({ name }) => !allows(name));
  new MutationObserver(observe).observe(document, { childList: true, subtree: true });
  onNavigation(arrive);
  addEventListener('securitypolicyviolation', retry);
}
