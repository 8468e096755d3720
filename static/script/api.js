/* What the site's own scripts can ask: static/rakneverk.d.ts. Nothing here can give consent. */

import { reopen } from './banner.js';
import { allows, choice, listen } from './choice.js';
import { closed } from './views.js';

/** On a sensitive page no service is, whatever was answered. */
const allowed = SERVICES ? (name) => allows(name) && (name === 'statistics' || !closed()) : allows;

/** Resolves once the statistics, the service or the category is allowed. */
const consent = (name) => new Promise((resolve) => listen(() => allowed(name) && resolve()));

export const api = { choice, allows: allowed, open: () => reopen(), on: listen, consent };
