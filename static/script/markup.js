/*
 * How pages mark what belongs to a service: our own attributes, and those that people already have for
 * others.
 */

import { own, services } from './policy.js';

/**
 * Attributes that hold an address back, with the ones that load it; srcset first, or an image loads twice.
 */
export const ADDRESSES = {
  'data-srcset': 'srcset',
  'data-src': 'src',
  'data-cookieblock-src': 'src',
  'data-href': 'href',
};

/** A mark and something that is held back: data-name or data-category alone may be the site's own. */
export const MARKED =
  ':is([data-service],[data-category],[data-cookieconsent],[data-name])' +
  ':is(script[type="text/plain"],style[type="text/plain"],' +
  `:not(script)[${Object.keys(ADDRESSES).join('],:not(script)[')}])`;

/** What a mark cannot hold back any more. */
export const LIVE = 'script[data-service][src]:not([data-src]),iframe[data-service][src]:not([data-src])';

/** Other programs' names of our categories. None is "necessary": no third party is. */
const SYNONYMS = {
  functional: 'preferences functionality',
  media: 'social video experience',
  analytics: 'statistics performance',
  marketing: 'ads advertising targeting',
};

const slug = (name) => name.trim().toLowerCase().replace(/[^a-z0-9]+/g, '-');

function inCategory(name) {
  const written = slug(name);
  return services.filter(({ category }) => `${category} ${SYNONYMS[category]}`.split(' ').includes(written));
}

/** The services that each of the element's marks stands for: [[what is written, services]]. */
function meant({ dataset: { service, category, cookieconsent, name } }) {
  const list = category || cookieconsent;
  const one = service || (list ? '' : name || '');
  const found = services.filter((each) => each.name === slug(one));
  // With a category beside it, data-service may be a display name that only the other program knows.
  return found.length || !list ? [[one, found]] : list.split(',').map((each) => [each, inCategory(each)]);
}

/** The addresses of a srcset, in one pass over however long a text. */
function candidates(srcset) {
  const word = /[^\s,]\S*/g;
  const found = [];
  for (let match; (match = word.exec(srcset)); ) {
    let [address] = match;
    const described = !address.endsWith(',');
    while (address.endsWith(',')) address = address.slice(0, -1);
    found.push(address);
    const end = srcset.indexOf(',', word.lastIndex);
    if (described) word.lastIndex = end < 0 ? srcset.length : end;
  }
  return found;
}

function addresses(element) {
  return Object.keys(ADDRESSES).flatMap((name) => {
    const value = element.getAttribute(name) || '';
    if (name !== 'data-srcset') return value ? [value] : [];
    return candidates(value);
  });
}

/** The host of an address that is not the site's own; the address itself where it is of no host. */
export function foreign(address) {
  try {
    const { protocol, hostname } = new URL(address, document.baseURI);
    if (!/^https?:$/.test(protocol)) return address;
    return own(hostname) ? '' : hostname;
  } catch {
    return address;
  }
}

export const covers = ({ hosts }, host) =>
  hosts.some((name) => (name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name));

const warned = new WeakSet();

/** Tells a developer, once, why an element is left alone. */
export function warn(element, reason) {
  if (!warned.has(element)) console.warn(`Räkneverk: ${reason}. See docs/blocking.md`, element);
  warned.add(element);
}

export function warnOfLive(element) {
  const known = services.some(({ name }) => name === element.dataset.service);
  const remedy = 'write data-src, and type="text/plain" for a script';
  if (known) warn(element, `loads without consent, as it has a src: ${remedy}`);
}

/** The services that must all be accepted before the element may load; none if it never may. */
export function needed(element) {
  const marks = meant(element);
  const [unknown] = marks.find(([, found]) => !found.length) || [];
  if (unknown !== undefined) {
    warn(element, `stays blocked, as "${unknown}" is no [[service]] of the policy and no category of one`);
    return [];
  }
  const hosts = addresses(element).map(foreign).filter(Boolean);
  const undeclared = hosts.find((host) => !marks.some(([, found]) => found.some((one) => covers(one, host))));
  if (undeclared) {
    warn(element, `stays blocked, as "${undeclared}" is not among the hosts that the policy gives for it`);
    return [];
  }
  // A category narrows to those of its services that the address belongs to; without one it means them all.
  return marks.flatMap(([, found]) => {
    const fitting = found.filter((one) => hosts.some((host) => covers(one, host)));
    return fitting.length ? fitting : found;
  });
}
