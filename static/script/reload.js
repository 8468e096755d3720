/* The page anew, without what ran in it. */

import { told } from './choice.js';

const PATIENCE = 1000; // milliseconds for the collector's answer, which leaving the page would cut off

let leaving = false;

// A single-page site's router takes a reload for one of its own pages, and everything would run on.
window.navigation?.addEventListener('navigate', (event) => leaving && event.stopImmediatePropagation(), true);

export async function reload() {
  await Promise.race([told, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  leaving = true;
  location.reload();
}
