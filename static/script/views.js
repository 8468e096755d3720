/* Page views: of the page that loads, and of those that a single-page site shows without loading. */

import { allows, choice } from './choice.js';
import { forget } from './device.js';
import { report } from './hits.js';
import { policy } from './policy.js';
import { permitted, visitOf } from './visit.js';

let last = ''; // url of the latest hit
let shown = ''; // address of the latest page view, hit or not
let counting = false; // the choice that was told of last allows it
let started = false; // a choice was told of: a yes that comes now was given on this page

function decoded(character) {
  try {
    return decodeURIComponent(character);
  } catch {
    return SERVICES ? unescape(character) : character; // not UTF-8
  }
}

/**
 * The page's path as rules are compared with it; with services each character by itself, whatever is
 * beside it.
 */
function here() {
  const coded = SERVICES ? /%[c-f].(%[89ab].)+|%../gi : /.+/;
  return location.pathname.replace(coded, decoded).toLowerCase().replace(/\/+/g, '/');
}

/** Whether nothing of another company may load on this page, whatever was answered. */
export const closed = () => !!policy.closed?.some((path) => here().startsWith(path.toLowerCase()));

/** The longest sensitive path that this page lies below, and what is counted there. */
function sensitive() {
  const path = here();
  const longer = (best, rule) =>
    path.startsWith(rule[0].toLowerCase()) && rule[0].length > best[0].length ? rule : best;
  return policy.sensitive.reduce(longer, ['', 'page']);
}

const tellable = [...policy.parameters, ...policy.campaigns];
const told = () => [...new URLSearchParams(location.search)].filter(([name]) => tellable.includes(name));
const address = (path, kept) => location.origin + path + (kept[0] ? '?' + new URLSearchParams(kept) : '');
const present = () => address(location.pathname, told());

function view(referrer, justAgreed) {
  shown = present();
  const [below, count] = sensitive();
  if (count === 'nothing') return;
  const path = permitted('page') ? (count === 'section' ? encodeURI(below) : location.pathname) : '/';
  const kept = count === 'section' ? [] : told();
  const { ref, first } = visitOf(path, kept, referrer, justAgreed);
  last = address(path, kept);
  report({ url: last, policy: choice().version, referrer: ref, first });
}

/** Counts a soft navigation, which has no referrer of its own: it came from the page before. */
export function navigated() {
  if (allows('statistics') && present() !== shown) view(last);
}

/** Counts the page as soon as the choice allows it, and again when the browser shows it as it was left. */
export function count() {
  const allowed = allows('statistics');
  if (!allowed) forget(); // also what a lapsed yes left, or one taken back under another name of the site
  else if (!counting) view(document.referrer, started);
  counting = allowed;
  started = true;
}

export function again() {
  if (counting && allows('statistics')) view(last || location.href);
}
