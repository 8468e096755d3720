/*
 * What a service has kept on the device is deleted when the consent to it is gone, and what cannot be is
 * named.
 */

import { look } from './banner.js';
import { allows, pathsAbove } from './choice.js';
import { needed, tell } from './corner.js';
import { domains, language, services, texts, within } from './policy.js';
import { reload } from './reload.js';

const AREAS = { 'local-storage': 'localStorage', 'session-storage': 'sessionStorage' };

const fits = (pattern, name) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** Names of the cookies that a script can see on this page and one of the patterns fits. */
function visible(patterns) {
  const names = document.cookie.split('; ').map((cookie) => cookie.split('=')[0]);
  return names.filter((name) => patterns.some((pattern) => fits(pattern, name)));
}

/** Where a cookie that this page sees may have been set: with no domain, or the host's or a parent's. */
function hosts() {
  const parts = location.hostname.split('.');
  const parents = parts.map((_, index) => parts.slice(index).join('.'));
  const own = parents.filter((host) => domains.some((domain) => within(host, domain)));
  return ['', ...own.map((host) => ';domain=' + host)];
}

function eraseCookies(patterns) {
  // Secure: names with the prefixes __Host- and __Secure- cannot be written without it.
  const kinds = location.protocol === 'https:' ? [';secure', ';secure;partitioned'] : [''];
  for (const name of visible(patterns)) {
    for (const domain of hosts()) {
      for (const path of pathsAbove()) {
        kinds.forEach((kind) => (document.cookie = `${name}=;max-age=0;path=${path}${domain}${kind}`));
      }
    }
  }
}

async function eraseDatabases(pattern) {
  const databases = await indexedDB.databases();
  databases.filter(({ name }) => fits(pattern, name)).forEach(({ name }) => indexedDB.deleteDatabase(name));
}

function eraseStorage([kind, pattern]) {
  if (kind === 'indexed-db') return eraseDatabases(pattern).catch(() => {});
  try {
    const area = window[AREAS[kind]];
    Object.keys(area).filter((key) => fits(pattern, key)).forEach((key) => area.removeItem(key));
  } catch {
    // The browser refuses storage, so there is none.
  }
}

/** Deletes what the services declare; returns the names of what a script cannot delete. */
function erase(lost) {
  const patterns = lost.flatMap(({ cookies }) => cookies);
  eraseCookies(patterns);
  lost.flatMap(({ storage }) => storage).forEach(eraseStorage);
  return [...lost.flatMap(({ left }) => left), ...visible(patterns)];
}

/** Only this history entry carries the names to the page that comes after it. */
function bequeath(left) {
  const { state } = history;
  // Of a state that is no object nothing could be put back.
  if (left[0] && (state === null || Object.getPrototypeOf(state) === Object.prototype)) {
    History.prototype.replaceState.call(history, { ...state, rakneverk: left }, '');
  }
}

/** The names that the page before this one has left behind. */
function inherited() {
  const { rakneverk: left, ...state } = history.state || {};
  if (!Array.isArray(left)) return; // the site's own
  History.prototype.replaceState.call(history, Object.keys(state)[0] ? state : null, '');
  return left;
}

/** Names to the visitor what was not deleted. */
function confess(names) {
  needed(); // so that there is a corner to tell it in
  tell(texts[language()].left.replace('{names}', names.join(', ')));
  look();
}

let held; // the services that were accepted when this page was told last

/** To be told of the choice: whoever lost the consent loses what it has kept. */
export function withdraw() {
  const allowed = services.filter((service) => allows(service.name));
  const lost = held?.filter((service) => !allowed.includes(service)) || [];
  if (lost[0]) {
    const left = erase(lost);
    reload(() => bequeath(left));
  }
  if (!held) {
    // What lapsed, or was withdrawn where no script of ours ran.
    erase(services.filter((service) => !allowed.includes(service)));
    const left = inherited();
    if (left) confess(left);
  }
  held = allowed;
}
