/* Messages to the collector. */

import { url } from './policy.js';

/** A string goes as text/plain and needs no preflight; sendBeacon would carry cookies and hide a failure. */
export function post(path, message, options) {
  const body = JSON.stringify(message);
  const privately = { credentials: 'omit', referrerPolicy: 'no-referrer' };
  return fetch(url(path), { method: 'POST', body, keepalive: true, ...privately, ...options });
}
