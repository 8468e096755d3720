/*! Rakneverk, the script that a website embeds. MIT licence, see static/LICENSE. */
/*
 * It asks for consent and, only after a yes, reports page views. The collector serves it with the site's policy in
 * place of the argument on the last line:
 *
 *   site        the host that the site is named by
 *   version     the policy's version; `material` is the oldest version whose answers still hold
 *   domains     registrable domains of the site; they and their sub-domains are "its own"
 *   days        how long an answer is kept
 *   inputs      what may be read: "visit", "page", "referrer", "query" (the referrer's), "search" (on the site)
 *   parameters  query parameters that hold on-site search words; `campaigns` those that name a campaign
 *   visitors    whether first today, this week and this month may be told; `zone` is the IANA time zone whose days are
 *               meant (the device's own when it is not given)
 *   policy      the policy page, as a path on the service or a whole URL
 *   texts       by language, in order of preference; each language has
 *                 title     the question, also the name of the region
 *                 body      what is counted and kept, and how to change one's mind; a new line makes a paragraph
 *                 accept, refuse  the two buttons
 *                 policy    the link to the policy
 *                 language  the link to this language, as the other languages show it
 *                 agreed, declined, signal  what holds now, when the banner is opened again: a yes, a no, or a browser
 *                           that says no by itself
 *
 * Kept on the device: the cookie rv_choice after any answer; in localStorage, after a yes, rv_visit, rv_queue and, where
 * visitors are counted, rv_dates. All URLs are relative to the script's own, so any path prefix works.
 */
