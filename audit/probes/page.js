/* The page that a banner lies over: what of it can be reached, and what its links are. */

function isIn(layer, element) {
  return !!layer && contains(layer, element);
}

/** Whether an element is the layer's, or darkens the page behind it. */
function liesOver(layer, element) {
  if (!element || contains(layer, element)) return !!element;
  const { position } = getComputedStyle(element);
  const { width, height } = element.getBoundingClientRect();
  return position === 'fixed' && width * height > 0.8 * innerWidth * innerHeight && !textOf(element);
}

/** Whether nobody can read an element, or some cannot. */
function isInert(element) {
  for (let at = element; at; at = above(at)) if (/blur/.test(getComputedStyle(at).filter)) return true;
  return !isDrawn(element) || !!element.closest('[inert], [aria-hidden=true]');
}

/** See `Content`; what scrolling does is tried by whoever asks. */
function content(layer) {
  const points = [...Array(144).keys()].map((index) => [(index % 12) + 0.5, Math.floor(index / 12) + 0.5]);
  const met = points.map(([x, y]) => topAt((x * innerWidth) / 12, (y * innerHeight) / 12));
  const pressed = [...everything(document.body)].filter((one) => one.matches('a[href], button, [role=button], input') &&
    !liesOver(layer, one) && isSeen(one));
  const inView = pressed.filter(isInView);
  const main = document.querySelector('main, [role=main], h1') || document.body;
  return {
    covered: Math.round((met.filter((one) => liesOver(layer, one)).length / met.length) * 1000) / 1000,
    inert: isInert(main) || layer.matches(':modal'),
    links: inView.length,
    clickable: inView.filter(isReachable).length,
    high: document.documentElement.scrollHeight > innerHeight + 20,
    free: points.map(([x, y]) => [(x * innerWidth) / 12, (y * innerHeight) / 12])
      .find(([x, y]) => !liesOver(layer, topAt(x, y))) || null,
  };
}

function activeElement() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === document.documentElement ? document.body : active;
}

/** What has the focus; `what` is "" for the page itself. */
function focused(layer) {
  const active = activeElement();
  if (!active || active === document.body) return { what: '', inside: false, does: '', covered: false, key: '' };
  const inside = isIn(layer, active);
  const { left, top, right, bottom } = shownBox(active);
  const met = topAt((left + right) / 2, (top + bottom) / 2);
  return {
    what: `${active.localName} ${nameOf(active).slice(0, 80)}`.trim(),
    inside,
    does: inside ? purpose(active).does : '',
    covered: !inside && right > left && bottom > top && isIn(layer, met),
    skips: active.localName === 'a' && /^#/.test(active.getAttribute('href') || ''),
    key: `${pathTo(active)}>${[...(active.parentNode?.children || [])].indexOf(active)}`,
  };
}

/** How many things of the page the Tab key could reach. */
function reachable(layer) {
  const stops = 'a[href], button, input, select, textarea, [tabindex], summary, iframe';
  return [...everything(document.body)].filter((one) => one.matches(stops) && one.tabIndex >= 0 &&
    !one.matches(':disabled') && !isIn(layer, one) && isSeen(one)).length;
}

function links() {
  const found = [...everything(document)].filter((one) => one.matches('a[href], area[href]') &&
    !one.hasAttribute('download'));
  return [...new Set(found.map((one) => one.href))].filter((href) => /^https?:/.test(href));
}

/** Seconds from the first paint until the layer was in the page; null where that cannot be told. */
function arrival(layer) {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const tell = window[Symbol.for('rakneverk-audit')];
  return paint && tell ? Math.max(0, tell(layer) - paint.startTime) / 1000 : null;
}

/** Layout shift of the load, and the part of it that moved the layer or came as it did. */
async function shifts(layer) {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: 'layout-shift', buffered: true });
  await new Promise((resolve) => setTimeout(resolve));
  const entries = observer.takeRecords().filter((entry) => !entry.hadRecentInput);
  observer.disconnect();
  const came = layer ? window[Symbol.for('rakneverk-audit')]?.(layer) ?? -1 : -1;
  const sum = (rows) => Math.round(rows.reduce((total, { value }) => total + value, 0) * 10_000) / 10_000;
  const byLayer = entries.filter(({ startTime, sources }) => (came > 0 && startTime >= came && startTime < came + 300) ||
    sources.some(({ node }) => node && isIn(layer, node)));
  return { all: sum(entries), byLayer: layer ? sum(byLayer) : 0 };
}

/** Whether the page is there for a login and nothing else. */
function login() {
  const field = [...everything(document)].find((one) => one.matches('input[type=password]') && isSeen(one));
  if (!field) return false;
  const form = field.closest('form');
  const rest = textOf(document.body).length - (form ? textOf(form).length : 0);
  return rest < 600;
}

/** The addresses of scripts. */
function scripts() {
  return [...document.scripts].map(({ src }) => src).filter(Boolean);
}

/** How wide the page is, and how wide without the layer. */
function widths(layer) {
  const root = document.documentElement;
  const width = root.scrollWidth;
  if (!layer) return { width, without: width };
  const { display } = layer.style;
  const priority = layer.style.getPropertyPriority('display');
  layer.style.setProperty('display', 'none', 'important');
  const without = root.scrollWidth;
  layer.style.setProperty('display', display, priority);
  return { width, without };
}
