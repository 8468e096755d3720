/* Page views: of the page that loads, and of those that a single-page site shows without loading. */

import { allows, choice, cookied } from './choice.js';
import { forget } from './device.js';
import { report } from './hits.js';
import { policy } from './policy.js';
import { permitted, visitOf } from './visit.js';

let last = ''; // url of the latest hit
let shown = ''; // address of the latest page view, hit or not
let counting = false; // the choice that was told of last allows it
let started = false; // a choice was told of: a yes that comes now was given on this page

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return SERVICES ? unescape(text) : text; // not UTF-8
  }
}

/**
 * The page's path as rules are compared with it; with services each character by itself, whatever is
 * beside it.
 */
function here() {
  const path = location.pathname;
  const whole = SERVICES ? path.replace(/%[c-f].(%[89ab].)+|%../gi, decoded) : decoded(path);
  return whole.toLowerCase().replace(/\/+/g, '/');
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

const campaigns = (OPTIONAL && policy.campaigns) || [];
const clicks = (OPTIONAL && policy.clicks) || [];
const tellable = OPTIONAL ? [...policy.parameters, ...campaigns, ...clicks] : policy.parameters;

/** A click id stands for one person's click: that there is one is all that leaves the page. */
const bare = ([name, value]) => [name, clicks.includes(name) ? value && '1' : value];

/** The query's parameters that are told. */
function told() {
  const kept = [...new URLSearchParams(location.search)].filter(([name]) => tellable.includes(name));
  return OPTIONAL ? kept.map(bare) : kept;
}

const address = (path, kept) => location.origin + path + (kept[0] ? '?' + new URLSearchParams(kept) : '');
const present = () => address(location.pathname, told());

/** Why a page view is left out: then nothing else is told of it, and nothing kept of its visit. */
function leftOut() {
  if (cookied('rv_own=1')) return { own: true }; // the owner's browser
  return navigator.webdriver && { automated: true }; // a program drives it
}

function view(referrer, justAgreed) {
  shown = present();
  const [below, count] = sensitive();
  if (count === 'nothing') return;
  const left = leftOut();
  const section = count === 'section' && encodeURI(below);
  const path = !left && permitted('page') ? (section || location.pathname) : '/';
  const kept = left || section ? [] : told();
  last = address(path, kept);
  report({ url: last, policy: choice().version, ...(left || visitOf(path, kept, referrer, justAgreed)) });
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
