/* Page views: of the page that loads, and of those that a single-page site shows without loading. */

import { turnTo } from './acts.js';
import { allows, choice, cookied } from './choice.js';
import { forget } from './device.js';
import { report } from './hits.js';
import { begin, end } from './measures.js';
import { release, reportLate, searched } from './outcome.js';
import { policy } from './policy.js';
import { permitted, visitOf } from './visit.js';

let last = ''; // url of the latest hit
let shown = ''; // address of the latest page view, hit or not
let before = ''; // address of the page before it, if that may be told
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

/** The path as it may be told: of a sensitive one no more than is counted there. */
export function pathTold(path) {
  const [below, count] = sensitive(path);
  return count === 'section' ? encodeURI(below) : count === 'nothing' ? '' : path;
}

/** Whether of the page no more is told than the section that it is in. */
export const inSection = () => sensitive()[1] === 'section';

function screenClass(width) {
  return width < 600 ? 'small' : width < 1024 ? 'medium' : width < 1600 ? 'large' : 'wide';
}

/** Reports the page view with what few policies name, and begins with what follows it. */
function tellMore(view, path, search) {
  const { origin } = location;
  if (MEASURES) turnTo({ ...view, kind: 'act', url: origin + path });
  if (policy.flow || search) {
    // Of a page on another host browsers tell no path.
    const previous = before.startsWith(origin + '/') && pathTold(new URL(before).pathname);
    if (previous) view.previous = origin + previous;
  }
  if (policy.screen) view.screen = screenClass(screen.width);
  if (policy.language) [view.language] = navigator.language.split('-');
  if (policy.timezone) view.timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (MEASURES && (policy.engaged || policy.scroll || (VITALS && policy.vitals))) begin(!started);
  if (search || policy.missing) reportLate(view, search);
  else report(view);
}

/** The page is left, or out of sight. */
export function leave() {
  release();
  if (MEASURES) end();
}

function view(referrer, justAgreed) {
  if (MEASURES) turnTo();
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
  if (OPTIONAL && !left) tellMore(message, path, searched(kept));
  else report(message);
}

/** Counts a soft navigation, which has no referrer of its own: it came from the page before. */
export function navigated(event) {
  if (!allows('statistics') || present() === shown) return;
  if (OPTIONAL) {
    leave();
    before = !event || /push|replace/.test(event.navigationType) ? shown : ''; // not where one goes back
  }
  view(last);
}

/** Counts the page as soon as the choice allows it, and again when the browser shows it as it was left. */
export function count() {
  const allowed = allows('statistics');
  if (MEASURES && !allowed) end();
  if (!allowed) forget(); // also what a lapsed yes left, or one taken back under another name of the site
  else if (!counting) {
    if (OPTIONAL) before = started ? '' : document.referrer; // before a yes nothing was counted
    view(document.referrer, started);
  }
  counting = allowed;
  started = true;
}

export function again() {
  if (OPTIONAL) before = ''; // where one comes back from is not told
  if (counting && allows('statistics')) view(last || location.href);
}