(function (policy) {
  'use strict';

  const source = document.currentScript.src;
  const loaded = Symbol.for('rakneverk');
  const VISIT = 'rv_visit';
  const QUEUE = 'rv_queue';
  const DATES = 'rv_dates';
  const PAUSE = 1800; // seconds between page views that make a new visit
  const STALE = 2700; // seconds after which the collector would not know a repeated hit
  const REMEMBERED = 200; // pages and searches of one visit
  const WAITING = 20; // hits without an answer

  const permitted = (input) => policy.inputs.includes(input);
  const seconds = () => Math.floor(Date.now() / 1000);
  const service = (path) => new URL('../' + path, source);
  const within = (host, domain) => host === domain || host.endsWith('.' + domain);

  function post(path, message) {
    // A string goes as text/plain, which needs no preflight; sendBeacon would carry cookies and hide a failure.
    return fetch(service(path), {
      method: 'POST',
      body: JSON.stringify(message),
      keepalive: true,
      mode: 'cors',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  }

  // The choice

  let unkept = ''; // the answer where the browser refuses cookies: it holds for the page

  function choice() {
    const [, answer, version] = /(?:^|; )rv_choice=(yes|no)\.(\d+)(?:;|$)/.exec(document.cookie || unkept) || [];
    return answer && Number(version) >= policy.material ? { yes: answer === 'yes', version: Number(version) } : null;
  }

  function remember(yes) {
    const value = `rv_choice=${yes ? 'yes' : 'no'}.${policy.version}`;
    const domain = policy.domains.find((name) => within(location.hostname, name));
    const rest = `;path=/;samesite=lax${location.protocol === 'https:' ? ';secure' : ''}`;
    document.cookie = `rv_choice=;max-age=0${rest}`; // one set for this host alone would hide the domain's
    document.cookie = `${value};max-age=${policy.days * 86400}${rest}${domain ? ';domain=' + domain : ''}`;
    unkept = value;
  }

  const signal = () => navigator.globalPrivacyControl === true || navigator.doNotTrack === '1';

  function answer(yes) {
    const before = choice();
    close();
    if (before && before.yes === yes && before.version >= policy.version) return;
    remember(yes);
    if (!yes) forget();
    post('consent', { v: 1, site: policy.site, policy: policy.version, answer: yes ? 'yes' : 'no' }).catch(() => {});
    if (yes && !(before && before.yes)) {
      watch();
      view(document.referrer, true);
    }
  }

  // The banner

  const CSS = `:root{--rv-lift:0px;--rv-space:0px}
html{padding-block-end:var(--rv-space);scroll-padding-block-end:var(--rv-space)}
#rakneverk,#rakneverk *{all:revert;box-sizing:border-box}
#rakneverk{--b:var(--rv-background,#fff);--t:var(--rv-text,#1d2329);--a:var(--rv-accent,#1d4f80);--r:var(--rv-radius,12px);
position:fixed;z-index:2147483647;inset-inline:8px;inset-block-end:calc(var(--rv-lift) + 8px);margin-inline:auto;
max-inline-size:max(62em,62rem);max-block-size:calc(50vh - 8px);max-block-size:calc(50dvh - 8px);
display:flex;flex-direction:column;gap:12px;padding:12px;text-align:start;
font:medium/1.5 var(--rv-font,system-ui,sans-serif);color:var(--t);background:var(--b);
border:1px solid #8886;border-radius:var(--r);box-shadow:0 4px 24px #0004}
#rakneverk>*{font-size:max(1em,1rem)}
#rakneverk>:first-child{min-block-size:0;overflow:auto;padding:4px}
#rakneverk p{margin:0;white-space:pre-line;overflow-wrap:break-word}
#rakneverk p:first-child{font-weight:700}
#rakneverk a{display:inline-block;padding-block:.625em;margin-inline-end:1.25em;color:var(--a);text-underline-offset:.2em}
#rakneverk a[hidden]{display:none}
#rakneverk>:last-child{flex:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,4em),1fr));gap:8px}
#rakneverk button{font:inherit;font-weight:600;min-block-size:44px;padding:6px;overflow-wrap:anywhere;cursor:pointer;
color:var(--b);background:var(--a);border:2px solid var(--a);border-radius:calc(var(--r)*.6)}
#rakneverk button:hover{text-decoration:underline}
#rakneverk :focus-visible{outline:3px solid var(--t);outline-offset:1px}
@media(min-width:48em){#rakneverk{flex-direction:row;align-items:center;gap:24px;padding:16px 20px;inset-block-end:calc(var(--rv-lift) + 16px)}
#rakneverk>:first-child{flex:1}#rakneverk>:last-child{inline-size:min(17em,42%)}}
@media(prefers-color-scheme:dark){#rakneverk{--b:var(--rv-background,#20252b);--t:var(--rv-text,#e9ecef);--a:var(--rv-accent,#9ccaf7)}}
@media print{#rakneverk{display:none}}`;

  let banner = null;
  let sheet = null;
  let resizes = null;
  let back = null; // where focus was before it went into the banner

  function create(name, parent, attributes) {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    parent.append(element);
    return element;
  }

  /** Adopts the banner's style, which no content security policy forbids; an older browser gets a style element. */
  function dress() {
    try {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    } catch {
      const style = create('style', document.head, {});
      style.textContent = CSS;
      sheet = style.sheet;
    }
  }

  function undress() {
    if (sheet && sheet.ownerNode) sheet.ownerNode.remove();
    else document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  }

  /** Height of the site's own bar at the bottom of the view, which the banner must not cover. */
  function bar() {
    for (const element of document.elementsFromPoint(innerWidth / 2, innerHeight - 1)) {
      if (banner.contains(element) || !/fixed|sticky/.test(getComputedStyle(element).position)) continue;
      if (element.offsetHeight < innerHeight / 3) return innerHeight - element.getBoundingClientRect().top;
    }
    return 0;
  }

  /** Keeps clear of the site's bar, and lets the page scroll far enough for all of it, and what has focus, to be seen. */
  function fit() {
    if (!banner || !sheet) return;
    const { style } = sheet.cssRules[0];
    style.setProperty('--rv-lift', bar() + 'px');
    style.setProperty('--rv-space', innerHeight - banner.getBoundingClientRect().top + 'px');
  }

  function state() {
    const now = choice();
    if (now) return now.yes ? 'agreed' : 'declined';
    return signal() ? 'signal' : '';
  }

  function languageOfPage() {
    const [language] = document.documentElement.lang.toLowerCase().split('-');
    return policy.texts[language] ? language : Object.keys(policy.texts)[0];
  }

  function build() {
    banner = document.createElement('div');
    for (const name of ['data-consent-banner', 'tabindex']) banner.setAttribute(name, name === 'tabindex' ? '-1' : '');
    return banner;
  }

  function open() {}
  function close() {}
  function forget() {}
  function watch() {}
  function view() {}
})(__POLICY__);
