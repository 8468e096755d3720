/* The page anew, without what ran in it. */

import { told } from './choice.js';

const PATIENCE = 1000; // milliseconds for the collector's answer, which leaving the page would cut off

/** A single-page site's router takes a reload for one of its own pages, and everything would run on. */
function override() {
  const { prototype } = window.NavigateEvent || {};
  if (prototype) prototype.intercept = prototype.preventDefault = () => {};
}

/** `prepare` runs last: what it writes into this history entry must not be overtaken by the site's own. */
export async function reload(prepare) {
  if (told) await Promise.race([told, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  prepare?.();
  override();
  location.reload();
}
