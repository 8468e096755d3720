/* What a person sees of an element: whether, where, and in which colours. */

/** The parent in the page as it is drawn: out of shadow trees, and to where a slot puts things. */
function above(element) {
  return element.assignedSlot || element.parentElement || element.getRootNode().host || null;
}

function contains(outer, inner) {
  for (let at = inner; at; at = above(at)) if (at === outer) return true;
  return false;
}

/** Every element below, in the order of the document, also of open shadow trees. */
function* everything(root) {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* everything(element.shadowRoot);
  }
}

function isDrawn(element) {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

function isSeen(element) {
  if (!isDrawn(element)) return false;
  const { width, height, right, bottom } = element.getBoundingClientRect();
  return width > 2 && height > 2 && right + scrollX > 0 && bottom + scrollY > 0;
}

function boxOf(element) {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
}

/** The part of an element that nothing above it clips away, within the view. */
function shownBox(element) {
  let { left, top, right, bottom } = element.getBoundingClientRect();
  const cut = (other) => {
    [left, top] = [Math.max(left, other.left), Math.max(top, other.top)];
    [right, bottom] = [Math.min(right, other.right), Math.min(bottom, other.bottom)];
  };
  let fixed = getComputedStyle(element).position === 'fixed';
  for (let at = above(element); at && at !== document.body && !fixed; at = above(at)) {
    const { overflow, position } = getComputedStyle(at);
    if (overflow !== 'visible') cut(at.getBoundingClientRect());
    fixed = position === 'fixed';
  }
  cut({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
  return { left, top, right, bottom };
}

function isInView(element) {
  const whole = element.getBoundingClientRect();
  const shown = shownBox(element);
  return ['left', 'top', 'right', 'bottom'].every((side) => Math.abs(whole[side] - shown[side]) < 1.5);
}

/** What the pointer meets at a point, also inside of shadow trees. */
function topAt(x, y) {
  let found = document.elementFromPoint(x, y);
  while (found?.shadowRoot) {
    const inner = found.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === found) break;
    found = inner;
  }
  return found;
}

function isReachable(element) {
  const { left, top, right, bottom } = shownBox(element);
  if (right <= left || bottom <= top) return false;
  const met = topAt((left + right) / 2, (top + bottom) / 2);
  const label = met?.closest('label');
  const disabled = element.matches(':disabled, [aria-disabled=true]') || element.closest('[inert]');
  return !!met && !disabled && (contains(element, met) || contains(met, element) || label?.control === element);
}

const brush = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

/** Red, green and blue from 0 to 255 and alpha from 0 to 1, of any colour that CSS can name. */
function channels(colour) {
  brush.clearRect(0, 0, 1, 1);
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

function over([red, green, blue, alpha], below) {
  return [red, green, blue].map((one, index) => one * alpha + below[index] * (1 - alpha)).concat(1);
}

function isDark() {
  const schemes = getComputedStyle(document.documentElement).colorScheme;
  return /dark/.test(schemes) && matchMedia('(prefers-color-scheme: dark)').matches;
}

/** The colour that stands behind an element's text, and whether it could be told: an image hides it. */
function backgroundOf(element) {
  const layers = [];
  let plain = true;
  for (let at = element; at; at = above(at)) {
    const { backgroundColor, backgroundImage, opacity } = getComputedStyle(at);
    const [red, green, blue, alpha] = channels(backgroundColor);
    layers.push([red, green, blue, alpha * opacity]);
    if (backgroundImage !== 'none') plain = false;
    if (alpha * opacity > 0.995) break;
  }
  const canvas = isDark() ? [18, 18, 18, 1] : [255, 255, 255, 1];
  return { colour: layers.reduceRight((below, layer) => over(layer, below), canvas), plain };
}

function textColourOf(element, background) {
  let { color } = getComputedStyle(element);
  const [red, green, blue, alpha] = channels(color);
  let opacity = alpha;
  for (let at = element; at; at = above(at)) opacity *= getComputedStyle(at).opacity;
  return over([red, green, blue, opacity], background);
}

function hex(colour) {
  const [red, green, blue] = colour.map((one) => Math.round(one).toString(16).padStart(2, '0'));
  return `#${red}${green}${blue}`;
}

/** Relative luminance of WCAG 2. */
function luminance([red, green, blue]) {
  const [r, g, b] = [red, green, blue].map((one) => {
    const part = one / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
