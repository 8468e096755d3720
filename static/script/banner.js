/* The banner: the question, and the same again for who comes back to change the answer. */

import { allows, choice, decide, items, lapsed, signal } from './choice.js';
import { needed as corner, uncover } from './corner.js';
import { create as put, frame, over } from './element.js';
import { language, page, texts } from './policy.js';
import { dress, fit } from './style.js';

/**
 * What a larger bundle adds: `layers.settings = (content, buttons) => {}` fills the second layer. It is
 * called between the banner's two answers, so that a button which it creates in `buttons` stands between
 * them; `content` scrolls.
 */
export const layers = {};

let banner, refusal;
let said; // texts in the banner's language
let back; // where focus was before it went into the banner
let wanted; // the visitor opened it
let waiting;

/** `key` is that of the text in each language, or a function that finds it in a language's texts. */
export function create(name, parent, key, properties, act) {
  const element = put(name, parent, properties, act);
  if (key) element.textContent = SERVICES && key.call ? key(said) : said[key];
  return element;
}

/** A button with its hook; `act` is given the click. */
export function control(hook, key, parent, act) {
  const button = create('button', parent, key, {}, act);
  button.dataset.consent = hook;
  return button;
}

/** What a button looks like, but for what differs while it is pointed at, or by a fraction of a pixel. */
function looks(button) {
  const style = getComputedStyle(button);
  const same = /width|inline-size|origin|outline/;
  return [...style].map((name) => same.test(name) || style[name]) + '';
}

/** Whether `other` is as easy to see and to press: whoever hides it or colours it away gets no yes. */
export function fair(button, other) {
  const { color, backgroundColor } = getComputedStyle(other);
  const wide = button.offsetWidth - other.offsetWidth < 2;
  const large = other.getBoundingClientRect().height > 23 && !/rgba|\//.test(color + backgroundColor);
  return wide && large && !other.disabled && other.contains(over(other)) && looks(button) === looks(other);
}

/** Closes the banner and records the answer; only a person's own click accepts anything. */
export function answer({ isTrusted, currentTarget }, names) {
  if (names[0] && !(isTrusted && banner?.contains(currentTarget) && fair(currentTarget, refusal))) {
    return console.error('Räkneverk: unequal answers');
  }
  close();
  decide(names);
}

/** Keeps the banner in the page, or else the corner, whatever a single-page site replaces there. */
export function keep() {
  waiting = 0;
  const wanted = banner || corner();
  // Also what a site has copied, and put back.
  document.querySelectorAll('div#rakneverk').forEach((other) => other !== wanted && other.remove());
  if (!wanted || !document.body) return;
  dress();
  if (!wanted.isConnected) {
    document.body[banner ? 'prepend' : 'append'](wanted);
    wanted.showPopover?.();
    // Wherever the site puts the button, it stays in view.
    if (SERVICES && !wanted.contains(over(wanted))) wanted.style.setProperty('--rv-button-inset', 'initial');
  }
  fit(wanted, banner);
}

/** Remembers where focus was before it went into the banner; what it is on in the page is not covered. */
export function follow({ target }) {
  if (!target.closest('#rakneverk')) back = target;
  uncover(target);
}

/** Once for all that changes at a time. */
export function look() {
  waiting = waiting || setTimeout(keep, 50);
}

/** What holds now: also the key of its text. */
function state() {
  const { answer } = choice();
  if (SERVICES && answer === 'yes' && !items().every((name) => allows(name))) return 'some';
  return answer || (signal() && 'signal');
}

function linkLanguage(lang, parent) {
  const link = put('a', parent, { href: page(lang), lang, textContent: texts[lang].language }, (event) => {
    event.preventDefault();
    const from = banner.lang;
    fill(lang);
    banner.querySelector(`[data-consent-language=${from}]`).focus();
  });
  link.dataset.consentLanguage = lang;
}

function fill(lang) {
  const layer = SERVICES && wanted && layers.settings;
  banner.textContent = '';
  banner.lang = lang;
  said = texts[lang];
  banner.setAttribute('aria-label', said.title);
  const content = put('div', banner);
  const buttons = put('div', banner);
  const now = state();
  create('b', content, 'title');
  if (now) create('p', content, now);
  else if (NOTICE && said.again && lapsed()) create('p', content, 'again');
  // A paragraph each: one large text would be the page's largest paint.
  (layer ? said.terms : said.body).forEach((textContent) => put('p', content, { textContent }));
  const refuse = choice().accepted[0] ? 'withdraw' : 'refuse';
  refusal = control('reject', refuse, buttons, (event) => answer(event, []));
  if (SERVICES && layer) layer(content, buttons);
  control('accept', 'accept', buttons, (event) => answer(event, items()));
  const line = put('p', content);
  if (SERVICES && !layer) control('settings', 'settings', line, () => reopen(back));
  create('a', line, 'policy', { href: page(lang) });
  Object.keys(texts).forEach((other) => other !== lang && linkLanguage(other, line));
}

function open() {
  banner = frame();
  banner.setAttribute('role', 'region');
  banner.dataset.consentBanner = '';
  banner.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !wanted) return;
    close();
    ask(); // a question that has no answer
  });
  fill(language());
  keep();
}

function close() {
  if (!banner) return;
  const had = banner.contains(document.activeElement);
  banner = wanted = undefined;
  keep();
  if (had) back?.focus({ preventScroll: true });
}

/** Opens the banner for someone who wants to have it, which is the only time that it takes focus. */
export function reopen(opener = document.activeElement) {
  close();
  wanted = true;
  open();
  banner.tabIndex = -1;
  banner.focus();
  back = opener;
}

/** Asks whoever has not answered, in words or by the browser's signal. */
export function ask() {
  close();
  if (state()) keep();
  else open();
}

/** Opens the banner for a click on any element that is there for it, whenever that came. */
export function openByClick(event) {
  const opener = event.target.closest?.('[data-rakneverk-open]');
  if (!opener) return;
  event.preventDefault();
  reopen(opener);
}
