/* What stands in a corner while the banner is closed: the button that opens the settings, and a notice. */

import { choice, lapsed } from './choice.js';
import { create, frame, over } from './element.js';
import { language, own, page, policy, texts } from './policy.js';

let corner, button, notice;

/** Whether somebody who looks for it finds it; an older browser cannot say, and gets the button besides. */
function found(element) {
  const { right, bottom, height } = element.getBoundingClientRect();
  const seen = element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true });
  return seen && Math.min(height, right + scrollX, bottom + scrollY) > 9;
}

/** Whether a visit begins here, of someone who answered an older version or whose browser did. */
function unaware() {
  const [, from] = document.referrer.split(/[:/]+/);
  const [{ type }] = performance.getEntriesByType('navigation');
  return type === 'navigate' && !own(from + '') && !(choice().version >= policy.version) && !lapsed();
}

/** Tells in a region that is there before its text comes, so that it is read out. */
export function tell(text) {
  const lang = language();
  const said = texts[lang];
  corner.prepend((notice = create('div')));
  notice.setAttribute('role', 'status');
  const line = create('p', notice);
  create('button', notice, { textContent: said.dismiss }, () => {
    notice = notice.remove();
  });
  create('a', notice, { href: page(lang), textContent: said.policy });
  requestAnimationFrame(() => (line.textContent = text));
}

function make() {
  corner = frame();
  const said = texts[language()];
  if (NOTICE && said.notice && unaware()) tell(said.notice);
  button = create('button', corner);
  button.dataset.rakneverkOpen = button.dataset.rakneverkButton = '';
}

/** Gets out of the way of what has the focus. */
export function uncover(element) {
  if (!corner) return;
  corner.style.translate = '';
  const covers = !corner.contains(element) && corner.contains(over(element));
  if (covers) corner.style.setProperty('translate', '-100vw', 'important');
}

/**
 * The corner, if the page needs it now; its button is not, where the site has an element of its own for
 * that.
 */
export function needed() {
  if (!corner) make();
  button.hidden = [...document.querySelectorAll('[data-rakneverk-open]')].some(
    (opener) => opener !== button && found(opener),
  );
  const lang = language();
  if (corner.lang !== lang) button.textContent = texts[(corner.lang = lang)].button;
  return !button.hidden || (NOTICE && notice) ? corner : undefined;
}
