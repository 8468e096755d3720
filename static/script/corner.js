/* What stands in a corner while the banner is closed: the button that opens the settings, and a notice. */

import { choice } from './choice.js';
import { create, frame, over } from './element.js';
import { language, own, policy, texts } from './policy.js';

let corner, button, notice;

const rendered = (element) => element.getClientRects()[0] && getComputedStyle(element).visibility === 'visible';

/** Whether a visit begins here, of someone who answered an older version or whose browser did. */
function unaware() {
  const [, from] = document.referrer.split(/[:/]+/);
  const [{ type }] = performance.getEntriesByType('navigation');
  return type === 'navigate' && !own(from + '') && !(choice().version >= policy.version);
}

/** Tells in a region that is there before its text comes, so that it is read out. */
export function tell(text, dismiss) {
  corner.prepend((notice = create('div')));
  notice.setAttribute('role', 'status');
  const line = create('p', notice);
  create('button', notice, { type: 'button', textContent: dismiss }).onclick = () => {
    notice = notice.remove();
  };
  requestAnimationFrame(() => (line.textContent = text));
}

function make() {
  corner = frame();
  const said = texts[language()];
  if (OPTIONAL && said.notice && unaware()) tell(said.notice, said.dismiss);
  button = create('button', corner, { type: 'button' });
  button.dataset.rakneverkOpen = button.dataset.rakneverkButton = '';
}

/** Gets out of the way of what has the focus. */
export function uncover(element) {
  corner?.removeAttribute('data-covers');
  corner?.toggleAttribute('data-covers', !corner.contains(element) && corner.contains(over(element)));
}

/** The corner, if the page needs it now: the button is not, where the site has an element of its own for that. */
export function needed() {
  if (!corner) make();
  const openers = [...document.querySelectorAll('[data-rakneverk-open]')];
  button.hidden = openers.some((opener) => opener !== button && rendered(opener));
  const lang = language();
  if (corner.lang !== lang) button.textContent = texts[(corner.lang = lang)].button;
  return !button.hidden || (OPTIONAL && notice) ? corner : undefined;
}
