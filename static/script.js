/*! Rakneverk, MIT licence */
/*
 * What a website embeds: it asks for consent and, only after a yes, reports page views. The collector serves
 * it with banner.css in its place, and with the site's policy in that of the argument on the last line:
 * `configuration` in policy/banner.py explains its keys.
 *
 * Kept on the device: the cookie rv_choice after an answer; after a yes, in localStorage, rv_visit, rv_queue
 * and, if visitors are counted, rv_dates. All URLs are relative to the script's own: any path prefix works.
 */
(function (policy) {
  'use strict';

  const loaded = Symbol.for('rakneverk');
  if (window[loaded]) return; // embedded twice
  window[loaded] = true;
  const { site, domains, texts } = policy;
  const source = document.currentScript.src;
  const [VISIT, QUEUE, DATES] = ['rv_visit', 'rv_queue', 'rv_dates'];
  const PAUSE = 1800; // seconds between page views that end a visit
  const STALE = 2700; // seconds after which the collector may have forgotten a hit's id
  const REMEMBERED = 200; // pages, and searches, of one visit
  const WAITING = 20; // hits without an answer
  let last = ''; // url of the latest hit
  let shown = ''; // address of the latest page view, hit or not
  let watching = false; // for soft navigations

  const permitted = (input) => policy.inputs.includes(input);
  const seconds = () => Math.floor(Date.now() / 1000);
  const within = (host, domain) => host === domain || host.endsWith('.' + domain);

  function post(path, message) {
    // A string goes as text/plain and needs no preflight; sendBeacon would carry cookies and hide a failure.
    const body = JSON.stringify(message);
    const privately = { mode: 'cors', credentials: 'omit', referrerPolicy: 'no-referrer' };
    return fetch(new URL('../' + path, source), { method: 'POST', body, keepalive: true, ...privately });
  }

  // The choice

  let unkept = ''; // the answer where the browser refuses cookies: it holds for the page
  const agreed = () => choice().answer === 'yes';
  const signal = () => navigator.globalPrivacyControl === true || navigator.doNotTrack === '1';

  function choice() {
    const found = /(?:^|; )rv_choice=(yes|no)\.(\d+)(\.s)?(?:;|$)/.exec(`${document.cookie}; ${unkept}`);
    if (!found || found[2] < policy.material) return {};
    const [, answer, version, despite] = found;
    // A signal that came after the yes takes it back; only a yes given in spite of it holds.
    return answer === 'yes' && signal() && !despite ? {} : { answer, version: +version };
  }

  function remember(answer) {
    const value = `rv_choice=${answer}.${policy.version}${answer === 'yes' && signal() ? '.s' : ''}`;
    const domain = domains.find((name) => within(location.hostname, name));
    let rest = ';path=/;samesite=lax' + (location.protocol === 'https:' ? ';secure' : '');
    document.cookie = 'rv_choice=;max-age=0' + rest; // one for this host alone would hide the domain's
    if (domain) rest += ';domain=' + domain;
    document.cookie = `${value};max-age=${policy.days * 86400}` + rest;
    unkept = document.cookie.includes(value) ? '' : value;
  }

  function decide(answer) {
    const before = choice();
    close();
    if (answer === 'no') forget();
    if (before.answer !== answer || before.version < policy.version) {
      remember(answer);
      post('consent', { v: 1, site, policy: policy.version, answer }).catch(() => {});
    }
    const fresh = before.answer !== 'yes';
    if (answer === 'yes' && (fresh || !shown)) view(document.referrer, fresh);
  }

  // The banner

  const CSS = __STYLE__; // banner.css

  let banner, sheet;
  let said = []; // elements with the keys of their texts
  let links = []; // to the languages
  let back; // where focus was before it went into the banner
  const resizes = new ResizeObserver(fit);

  function create(name, parent, key, properties) {
    const element = Object.assign(document.createElement(name), properties);
    if (key) said.push([element, key]);
    parent.append(element);
    return element;
  }

  /** Adopts the style, which no content security policy forbids; an older browser gets an element. */
  function dress() {
    try {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    } catch {
      // Where a policy forbids the element too, the banner stands unstyled at the top of the page.
      sheet = create('style', document.head, '', { textContent: CSS }).sheet || { cssRules: [banner] };
    }
  }

  /** Height of the site's own bar at the bottom of the view, which the banner must not cover. */
  function bar() {
    const low = (element) => element.offsetHeight < innerHeight / 3 && !banner.contains(element);
    const fixed = (element) => /fixed|sticky/.test(getComputedStyle(element).position);
    const there = document.elementsFromPoint(innerWidth / 2, innerHeight - 1);
    const found = there.find((element) => low(element) && fixed(element));
    return found ? innerHeight - found.getBoundingClientRect().top : 0;
  }

  /** Keeps clear of the site's bar, and lets the page scroll so far that none of it stays covered. */
  function fit() {
    const { style } = sheet.cssRules[0];
    style.setProperty('--rv-lift', bar() + 'px');
    style.setProperty('--rv-space', innerHeight - banner.getBoundingClientRect().top + 'px');
  }

  /** What holds now: also the key of its text. */
  const state = () => choice().answer || (signal() && 'signal');

  function speak(lang) {
    banner.lang = lang;
    banner.setAttribute('aria-label', texts[lang].title);
    for (const [element, key] of said) element.textContent = texts[lang][key];
    for (const link of links) link.hidden = link.lang === lang;
    banner.querySelector('a').href = page(lang);
  }

  function page(lang) {
    const url = new URL(policy.policy.replace(/^\//, '../'), source);
    url.searchParams.set('lang', lang);
    return url.href;
  }

  function linkLanguage(lang, parent) {
    const properties = { href: page(lang), lang, hreflang: lang, textContent: texts[lang].language };
    const link = create('a', parent, '', properties);
    link.setAttribute('data-consent-language', lang);
    link.onclick = (event) => {
      event.preventDefault();
      const from = banner.lang;
      speak(lang);
      links.find((other) => other.lang === from).focus(); // this one is hidden now
    };
    return link;
  }

  function fill() {
    said = [];
    const text = create('div', banner);
    const now = state();
    for (const key of ['title', 'body', ...(now ? [now] : [])]) create('p', text, key);
    const line = create('p', text);
    create('a', line, 'policy', {});
    links = Object.keys(texts).map((lang) => linkLanguage(lang, line));
    const buttons = create('div', banner);
    for (const [answer, key, hook] of [['no', 'refuse', 'reject'], ['yes', 'accept', 'accept']]) {
      const button = create('button', buttons, key, { type: 'button', onclick: () => decide(answer) });
      button.setAttribute('data-consent', hook);
    }
  }

  function open() {
    if (banner) return;
    banner = Object.assign(document.createElement('div'), { id: 'rakneverk', dir: 'auto' });
    banner.setAttribute('role', 'region');
    banner.setAttribute('data-consent-banner', '');
    banner.addEventListener('focusin', ({ relatedTarget: from }) => {
      if (from && !banner.contains(from)) back = from;
    });
    fill();
    const [language] = document.documentElement.lang.toLowerCase().split('-');
    speak(texts[language] ? language : Object.keys(texts)[0]);
    if (!sheet) dress();
    sheet.disabled = false;
    document.body.prepend(banner);
    resizes.observe(banner);
    resizes.observe(document.body);
    fit();
  }

  function close() {
    if (!banner) return;
    const had = banner.contains(document.activeElement);
    resizes.disconnect();
    banner.remove();
    sheet.disabled = true;
    if (had && back) back.focus({ preventScroll: true });
    banner = back = undefined;
  }

  /** Opens the banner for someone who clicked to have it, which is the only time that it takes focus. */
  function reopen(event) {
    const opener = event.target.closest?.('[data-rakneverk-open]');
    if (!opener) return;
    event.preventDefault();
    close();
    open();
    banner.tabIndex = -1;
    banner.focus({ preventScroll: true });
    back = opener;
  }

  // What is kept on the device, after a yes only

  const memory = {};
  let forgetful = false; // the browser refuses localStorage: `memory` serves for as long as the page lives

  function attempt(act) {
    try {
      return act();
    } catch {
      forgetful = true;
    }
  }

  function recall(key) {
    return forgetful ? memory[key] : attempt(() => JSON.parse(localStorage.getItem(key)));
  }

  function keep(key, value) {
    memory[key] = value;
    attempt(() => (value ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key)));
  }

  const forget = () => [VISIT, QUEUE, DATES].forEach((key) => keep(key));

  // Hits and their queue

  const underWay = new Set(); // ids that this page has sent and not had an answer to
  const queued = () => recall(QUEUE) || [];
  const enqueue = (hits) => keep(QUEUE, hits.length ? hits.slice(-WAITING) : undefined);

  /** When a hit may be tried again, in epoch seconds, from a Retry-After of seconds or of a date. */
  function retryAfter(answer) {
    const wait = answer.headers.get('retry-after');
    return isNaN(wait) ? Date.parse(wait) / 1000 || 0 : seconds() + Number(wait);
  }

  async function send({ hit, at }) {
    underWay.add(hit.id);
    try {
      const answer = await post('hit?' + hit.id, { ...hit, age: Math.max(0, seconds() - at) });
      const again = agreed() && (answer.status === 429 || answer.status >= 500);
      const others = queued().filter((entry) => entry.hit.id !== hit.id);
      enqueue(again ? [...others, { hit, at, until: retryAfter(answer) }] : others);
    } catch {
      // Perhaps not delivered: it stays in the queue, and its id keeps it from being counted twice.
    }
    underWay.delete(hit.id);
  }

  function flush() {
    if (!agreed()) return;
    const now = seconds();
    const queue = queued().filter(({ at }) => now - at <= STALE);
    enqueue(queue);
    queue.filter(({ hit, until }) => !underWay.has(hit.id) && now >= until).forEach(send);
  }

  // Page views

  const query = (names) => [...new URLSearchParams(location.search)].filter(([name]) => names.includes(name));

  function decoded(path) {
    try {
      return decodeURIComponent(path);
    } catch {
      return path; // not UTF-8
    }
  }

  /** The longest sensitive path that this page lies below, and what is counted there. */
  function sensitive() {
    const here = decoded(location.pathname).toLowerCase().replace(/\/+/g, '/');
    const rules = policy.sensitive.filter(([below]) => here.startsWith(below.toLowerCase()));
    return rules.sort(([a], [b]) => b.length - a.length)[0] || ['/', 'page'];
  }

  const told = () => query([...policy.parameters, ...policy.campaigns]);
  const asked = (kept) => (kept.length ? '?' + new URLSearchParams(kept) : '');
  const address = (path, kept) => location.origin + path + asked(kept);

  /** What a visit began with, cut to what is permitted; "unknown" if its first page came before the yes. */
  function origin(referrer, unremembered) {
    if (!permitted('referrer')) return undefined;
    try {
      const { origin, hostname, pathname, search } = new URL(referrer);
      const below = (names) => names.some((domain) => within(hostname, domain));
      if (below([...domains, location.hostname])) return unremembered ? 'unknown' : origin + '/';
      if (below(policy.linked)) return origin + '/';
      const parts = search.slice(1).split('&');
      const terms = parts.filter((part) => policy.terms.includes(part.split('=')[0])).join('&');
      return origin + pathname + (terms && permitted('query') ? '?' + terms : '');
    } catch {
      return '';
    }
  }

  /** Adds a short hash (FNV-1a, 32 bits) of the text to the list, and tells whether it was new there. */
  function novel(list, text) {
    let hash = 0x811c9dc5;
    for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
    if (list.includes(hash >>> 0)) return false;
    list.push(hash >>> 0);
    if (list.length > REMEMBERED) list.shift();
    return true;
  }

  /** Which of day, week (from its Monday) and month have no page view yet; unknown where nothing is kept. */
  function firstDates() {
    const day = new Date().toLocaleDateString('sv', { timeZone: policy.zone }); // Swedish dates are ISO dates
    const monday = new Date(day);
    monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
    const dates = { day, week: monday.toISOString().slice(0, 10), month: day.slice(0, 7) };
    const before = recall(DATES) || {};
    keep(DATES, dates);
    return forgetful ? [] : Object.keys(dates).filter((name) => dates[name] !== before[name]);
  }

  /** The visit that this page view belongs to, and what it is the first of. */
  function visitOf(path, kept, referrer, justAgreed) {
    const now = seconds();
    const before = recall(VISIT);
    const knew = forgetful;
    const goesOn = before && Math.abs(now - before.last) < PAUSE;
    // A site's own page that was not counted before: of how the visit began nothing was kept.
    const ref = goesOn ? before.ref : origin(referrer, justAgreed || forgetful || !before);
    const visit = goesOn ? before : { ref, seen: [], terms: [] };
    const first = [];
    // Without memory, a page reached from the site's own is not the first of a visit.
    if (!goesOn && permitted('visit') && !((forgetful || unkept) && ref === 'unknown')) first.push('visit');
    if (permitted('page') && novel(visit.seen, path)) first.push('page');
    const searched = kept.filter(([name]) => policy.parameters.includes(name));
    const words = searched.map(([, value]) => value).join(' ').trim().toLowerCase();
    if (words && permitted('search') && novel(visit.terms, words)) first.push('search');
    if (policy.visitors) first.push(...firstDates());
    keep(VISIT, { ...visit, last: now });
    if (knew || !forgetful) return { ref, first };
    keep(VISIT); // a storage that is full shows only now
    return visitOf(path, kept, referrer, justAgreed);
  }

  function view(referrer, justAgreed) {
    watch();
    shown = address(location.pathname, told());
    const [below, count] = sensitive();
    if (count === 'nothing') return;
    const path = permitted('page') ? (count === 'section' ? encodeURI(below) : location.pathname) : '/';
    const kept = count === 'section' ? [] : told();
    const { ref, first } = visitOf(path, kept, referrer, justAgreed);
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    last = address(path, kept);
    const hit = { v: 1, site, url: last, id, policy: choice().version, referrer: ref, first };
    enqueue([...queued(), { hit, at: seconds(), until: 0 }]);
    flush();
  }

  /** Counts a soft navigation, which has no referrer of its own: it came from the page before. */
  function look() {
    if (agreed() && address(location.pathname, told()) !== shown) view(last);
  }

  function wrap(name) {
    const original = history[name];
    history[name] = function (...values) {
      original.apply(this, values);
      look();
    };
  }

  function watch() {
    if (watching) return;
    watching = true;
    addEventListener('online', flush);
    addEventListener('popstate', look);
    if (window.navigation?.currentEntry) navigation.addEventListener('currententrychange', look);
    else ['pushState', 'replaceState'].forEach(wrap);
  }

  function begin(referrer) {
    const now = state();
    if (now) close();
    else if (document.body) open();
    else requestAnimationFrame(() => begin(referrer)); // before the first paint, and only if the page is seen
    if (now === 'yes') view(referrer);
    else forget(); // what a lapsed yes left, or one taken back under another name of the site
  }

  const start = () => begin(document.referrer);

  addEventListener('click', reopen, true);
  addEventListener('pageshow', (event) => event.persisted && begin(last || location.href));
  if (document.prerendering) document.addEventListener('prerenderingchange', start, { once: true });
  else start();
})(__POLICY__);
