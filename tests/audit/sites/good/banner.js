/* A plain banner of no vendor's that does what the checklist wants. A faulty site is this one with one place changed. */
(() => {
  'use strict';

  const PARTS = __PARTS__;
  const FILM = '//film.localhost:__PORT__';
  const CLOSED = ['/behandlingar/'];
  const signalled = navigator.globalPrivacyControl === true;
  const choice = () => /(?:^|; )rv_choice=(yes|no)/.exec(document.cookie)?.[1];
  let banner;

  function cookie(name, value, days) {
    document.cookie = `${name}=${value}; path=/; max-age=${86400 * days}; samesite=lax`;
  }

  function load(kind, source) {
    document.head.append(Object.assign(document.createElement(kind), { src: source }));
  }

  function show(part) {
    banner ??= document.createElement('section');
    banner.id = 'banner';
    banner.setAttribute('aria-label', 'Kakor');
    banner.innerHTML = PARTS[part];
    document.body.prepend(banner);
  }

  function close() {
    banner?.remove();
    banner = undefined;
  }

  async function keep(answer) {
    await fetch('/svar', { method: 'POST', body: answer, keepalive: true });
  }

  function activate() {
    localStorage.setItem('rv_visit', '1');
    localStorage.setItem('rv_queue', '[]');
    if (!CLOSED.some((path) => location.pathname.startsWith(path))) load('script', `${FILM}/tag.js`);
  }

  function erase() {
    localStorage.clear();
    cookie('film_id', '', 0);
  }

  async function refuse() {
    close();
    await keep('no');
  }

  async function accept() {
    close();
    await keep('yes');
    activate();
  }

  async function withdraw() {
    close();
    erase();
    await keep('no');
    location.reload();
  }

  const DOES = {
    no: () => (choice() === 'yes' ? withdraw() : refuse()),
    yes: accept,
    withdraw,
    close,
    more: () => show('settings'),
    save: () => (banner.querySelector('input:checked') ? accept() : DOES.no()),
  };

  addEventListener('click', ({ target }) => {
    const does = target.closest('[data-does]')?.dataset.does;
    if (does) DOES[does]();
  });
  document.querySelector('#kakor').addEventListener('click', (event) => {
    event.preventDefault();
    show(choice() === 'yes' ? 'again' : 'first');
    banner.querySelector('button').focus();
  });

  if (choice() === 'yes') activate();
  else if (!choice() && !signalled) show('first');
})();
