/* Buttons, links and switches: what they are called, and what they are for. */

const PRESSED = 'button, a, summary, input[type=button], input[type=submit], [role=button], [role=link], [onclick]';
const TICKED = 'input[type=checkbox], input[type=radio], select, [role=switch], [role=checkbox], [role=radio]';
const HOOKS = ['accept', 'reject', 'settings', 'save', 'close', 'withdraw', 'reopen'];

const patterns = Object.entries(words.controls).map(([does, forms]) => [does, forms.map(whole)]);

/** What leads on to more of the same where it does not lead to another page. */
const more = words.more.map(whole);

function whole(form) {
  return new RegExp(`^(?:${form})$`, 'u');
}

/** Lower case, words and nothing between them but a space. */
function plain(text) {
  return text.toLowerCase().normalize('NFC').replace(/[^\p{L}\p{N}×✕✖⨯]+/gu, ' ').trim();
}

function textOf(element) {
  return (element.innerText ?? element.textContent ?? '').replace(/\s+/g, ' ').trim();
}

function labelledBy(element) {
  const ids = (element.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean);
  return ids.map((id) => element.getRootNode().getElementById?.(id)?.textContent.trim() ?? '').join(' ').trim();
}

/** As screen readers say it, nearly. */
function nameOf(element) {
  const label = [...(element.labels || [])].map(textOf).join(' ').trim();
  const image = element.querySelector('img[alt], svg[aria-label]');
  const pictured = image?.getAttribute('alt') || image?.getAttribute('aria-label') || '';
  return labelledBy(element) || element.getAttribute('aria-label')?.trim() || label || textOf(element) ||
    element.value || pictured || element.title || '';
}

/** What a button's words say that it does; "other" where they say nothing that is known. */
function meaning(text) {
  const said = plain(text);
  if (!said || said.length > 80) return 'other';
  return patterns.find(([, forms]) => forms.some((form) => form.test(said)))?.[0] ?? 'other';
}

function purpose(element) {
  const said = element.dataset.consent;
  if (HOOKS.includes(said)) return { does: said, hook: true };
  if (element.dataset.consentLanguage) return { does: 'language', hook: true };
  const named = meaning(nameOf(element));
  const does = named === 'other' ? meaning(textOf(element)) : named;
  const leaves = element.localName === 'a' && /^(https?:|\/|\.|[^#])/.test(element.getAttribute('href') || '#');
  if (leaves && (element.lang || element.hreflang) && !['accept', 'reject'].includes(does)) return { does: 'language' };
  if (does !== 'other') return { does };
  if (!leaves && more.some((form) => form.test(plain(textOf(element))))) return { does: 'settings' };
  return { does: element.localName === 'a' ? 'link' : 'other' };
}

/** Also what only looks like a button: the pointer says so. */
function isPressed(element) {
  if (element.matches(PRESSED)) return element.localName !== 'a' || !!nameOf(element);
  if (element.matches('label, input') || getComputedStyle(element).cursor !== 'pointer') return false;
  const parent = above(element);
  const inner = element.querySelector(PRESSED) || (parent && getComputedStyle(parent).cursor === 'pointer');
  return !inner && !element.closest('label') && ['accept', 'reject'].includes(meaning(textOf(element)));
}

function controlsOf(layer) {
  return [...everything(layer)].filter((element) => isPressed(element) && !isTicked(element) && isSeen(element));
}

function isTicked(element) {
  return element.matches(TICKED);
}

/** A way to an element's parent that is the same for its siblings. */
function pathTo(element) {
  const steps = [];
  for (let at = above(element); at && at !== document.body; at = above(at)) {
    steps.push(at.localName + (at.parentElement ? [...at.parentElement.children].indexOf(at) : ''));
  }
  return steps.reverse().join('>');
}

function borderOf({ borderTopWidth, borderTopStyle, borderTopColor }) {
  const none = borderTopStyle === 'none' || parseFloat(borderTopWidth) === 0 || channels(borderTopColor)[3] === 0;
  return none ? '' : `${borderTopWidth} ${borderTopStyle} ${hex(channels(borderTopColor))}`;
}

/** Whether it comes into view when its layer is scrolled, and nothing else moves. */
function comesIntoView(element, layer) {
  let box = element;
  do box = above(box); while (box && box !== layer && box.scrollHeight <= box.clientHeight + 1);
  if (!box || box.scrollHeight <= box.clientHeight + 1 || !/auto|scroll/.test(getComputedStyle(box).overflowY)) {
    return false;
  }
  const before = box.scrollTop;
  box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top;
  const seen = isInView(element);
  box.scrollTop = before;
  return seen;
}

/** The element that carries the text, where the colours of it are. */
function lettersOf(element) {
  const inner = [...element.querySelectorAll('*')].find((one) => isDrawn(one) &&
    [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return own ? element : inner || element;
}

function describeControl(element, layer) {
  const letters = lettersOf(element);
  const style = getComputedStyle(letters);
  const background = backgroundOf(letters);
  const colour = textColourOf(letters, background.colour);
  const inView = isInView(element);
  const scrolled = !inView && comesIntoView(element, layer);
  return {
    hook: false,
    ...purpose(element),
    text: nameOf(element),
    tag: element.localName,
    role: element.getAttribute('role') || '',
    href: element.localName === 'a' ? element.href : '',
    box: boxOf(element),
    in_view: inView || scrolled,
    scrolled,
    reachable: scrolled || isReachable(element),
    focusable: element.tabIndex >= 0 && !element.matches(':disabled'),
    colour: hex(colour),
    background: hex(backgroundOf(element).colour),
    around: hex(backgroundOf(above(element) || element).colour),
    contrast: background.plain ? Math.round(contrast(colour, background.colour) * 100) / 100 : 0,
    border: borderOf(getComputedStyle(element)),
    font_size: parseFloat(style.fontSize),
    font_weight: Math.round(parseFloat(style.fontWeight)),
    font_family: style.fontFamily,
    underlined: /underline/.test(style.textDecorationLine + getComputedStyle(element).textDecorationLine),
    beside: pathTo(element),
  };
}

function inputsOf(layer) {
  return [...everything(layer)].filter((element) => isTicked(element) && element.checkVisibility());
}

function describeInput(element) {
  const kind = element.localName === 'select' ? 'select' : element.getAttribute('role') || element.type;
  const label = element.labels?.[0];
  const near = label || element.closest('label') || element.parentElement;
  return {
    kind,
    label: nameOf(element) || textOf(near).slice(0, 200),
    checked: element.checked ?? element.getAttribute('aria-checked') === 'true',
    disabled: element.matches(':disabled, [aria-disabled=true]'),
    visible: isSeen(element) || !!(label && isSeen(label)),
    box: boxOf(element),
  };
}
