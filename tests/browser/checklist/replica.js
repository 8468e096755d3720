/*
 * A plain banner with the same hooks as ours and none of its guards: fair as it is, and unfair in exactly one way
 * when `site.fault` names it. The bad pages of the checklist are made with it.
 */
(function (site) {
  'use strict';

  const fault = (name) => site.fault === name;
  const WORDS = {
    sv: {
      title: 'Får vi minnas något i din webbläsare?',
      body: [
        'Vi vill räkna besök',
        ...(fault('silent on a category') ? [] : [' och visa film från Filmrutan']),
        '. ',
        ...(fault('silent on health') ? [] : ['Vad du läser kan säga något om din hälsa, så vi ber om ditt uttryckliga samtycke. ']),
        fault('silent on withdrawal') ? '' : 'Du kan ändra dig när du vill under Kakor längst ned.',
      ].join(''),
      reject: fault('chatty refusal') ? 'Nej tack' : 'Neka',
      accept: 'Godkänn',
      settings: 'Inställningar',
      save: 'Spara valet',
      withdraw: fault('wordless withdrawal') ? '×' : 'Ta tillbaka allt',
      language: 'Svenska: så använder vi kakor',
      statistics: 'Räkna besök',
      media: 'Visa film',
      interest: 'Berättigat intresse: räkna besök',
    },
    en: {
      title: 'May we count your visit and show films?',
      body: 'We would like to count visits and show films from Filmrutan. What you read can say something about your ' +
        'health, so we ask for your explicit consent. You can change your mind at any time under Kakor (cookies).',
      reject: 'Decline',
      accept: 'Accept',
      settings: 'Settings',
      save: 'Save choice',
      withdraw: 'Withdraw everything',
      language: 'English: how we use cookies',
      statistics: 'Count visits',
      media: 'Show films',
      interest: 'Legitimate interest: count visits',
    },
  };
  const STYLE = `
    [data-consent-banner] { position: fixed; inset: auto 0 0; z-index: 9; max-height: 50vh; overflow: auto;
      box-sizing: border-box; padding: 8px; background: #fff; color: #111; border: 1px solid #777; font-size: 1rem; }
    [data-consent-banner] p { margin: 0 0 4px; }
    [data-consent-banner] a { display: inline-block; padding: 6px 0; color: #00407a; }
    [data-consent-banner] label { display: block; }
    [data-consent-banner] input { width: 24px; height: 24px; }
    [data-consent-banner] div { position: sticky; bottom: 0; display: grid; gap: 4px; background: #fff;
      grid-template-columns: repeat(2, minmax(0, 1fr)); }
    [data-consent-banner] button { min-height: 32px; padding: 0; border: 1px solid #00407a; font: inherit; overflow-wrap: anywhere;
      background: #00407a; color: #fff; }
    html { padding-bottom: 50vh; }`;
  const FAULTY = {
    'grey refusal': '[data-consent=reject] { background: #ddd !important; color: #333 !important; }',
    'small refusal': '[data-consent=reject] { font-size: .9em !important; }',
    'refusal below the view': '@media (max-width: 600px) { [data-consent=reject] { position: relative; top: 300px; } }',
    'small targets': '[data-consent-banner] button { min-height: 20px; height: 20px; line-height: 1; }',
    'half the view and more': '[data-consent-banner] { max-height: none; min-height: 70vh; }',
  };

  let banner;
  let lang = document.documentElement.lang in WORDS ? document.documentElement.lang : 'sv';

  const lasts = 86400 * site.days;
  const signalled = () => navigator.globalPrivacyControl && !fault('deaf to the signal');

  function choice() {
    const [, answer, version] = /(?:^|; )rv_choice=(yes|no)\.(\d+)/.exec(document.cookie) || [];
    const since = fault('deaf to a material change') ? 0 : fault('asks for spelling') ? site.version : site.material;
    return version >= since ? answer : undefined;
  }

  function keep(answer) {
    const days = answer === 'no' && fault('short refusal') ? lasts / 7 : fault('kept too long') ? 86400 * 390 : lasts;
    const mark = answer === 'no' && fault('refusal with an identifier') ? '.' + Math.random().toString(36).slice(2) : '';
    const kept = answer === 'no' && fault('forgotten refusal') ? 0 : days;
    document.cookie = `rv_choice=${answer}.${site.version}${mark};path=/;max-age=${kept};domain=${site.domain}`;
  }

  function create(name, parent, properties) {
    const element = Object.assign(document.createElement(name), properties);
    parent.append(element);
    return element;
  }

  function button(hook, text, parent, onclick) {
    create('button', parent, { type: 'button', textContent: text, onclick }).dataset.consent = hook;
  }

  function settings(first) {
    if (banner.querySelector('input')) return;
    const [, body] = banner.querySelectorAll('p');
    const silence = (words) => (body.textContent = body.textContent.replace(words, ''));
    if (fault('settings silent on withdrawal')) silence(/(Du kan ändra dig|You can change).*/);
    if (fault('settings silent on health')) silence(/(uttryckliga samtycke|explicit consent)/);
    const holds = choice() === 'yes';
    const names = ['statistics', 'media', ...(fault('legitimate interest') ? ['interest'] : [])];
    for (const name of names) {
      const label = create('label', banner, {});
      const checked = holds || (name === 'media' && fault('ticked beforehand'));
      create('input', label, { type: 'checkbox', name, checked });
      label.append(' ' + WORDS[lang][name]);
    }
    const line = create('div', banner, {});
    if (first && fault('refusal one layer down')) button('reject', WORDS[lang].reject, line, () => decide('no'));
    button('save', WORDS[lang].save, line, () => decide(banner.querySelector('input:checked') ? 'yes' : 'no'));
  }

  function ask() {
    close();
    banner = create('section', document.body, { lang });
    document.body.prepend(banner);
    banner.dataset.consentBanner = '';
    banner.setAttribute('role', fault('modal') ? 'dialog' : 'region');
    if (fault('modal')) banner.setAttribute('aria-modal', 'true');
    const words = WORDS[lang];
    const holds = choice() === 'yes';
    banner.setAttribute('aria-label', words.title);
    create('p', banner, { textContent: words.title });
    create('p', banner, { textContent: words.body });
    for (const other of Object.keys(WORDS).filter((name) => name !== lang)) {
      const link = create('a', banner, { href: '/kakor', lang: other, textContent: WORDS[other].language });
      link.dataset.consentLanguage = other;
      link.onclick = (event) => (event.preventDefault(), (lang = other), ask());
    }
    const line = create('div', banner, {});
    if (holds && fault('withdrawal behind the settings')) {
      button('settings', words.settings, line, () => {
        settings();
        button('reject', words.withdraw, line, withdraw);
      });
      return;
    }
    if (holds) button('reject', words.withdraw, line, withdraw);
    else if (!fault('refusal one layer down')) button('reject', words.reject, line, () => decide('no'));
    button('accept', words.accept, line, () => decide('yes'));
    button('settings', words.settings, line, () => settings(!holds));
  }

  function close() {
    if (banner) banner.remove();
    banner = undefined;
  }

  function decide(answer) {
    close();
    keep(answer);
    if (answer === 'yes') activate();
  }

  function withdraw() {
    keep('no');
    close();
    if (fault('withdrawal without effect')) return;
    document.cookie = 'viewer=;path=/;max-age=0';
    localStorage.removeItem('player-volume');
    location.reload();
  }

  function activate() {
    const closed = site.closed.some((path) => location.pathname.startsWith(path)) && !fault('third party on a closed page');
    if (!closed) create('script', document.head, { src: site.film + '/tag.js' });
    const told = location.pathname.startsWith('/behandlingar/') && !fault('tells which treatment');
    fetch(site.service + '/hit', { method: 'POST', body: told ? '/behandlingar/' : location.pathname }).catch(() => {});
  }

  function trap(event) {
    if (event.key !== 'Tab' || !banner) return;
    const stops = [...banner.querySelectorAll('button, a, input')];
    const next = stops[(stops.indexOf(document.activeElement) + 1) % stops.length];
    event.preventDefault();
    next.focus();
  }

  function start() {
    create('style', document.head, { textContent: STYLE + (FAULTY[site.fault] || '') });
    if (choice() === 'yes') activate();
    else if (!choice() && !signalled()) {
      ask();
      if (fault('stolen focus')) banner.querySelector('button').focus();
    }
  }

  addEventListener('click', (event) => {
    if (!event.target.closest('[data-rakneverk-open]')) return;
    event.preventDefault();
    ask();
    banner.querySelector('button').focus();
  });
  if (fault('scrolling is a yes')) addEventListener('scroll', () => banner && !choice() && decide('yes'));
  if (fault('Escape is a yes')) addEventListener('keydown', ({ key }) => key === 'Escape' && banner && decide('yes'));
  if (fault('going on is a yes')) addEventListener('click', ({ target }) => target.closest('main a') && banner && decide('yes'));
  if (fault('trap')) addEventListener('keydown', trap);
  if (document.body) start();
  else addEventListener('DOMContentLoaded', start);
})(__SITE__);
