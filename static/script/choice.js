/* The choice: what the cookie rv_choice holds, who is told of a change, and what is allowed. */

import { post } from './collector.js';
import { domain, policy, services, site, url, within } from './policy.js';

/** What consent is given to, each with its category. */
const given = [['statistics', 'statistics']];
if (SERVICES) given.push(...services.map(({ name, category }) => [name, category]));

const listeners = new Set();
let known; // the choice that listeners know of, as a text: what they do to theirs changes nothing
let telling = new AbortController(); // of the answer that is under way
export let told; // settled when that answer has come, or will not
export let unkept = ''; // the cookie where the browser refuses cookies: it holds for the page

export const items = () => (SERVICES ? given.map(([name]) => name) : ['statistics']);
/** Whether the page sees a cookie whose whole name this begins with. */
export const cookied = (text) => `; ${document.cookie}`.includes('; ' + text);
export const signal = () => navigator.globalPrivacyControl || navigator.doNotTrack === '1';

/** The shortest way to say it, categories for their services: equal sets are equal values. */
function canonical(names) {
  if (!SERVICES) return names;
  const left = given.filter(([name]) => !names.includes(name)).map(([, category]) => category);
  const chosen = given.filter(([name]) => names.includes(name));
  return [...new Set(chosen.map(([name, category]) => (left.includes(category) ? name : category)))].sort();
}

/** The choice that holds; `accepted` has categories, and services of those that were accepted in part. */
export function choice() {
  const form = /; rv_choice=(yes|no)\.(\d{1,9})(\.s)?(\+[a-z\d+-]+)?(?=;)/g;
  const found = [...`; ${document.cookie}; ${unkept};`.matchAll(form)];
  // Where something has set more than one, below other paths, a no holds.
  const [, answer, version, despite, part] = found.find(([, said]) => said === 'no') || found[0] || [];
  const yes = answer === 'yes';
  const parts = part ? part.slice(1).split('+') : canonical(items());
  const askedFor = (name) => (SERVICES ? given.flat().includes(name) : name === 'statistics');
  const accepted = yes ? parts.filter(askedFor) : [];
  // A signal that came after the yes takes it back; only a yes given in spite of it holds.
  const willed = despite || !signal();
  const holds = version >= policy.material && (!yes || (accepted[0] && willed));
  return holds ? { accepted, answer, version: +version } : { accepted: [] };
}

/** Whether there is an answer that does not hold any more. */
export const lapsed = () => cookied('rv_choice=') && !choice().answer;

/** Whether the statistics, the service, or all services of the category are accepted. */
export function allows(asked) {
  const { accepted } = choice();
  if (!SERVICES) return accepted.includes(asked);
  const members = given.filter((names) => names.includes(asked));
  return !!members[0] && members.every((names) => names.some((name) => accepted.includes(name)));
}

/** Where a cookie that this page sees may have been set. */
export function pathsAbove() {
  const parts = (location.pathname + '/').split(/(\/)/);
  return parts.map((_, index) => parts.slice(0, index + 1).join(''));
}

function remember(value) {
  const cookie = 'rv_choice=' + value;
  const rest = ';samesite=lax' + (location.protocol === 'https:' ? ';secure' : '');
  const shared = domain ? ';domain=' + domain : '';
  const clear = (path) => (document.cookie = 'rv_choice=;max-age=0;path=' + path + rest);
  clear('/'); // one for this host alone would hide the domain's
  if (SERVICES) pathsAbove().forEach((path) => ['', shared].forEach((host) => clear(path + host)));
  document.cookie = cookie + ';max-age=' + policy.days * 86400 + ';path=/' + rest + shared;
  unkept = cookied(cookie) ? '' : cookie;
}

/**
 * Waits no longer for what an answer sets: a page that has been left would not know when another has come
 * since.
 */
export const leave = () => telling.abort();

/** Records the answer: yes to the items of these names, and to nothing else. */
export function decide(names) {
  const { version } = policy;
  const before = choice();
  const accepted = canonical(names);
  if (!(before.version >= version) || accepted + '' !== before.accepted + '') {
    const answer = accepted[0] ? 'yes' : 'no';
    const despite = (accepted[0] && signal()) || undefined;
    const message = { v: 1, site, policy: version, answer, signal: despite };
    let value = answer + '.' + version + (despite ? '.s' : '');
    if (SERVICES && accepted[0] && accepted + '' !== canonical(items()) + '') {
      value += '+' + accepted.join('+');
      Object.assign(message, { answer: 'some', accepted });
    }
    remember(value);
    leave(); // an earlier answer's cookie must not come after this one's
    telling = new AbortController();
    // A service on the site's own domain may set the cookie, which Safari then keeps for its full life.
    const shared = domain && within(url('').hostname, domain);
    const options = shared ? { credentials: 'include', keepalive: false, signal: telling.signal } : {};
    told = post('/consent', message, options).catch(() => {});
  }
  refresh();
}

/** Tells of a choice that was made, here or elsewhere, since the last time. */
export function refresh() {
  const before = known;
  known = JSON.stringify(choice());
  if (known === before) return;
  // Asynchronous, so that none that throws keeps the others from being told.
  listeners.forEach(async (listener) => listener(JSON.parse(known), JSON.parse(before)));
}

/** `listener(now, before)` is called at once, and after each change; returns what ends that. */
export function listen(listener) {
  refresh();
  listener(JSON.parse(known), { accepted: [] });
  listeners.add(listener);
  return () => listeners.delete(listener);
}
