/* Page views: of the page that loads, and of those that a single-page site shows without loading. */

import { allows, choice, cookied } from './choice.js';
import { forget } from './device.js';
import { report } from './hits.js';
import { policy } from './policy.js';
import { release, reportSearch, searched } from './search.js';
import { permitted, visitOf } from './visit.js';

let last = ''; // url of the latest hit
let shown = ''; // address of the latest page view, hit or not
let before; // address of the page before it, if that may be told
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
 * The page's path, or another one's, as rules are compared with it; with services each character by
 * itself, whatever is beside it.
 */
function here(other) {
  const path = (OPTIONAL && other) || location.pathname;
  const whole = SERVICES ? path.replace(/%[c-f].(%[89ab].)+|%../gi, decoded) : decoded(path);
  return whole.toLowerCase().replace(/\/+/g, '/');
}

/** Whether nothing of another company may load on this page, whatever was answered. */
export const closed = () => !!policy.closed?.some((path) => here().startsWith(path.toLowerCase()));

/** The longest sensitive path that this page, or another, lies below, and what is counted there. */
function sensitive(other) {
  const path = here(other);
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

/** The path of the page before, if it is the site's own; of a sensitive one no more than is counted there. */
function pageBefore() {
  // Of a page on another host browsers tell no path.
  if (!before || !before.startsWith(location.origin + '/')) return undefined;
  const { pathname } = new URL(before);
  const [below, count] = sensitive(pathname);
  if (count === 'nothing') return undefined;
  return location.origin + (count === 'section' ? encodeURI(below) : pathname);
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
  const message = {
    url: last,
    policy: choice().version,
    ...(left || visitOf(path, kept, referrer, justAgreed)),
  };
  if (OPTIONAL && searched(kept)) reportSearch({ ...message, previous: pageBefore() });
  else report(message);
}

/** Counts a soft navigation, which has no referrer of its own: it came from the page before. */
export function navigated(event) {
  if (!allows('statistics') || present() === shown) return;
  if (OPTIONAL) {
    release();
    before = (!event || /push|replace/.test(event.navigationType)) && shown; // not where one goes back
  }
  view(last);
}

/** Counts the page as soon as the choice allows it, and again when the browser shows it as it was left. */
export function count() {
  const allowed = allows('statistics');
  if (!allowed) forget(); // also what a lapsed yes left, or one taken back under another name of the site
  else if (!counting) {
    if (OPTIONAL) before = !started && document.referrer; // before a yes nothing was counted
    view(document.referrer, started);
  }
  counting = allowed;
  started = true;
}

export function again() {
  if (counting && allows('statistics')) view(last || location.href);
}
