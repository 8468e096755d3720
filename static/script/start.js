/* Begins: the choice is read, told, and asked for where there is none. */

import { api } from './api.js';
import { ask, follow, look, openByClick } from './banner.js';
import { listen, refresh } from './choice.js';
import { flush } from './hits.js';
import { onNavigation } from './navigation.js';
import { again, count, navigated } from './views.js';

const tell = (detail) => document.dispatchEvent(new CustomEvent('rakneverk', { detail }));

/** What a larger bundle adds is told of the choice after the banner and the count. */
export function start(...further) {
  if (window.rakneverk?.allows) return; // embedded twice
  window.rakneverk = api;
  const begin = () => {
    // Before the first paint, and only if the page is seen.
    if (!document.body) return requestAnimationFrame(begin);
    addEventListener('click', openByClick, true);
    [ask, count, tell, ...further].forEach(listen);
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
    addEventListener('resize', look);
    addEventListener('focusin', follow);
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) again();
      refresh();
    });
    addEventListener('visibilitychange', () => setTimeout(refresh)); // after pageshow
    addEventListener('online', flush);
    onNavigation(navigated);
  };
  if (document.prerendering) document.addEventListener('prerenderingchange', begin, { once: true });
  else begin();
}
