/* The choice: what the cookie rv_choice holds, who is told of a change, and what is allowed. */

import { post } from './collector.js';
import { domain, policy, services, site, url, within } from './policy.js';

/** What consent is given to, each with its category. */
const given = [['statistics', 'statistics']];
if (SERVICES) given.push(...services.map(({ name, category }) => [name, category]));

const listeners = new Set();
let known; // the choice that listeners know of
let telling = new AbortController(); // of the answer that is under way
export let unkept = ''; // the cookie where the browser refuses cookies: it holds for the page

export const items = () => given.map(([name]) => name);
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
  const form = /; rv_choice=(yes|no)\.(\d{1,9})(\.s)?((\+[a-z\d-]+)*);/;
  const [, answer, version, despite, part] = form.exec(`; ${document.cookie}; ${unkept};`) || [];
  const yes = answer === 'yes';
  // A signal that came after the yes takes it back; only a yes given in spite of it holds.
  if (!(version >= policy.material) || (yes && signal() && !despite)) return { accepted: [] };
  const accepted = part ? part.slice(1).split('+') : yes ? canonical(items()) : [];
  return { answer, version: +version, accepted };
}

/** Whether the statistics, the service, or all services of the category are accepted. */
export function allows(asked, { accepted } = choice()) {
  if (!SERVICES) return accepted.includes(asked);
  const members = given.filter((names) => names.includes(asked));
  return !!members[0] && members.every((names) => names.some((name) => accepted.includes(name)));
}

function remember(value) {
  const cookie = 'rv_choice=' + value;
  let rest = ';path=/;samesite=lax' + (location.protocol === 'https:' ? ';secure' : '');
  document.cookie = 'rv_choice=;max-age=0' + rest; // one for this host alone would hide the domain's
  if (domain) rest += ';domain=' + domain;
  document.cookie = `${cookie};max-age=${policy.days * 86400}` + rest;
  unkept = document.cookie.includes(cookie) ? '' : cookie;
}

/** Of a service on the site's own domain the answer may set the cookie, which Safari then keeps for its full life. */
const credentials = () => (domain && within(url('').hostname, domain) ? 'include' : 'omit');

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
    telling.abort(); // an earlier answer's cookie must not come after this one's
    telling = new AbortController();
    post('/consent', message, { credentials: credentials(), signal: telling.signal }).catch(() => {});
  }
  refresh();
}

/** Tells of a choice that was made, here or elsewhere, since the last time. */
export function refresh() {
  const before = known;
  known = choice();
  if (JSON.stringify(known) !== JSON.stringify(before)) listeners.forEach((listener) => listener(known, before));
}

/** `listener(now, before)` is called at once, and after each change; returns what ends that. */
export function listen(listener) {
  known = known || choice();
  listener(known, { accepted: [] });
  listeners.add(listener);
  return () => listeners.delete(listener);
}
