/*
 * What is told of a search on the site where the policy names the outcomes of searches: on which page it was
 * made, and that it found nothing.
 */

import { allows } from './choice.js';
import { report } from './hits.js';
import { policy } from './policy.js';

const PATIENCE = 1000; // milliseconds in which a page can show what was found

let held; // tells of the search whose results may not be there yet

/** Tells of it now, as its page is being left. */
export function release() {
  const tell = held;
  held = 0;
  if (tell && allows('statistics')) tell();
}

/** Whether the page view with these parameters is of a search of which more is told than the words. */
export const searched = (kept) =>
  policy.outcomes && kept.some(([name, value]) => policy.parameters.includes(name) && value.trim());

/** Reports the page view of a search when the results have had the time to come. */
export function reportSearch(view) {
  const tell = () => {
    const nothing = document.querySelector('[data-rakneverk-found-nothing]');
    report({ ...view, found: nothing ? false : undefined });
  };
  const wait = () => setTimeout(() => held === tell && release(), PATIENCE);
  held = tell;
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', wait);
  else wait();
  addEventListener('pagehide', release);
}
