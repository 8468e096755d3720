/* The visit that a page view belongs to, and what it is the first of. */

import { unkept } from './choice.js';
import { DATES, VISIT, forgetful, keep, recall } from './device.js';
import { seconds } from './hits.js';
import { below, own, policy } from './policy.js';

const PAUSE = 1800; // seconds between page views that end a visit
const REMEMBERED = 200; // pages, and searches, of one visit

export const permitted = (input) => policy.inputs.includes(input);

/** What a visit began with, cut to what is permitted; "unknown" if its first page came before the yes. */
function origin(referrer, unremembered) {
  if (!permitted('referrer')) return undefined;
  try {
    const { hostname, pathname, search } = new URL(referrer);
    const root = new URL('/', referrer).href; // an app's has no `origin`
    if (own(hostname)) return unremembered ? 'unknown' : root;
    if (below(hostname, policy.linked)) return root;
    const parts = search.slice(1).split('&');
    const terms = parts.filter((part) => policy.terms.includes(part.split('=')[0])).join('&');
    return root + pathname.slice(1) + (terms && permitted('query') ? '?' + terms : '');
  } catch {
    return '';
  }
}

/** Adds a short hash (like FNV-1a, 32 bits) of the text to the list, and tells whether it was new there. */
function novel(list, text) {
  const hash = [...text].reduce((sum, character) => Math.imul(sum ^ character.codePointAt(), 0x01000193), 7);
  if (list.includes(hash)) return false;
  if (list.push(hash) > REMEMBERED) list.shift();
  return true;
}

/** Which of day, week (from its Monday) and month have no page view yet; unknown where nothing is kept. */
function firstDates() {
  const day = new Date().toLocaleDateString('sv', { timeZone: policy.zone }); // Swedish dates are ISO dates
  const weeks = (Date.parse(day) / 864e5 + 3) / 7; // since a Monday
  const dates = { day, week: ~~weeks, month: day.slice(0, 7) };
  const before = recall(DATES) || {};
  keep(DATES, dates);
  return forgetful ? [] : Object.keys(dates).filter((name) => dates[name] !== before[name]);
}

/** Whether it is done for the first time in the visit. */
export function newInVisit(act) {
  const visit = recall(VISIT) || { seen: [] };
  const fresh = novel(visit.seen, act);
  keep(VISIT, visit);
  return fresh;
}

/** The parameters that name the campaign that a visit began with, as a query. */
function campaignIn(kept) {
  return new URLSearchParams(kept.filter(([name]) => !policy.parameters.includes(name))) + '' || undefined;
}

/** `kept` are the query's parameters that are told. */
export function visitOf(path, kept, referrer, justAgreed) {
  const now = seconds();
  const before = recall(VISIT);
  const knew = forgetful;
  const goesOn = before && Math.abs(now - before.last) < PAUSE;
  // A site's own page that was not counted before: of how the visit began nothing was kept.
  const began = (unremembered) => ({ ref: origin(referrer, unremembered), seen: [], terms: [] });
  const visit = goesOn ? before : began(justAgreed || knew || !before);
  const { ref } = visit;
  if (OPTIONAL && !goesOn) visit.campaign = campaignIn(kept);
  const first = [];
  // Without memory, a page reached from the site's own is not the first of a visit.
  if (!goesOn && permitted('visit') && !((knew || unkept) && ref === 'unknown')) first.push('visit');
  if (permitted('page') && novel(visit.seen, path)) first.push('page');
  // As the collector reads them: of the first parameter that has any.
  const words = kept.find(([name, value]) => policy.parameters.includes(name) && value.trim());
  if (words && permitted('search') && novel(visit.terms, words[1].trim().toLowerCase())) first.push('search');
  if (OPTIONAL && policy.visitors) first.push(...firstDates());
  keep(VISIT, { ...visit, last: now });
  if (knew || !forgetful) {
    return OPTIONAL ? { referrer: ref, campaign: visit.campaign, first } : { referrer: ref, first };
  }
  keep(VISIT); // a storage that is full shows only now
  return visitOf(path, kept, referrer, justAgreed);
}
