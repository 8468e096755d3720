/* What is asked of a page during the visit: functions by name, called with their arguments. */
(() => {
  const BANNER = '[data-consent-banner]';
  const COMPARED = [
    'backgroundColor', 'backgroundImage', 'color', 'opacity', 'visibility', 'fontFamily', 'fontSize', 'fontWeight',
    'fontStyle', 'textDecorationLine', 'textTransform', 'letterSpacing', 'boxShadow', 'filter', 'cursor',
    'borderTopColor', 'borderTopStyle', 'borderTopWidth', 'borderBottomColor', 'borderBottomStyle', 'borderBottomWidth',
    'borderLeftColor', 'borderLeftWidth', 'borderRightColor', 'borderRightWidth', 'borderTopLeftRadius',
    'paddingTop', 'paddingLeft', 'outlineStyle', 'transform', 'animationName',
  ];

  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const find = (selector, within = document) => [...within.querySelectorAll(selector)].find(shown);
  const banner = () => find(BANNER);
  const hook = (name) => banner() && find(`[data-consent="${name}"]`, banner());

  function light(color) {
    const parts = color.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  }

  function contrast(element) {
    let behind = element;
    while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
    const back = behind ? getComputedStyle(behind).backgroundColor : 'rgb(255, 255, 255)';
    const [one, other] = [getComputedStyle(element).color, back].map(light);
    return Math.max(one, other) / Math.min(one, other);
  }

  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y, width, height];
  };

  function control(element) {
    if (!element) return null;
    const [x, y, width, height] = box(element);
    const style = getComputedStyle(element);
    // What the view shows of it, also where an ancestor scrolls: the middle of each edge is hit.
    const [midst, middle] = [x + width / 2, y + height / 2];
    const edges = [[x + 2, middle], [x + width - 2, middle], [midst, y + 2], [midst, y + height - 2]];
    const hit = edges.every((point) => element.contains(document.elementFromPoint(...point)));
    return {
      text: element.textContent.trim(),
      tag: element.localName,
      box: [x, y, width, height],
      inside: hit && x >= 0 && y >= 0 && x + width <= innerWidth && y + height <= innerHeight,
      contrast: contrast(element),
      parent: [...document.querySelectorAll('*')].indexOf(element.parentElement),
      look: Object.fromEntries(COMPARED.map((name) => [name, style[name]])),
    };
  }

  const inFooter = (element) => element.closest('footer') !== null;
  const inView = (element) => {
    const [x, y, width, height] = box(element);
    return x + width > 0 && y + height > 0 && x < innerWidth && y < innerHeight;
  };
  const ways = () => [...document.querySelectorAll('[data-rakneverk-open], [data-rakneverk-button]')]
    .filter((way) => shown(way) && (inFooter(way) || inView(way)));

  window.__probe = {
    view() {
      const found = banner();
      const targets = found ? [...found.querySelectorAll('button, a, input, [role=switch]')].filter(shown) : [];
      return {
        width: innerWidth,
        height: innerHeight,
        banner: found ? box(found) : null,
        page_width: document.documentElement.scrollWidth,
        reject: control(hook('reject')),
        accept: control(hook('accept')),
        targets: targets.map(control),
      };
    },
    asks: () => banner() !== undefined,
    text: () => (banner() ? banner().innerText : ''),
    placeholders() {
      const offering = [...document.querySelectorAll('[data-rakneverk-placeholder]')];
      return offering.filter((one) => one.querySelector('[data-consent]')).map((one) => [one.lang, one.innerText]);
    },
    language: () => (banner() ? banner().lang : ''),
    label: (name) => hook(name)?.textContent.trim() ?? '',
    has: (name) => hook(name) !== undefined,
    modal: () => Boolean(banner()?.closest('dialog, [aria-modal=true], [role=dialog]')),
    first: () => document.body.firstElementChild === banner(),
    switches() {
      const found = banner() ? [...banner().querySelectorAll('input, [role=switch]')] : [];
      return found.map((one) => ({
        label: (one.labels?.[0] ?? one).textContent.trim() || one.getAttribute('aria-label') || '',
        checked: one.checked === true || one.getAttribute('aria-checked') === 'true',
        enabled: !one.disabled,
      }));
    },
    focus() {
      const { activeElement: at } = document;
      if (!at || at === document.body) return '';
      return at.closest(BANNER) ? 'banner' : 'page';
    },
    wall() {
      const link = document.querySelector('#on');
      const [x, y, width, height] = box(link);
      const hit = document.elementFromPoint(x + width / 2, y + height / 2) === link;
      const before = document.activeElement;
      link.focus({ preventScroll: true });
      const focused = document.activeElement === link;
      link.blur();
      if (before !== document.body) before.focus({ preventScroll: true });
      scrollTo(0, 300);
      const scrolled = scrollY > 0;
      scrollTo(0, 0);
      return { hit, focused, scrolled };
    },
    ways: () => ways().length,
    async stored() {
      const list = (kind, storage) => Object.entries(storage).map(([name, value]) => [kind, name, value]);
      const databases = (await indexedDB.databases()).map(({ name }) => ['indexed-db', name, '']);
      const caches_ = (await caches.keys()).map((name) => ['cache', name, '']);
      const workers = (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => ['worker', scope, '']);
      return [
        ...list('local-storage', localStorage), ...list('session-storage', sessionStorage),
        ...databases, ...caches_, ...workers,
      ];
    },
    /** A frame later: what a script does when it has loaded, or when something was pressed, is done and painted. */
    async settle() {
      await new Promise(requestAnimationFrame);
      await new Promise((done) => setTimeout(done));
    },
    /** The site has answered what was asked for later: what was asked for before is known. */
    async quiet() {
      await fetch('/quiet');
    },
  };
})();
