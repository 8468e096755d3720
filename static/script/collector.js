/* Messages to the collector. */

import { url } from './policy.js';

/** A string goes as text/plain and needs no preflight; sendBeacon would carry cookies and hide a failure. */
export function post(path, message, options) {
  return fetch(url(path), {
    method: 'POST',
    body: JSON.stringify(message),
    keepalive: true,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    ...options,
  });
}
