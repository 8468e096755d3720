/* Elements of other companies stay inert until their services are accepted; on sensitive pages for good. */

import { activate, enqueue } from './activation.js';
import { allows } from './choice.js';
import { LIVE, MARKED, covers, needed, warnOfLive } from './markup.js';
import { onNavigation } from './navigation.js';
import { place, reveal, revealed, tidy } from './placeholder.js';
import { services } from './policy.js';
import { announce } from './signals.js';
import { closed } from './views.js';

const awake = new WeakSet(); // elements that have been let go
const once = new WeakSet(); // elements that the visitor wanted to see without a lasting answer
let waiting; // services that were not accepted when this page came
let running = false; // something of another company has loaded in this page

function wake(element, services) {
  awake.add(element);
  running = true;
  announce(services);
  if (element.localName === 'script') enqueue(element);
  else reveal(element, services, (frame) => activate(element, frame));
}

function consider(element) {
  if (awake.has(element) && revealed(element)) return;
  const services = needed(element);
  if (!services.length) return;
  const missing = services.filter(({ name }) => !allows(name));
  const shut = closed();
  if (!shut && (!missing.length || once.has(element))) wake(element, services);
  else if (/^(a|iframe)$/.test(element.localName)) place(element, missing[0] ? missing : services, shut, show);
}

/** Loads this one only: nothing is stored, and nobody is told. */
function show(element) {
  once.add(element);
  consider(element);
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
  if (running && closed()) location.reload();
  else sweep();
}

/** A page keeps the content security policy that it came with: what was accepted since loads in a new one. */
function retry({ blockedURI }) {
  const [, host] = blockedURI.split(/[:/]+/);
  if (!waiting.some((service) => allows(service.name) && covers(service, host || ''))) return;
  waiting = [];
  location.reload();
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
