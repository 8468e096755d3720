/* The banner: the question, and the same again for who comes back to change the answer. */

import { allows, choice, decide, items, signal } from './choice.js';
import { needed as corner, uncover } from './corner.js';
import { create as put, frame, over } from './element.js';
import { language, site, texts, url } from './policy.js';
import { fit } from './style.js';

/**
 * What a larger bundle adds: `layers.settings = (content, buttons) => {}` fills the second layer. It is called between
 * the banner's two answers, so that a button which it creates in `buttons` stands between them; `content` scrolls.
 */
export const layers = {};

let banner, refusal;
let said; // texts in the banner's language
let back; // where focus was before it went into the banner
let wanted; // the visitor opened it
let standing; // the banner or the corner, whichever is in the page
let waiting;

/** `key` is that of the text in each language, or a function that finds it in a language's texts. */
export function create(name, parent, key, properties) {
  const element = put(name, parent, properties);
  if (key) element.textContent = SERVICES && key.call ? key(said) : said[key];
  return element;
}

/** A button with its hook; `act` is given the click. */
export function control(hook, key, parent, act) {
  const button = create('button', parent, key, { type: 'button', onclick: act });
  button.dataset.consent = hook;
  return button;
}

/** What a button looks like; what differs while it is pointed at, and by a fraction of a pixel, is left out. */
function looks(button) {
  const style = getComputedStyle(button);
  return [...style].map((name) => /width|inline-size|origin|outline|decoration/.test(name) || style[name]) + '';
}

/** Whether the refusal is as easy to see and to press: whoever hides it or colours it away gets no yes. */
function fair(button) {
  const wide = Math.abs(button.offsetWidth / refusal.offsetWidth - 1) < 0.02;
  return wide && refusal.contains(over(refusal)) && looks(button) === looks(refusal);
}

/** Closes the banner and records the answer; only a person's own click accepts anything. */
export function answer({ isTrusted, currentTarget }, names) {
  if (names[0] && !(isTrusted && (!banner?.contains(currentTarget) || fair(currentTarget)))) {
    return console.error('Räkneverk: a yes counts only beside an equal refusal');
  }
  close();
  decide(names);
}

/** Keeps the banner in the page, or else the corner, whatever a single-page site replaces there. */
export function keep() {
  waiting = 0;
  const wanted = banner || corner();
  if (standing !== wanted) standing?.remove();
  standing = wanted;
  if (!wanted) return;
  if (!wanted.isConnected) document.body[banner ? 'prepend' : 'append'](wanted);
  fit(wanted, banner);
}

/** Remembers where focus was before it went into the banner; what it is on in the page is not covered. */
export function follow({ target }) {
  if (!standing?.contains(target)) back = target;
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

const page = (lang) => url(`/policy/${site}?lang=${lang}`).href;

function linkLanguage(lang, parent) {
  const link = put('a', parent, { href: page(lang), lang, textContent: texts[lang].language });
  link.dataset.consentLanguage = lang;
  link.onclick = (event) => {
    event.preventDefault();
    const from = banner.lang;
    fill(lang);
    banner.querySelector(`[data-consent-language=${from}]`).focus();
  };
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
  create('strong', content, 'title');
  // A paragraph each: one large text would be the page's largest paint.
  if (!layer) said.body.forEach((textContent) => put('p', content, { textContent }));
  if (now) create('p', content, now);
  refusal = control('reject', choice().accepted[0] ? 'withdraw' : 'refuse', buttons, (event) => answer(event, []));
  if (SERVICES && layer) layer(content, buttons);
  control('accept', 'accept', buttons, (event) => answer(event, items()));
  const line = put('p', content);
  if (SERVICES && !layer) control('settings', 'settings', line, () => reopen(back));
  create('a', line, 'policy', { href: page(lang) });
  for (const other of Object.keys(texts)) if (other !== lang) linkLanguage(other, line);
}

function open() {
  banner = frame();
  banner.setAttribute('role', 'region');
  banner.dataset.consentBanner = '';
  banner.onkeydown = ({ key }) => {
    if (key !== 'Escape' || !wanted) return;
    close();
    ask(); // a question that has no answer
  };
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
  banner.focus({ preventScroll: true });
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
