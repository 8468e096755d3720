/*
 * What is told of a page once it has had the time to show it, where the policy names it: that a search found
 * nothing, and that there is no such page.
 */

import { allows } from './choice.js';
import { report } from './hits.js';
import { policy } from './policy.js';

const PATIENCE = 1000; // milliseconds in which a page can show its outcome

let held; // tells of the page whose outcome may not be there yet

/** Tells of it now, as its page is being left. */
export function release() {
  const tell = held;
  held = 0;
  if (tell && allows('statistics')) tell();
}

/** Whether the page view with these parameters is of a search of which more is told than the words. */
export const searched = (kept) =>
  policy.outcomes && kept.some(([name, value]) => policy.parameters.includes(name) && value.trim());

/** How the page came, if it was loaded: one that a soft navigation has put in its place was not. */
export function loading() {
  return performance.getEntriesByType('navigation').find(({ name }) => name === location.href);
}

const marked = (name) => document.querySelector(`[data-rakneverk-${name}]`);

/** Reports the page view when the page's outcome has had the time to come. */
export function reportLate(view, search) {
  const tell = () => {
    if (search && marked('found-nothing')) view.found = false;
    const gone = policy.missing && (marked('not-found') || /404|410/.test(loading()?.responseStatus));
    if (gone) view.missing = true;
    report(view);
  };
  const wait = () => setTimeout(() => held === tell && release(), PATIENCE);
  held = tell;
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', wait);
  else wait();
}
