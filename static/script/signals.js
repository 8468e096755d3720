/*
 * Google Consent Mode v2 in its basic form: before a yes nothing of Google loads, and nothing is said to
 * it.
 */

import { allows } from './choice.js';
import { services } from './policy.js';

const NAMES = [
  'ad_storage',
  'ad_user_data',
  'ad_personalization',
  'analytics_storage',
  'functionality_storage',
  'personalization_storage',
  'security_storage',
];

let said = ''; // the latest state; empty as long as nothing that listens has loaded

function state() {
  const granted = services.filter(({ name }) => allows(name)).flatMap(({ signals }) => signals);
  return Object.fromEntries(NAMES.map((name) => [name, granted.includes(name) ? 'granted' : 'denied']));
}

/** Google's tags tell commands from data by the kind of object: only `arguments` is a command. */
function gtag() {
  (window.dataLayer = window.dataLayer || []).push(arguments);
}

function say(command) {
  const now = state();
  if (said === JSON.stringify(now)) return;
  said = JSON.stringify(now);
  gtag('consent', command, now);
}

/** States the defaults before the first element of a service that listens to them. */
export function announce(waking) {
  if (!said && waking.some(({ name, signals }) => signals.length && allows(name))) say('default');
}

/** Tells what has changed, if anything that listens has loaded. */
export function update() {
  if (said) say('update');
}
