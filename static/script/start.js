/* Begins: the choice is read, told, and asked for where there is none. */

import { api } from './api.js';
import { ask, follow, look, openByClick } from './banner.js';
import { leave as leaveAnswer, listen, refresh } from './choice.js';
import { watch } from './clicks.js';
import { flush } from './hits.js';
import { onNavigation } from './navigation.js';
import { again, count, leave, navigated } from './views.js';

const tell = (detail) => document.dispatchEvent(new CustomEvent('rakneverk', { detail }));

/** What a larger bundle adds is told of the choice after the banner and the count. */
export function start(...further) {
  if (window.rakneverk?.allows?.call) return; // embedded twice; an element may have the name
  try {
    top.document.hasFocus();
  } catch {
    return; // in a frame of another site's, which could hide what is asked
  }
  window.rakneverk = api;
  // With the first frame, and so only if the page is seen: what is measured before the site's style sheets
  // have come would be a shift of the layout to the browser.
  requestAnimationFrame(function begin() {
    if (!document.body) return requestAnimationFrame(begin);
    addEventListener('click', openByClick, true);
    [ask, count, tell, ...further].forEach(listen);
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
    addEventListener('resize', look);
    addEventListener('focusin', follow);
    addEventListener('pagehide', leaveAnswer);
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) again();
      refresh();
    });
    // After pageshow.
    const later = () => (OPTIONAL && document.hidden && leave(), setTimeout(refresh));
    addEventListener('visibilitychange', later);
    if (SERVICES) addEventListener('focus', later); // after an answer in a window beside this one
    addEventListener('online', flush);
    onNavigation(navigated);
    if (CLICKS) watch();
  });
}
