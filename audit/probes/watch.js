/* Runs before a page's own scripts, in every frame: notes what cannot be asked for afterwards. */

(() => {
  const arrivals = new WeakMap();
  const tell = window.rakneverkAuditTold;
  delete window.rakneverkAuditTold;

  /** The host of the script that is at work, as far as the stack tells; else the frame's own. */
  function writer() {
    const [, url] = /\b(https?:\/\/[^\s)]+)/.exec(new Error().stack) || [];
    return url ? new URL(url.replace(/:\d+:\d+$/, '')).hostname : location.hostname;
  }

  function note(text) {
    if (tell) tell({ host: location.hostname, writer: writer(), text: String(text) });
  }

  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  if (cookie) {
    Object.defineProperty(Document.prototype, 'cookie', {
      ...cookie,
      set(text) {
        note(text);
        cookie.set.call(this, text);
      },
    });
  }

  if (window.CookieStore) {
    const { set } = CookieStore.prototype;
    CookieStore.prototype.set = function (...given) {
      const [first, value] = given;
      const { name, expires } = typeof first === 'object' ? first : { name: first };
      note(name + '=' + (value || '') + (expires ? '; expires=' + new Date(expires).toUTCString() : ''));
      return set.apply(this, given);
    };
  }

  new MutationObserver((records) => {
    const now = performance.now();
    for (const { addedNodes } of records) for (const node of addedNodes) arrivals.set(node, now);
  }).observe(document, { childList: true, subtree: true });

  /** Milliseconds after the page began when this element, or what brought it, came into the page. */
  Object.defineProperty(window, Symbol.for('rakneverk-audit'), {
    value: (element) => {
      const times = [];
      for (let at = element; at; at = at.parentNode || at.host) if (arrivals.has(at)) times.push(arrivals.get(at));
      return Math.max(0, ...times);
    },
  });
})();
