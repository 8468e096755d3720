/*
 * How long a page is in front, how far down it is read, and how well it works: told once for each page view,
 * when it is left or out of sight for the first time. What comes after that is let go: a number that has been
 * counted under its class cannot be found again to be changed.
 */

import { tell, told } from './acts.js';
import { policy } from './policy.js';
import { observe } from './vitals.js';

/** Tells the measures of the page view, if there is one that has not been told. */
export let end = () => {};

/** Begins anew, for another page view; `agreed` tells that there was a yes when the page began to load. */
export function begin(agreed) {
  const found = {};

  /** At the end of each second that has begun: whether it was looked at, and how much has been in view. */
  const look = () => {
    if (!told()) return;
    const depth = (scrollY + innerHeight) / document.documentElement.scrollHeight;
    if (policy.engaged) found.engaged = ~~found.engaged + document.hasFocus();
    if (policy.scroll) found.scroll = Math.max(~~found.scroll, Math.min(100, ~~(depth * 100)));
  };

  const ticking = setInterval(look, 1000);
  const settle = VITALS && policy.vitals && observe(found, agreed);
  end = () => {
    end = () => {};
    clearInterval(ticking);
    look();
    if (settle) settle();
    if (!VITALS || Object.keys(found)[0]) tell(found); // some browsers measure nothing by themselves
  };
}
