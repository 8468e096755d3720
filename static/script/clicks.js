/* What visitors do on a page, as far as the policy names it: links that lead away, files, contact, events. */

import { tell, told } from './acts.js';
import { api } from './api.js';
import { own, policy } from './policy.js';
import { pathTold } from './views.js';

const FILES = /\.(csv|docx?|exe|mp[34]|od[pst]|pdf|pptx?|rtf|xlsx?|zip)$/i;

const done = (kind, value) => tell({ [kind]: value }, kind + value);

/** The site's own scripts may call it, too. */
function happened(name) {
  if (policy.events?.includes(name)) done('event', name);
}

function contactBy({ protocol, href }) {
  if (/^(tel|sms):/.test(protocol)) return 'telephone';
  if (protocol === 'mailto:') return 'mail';
  return policy.contacts.some((address) => href.startsWith?.(address)) && 'booking';
}

function followed(link) {
  const { protocol, origin, hostname, pathname } = link;
  const contact = policy.contacts && contactBy(link);
  const file = policy.downloads && (link.hasAttribute('download') || FILES.test(pathname));
  const ours = own(hostname);
  const path = ours ? pathTold(pathname) : pathname;
  if (contact) done('contact', contact);
  else if (/^http/.test(protocol) && path && (file || (policy.outbound && !ours))) {
    done(file ? 'download' : 'outbound', origin + path);
  }
}

function noticed(event) {
  const nearest = (selector) => event.composedPath().find((element) => element.matches?.(selector));
  if (!event.isTrusted || event.button > 1 || !told()) return;
  const link = nearest(':any-link');
  const named = nearest('[data-rakneverk-event]');
  // What the middle button does to anything else is nothing; a form is sent, and has no button.
  if (event.button && !link) return;
  if (named?.matches('form') === (event.button === undefined)) happened(named.dataset.rakneverkEvent);
  if (link) followed(link);
}

export function watch() {
  const { outbound, downloads, contacts, events } = policy;
  // With services there is one bundle for all of this.
  if (SERVICES && !(outbound || downloads || contacts || events)) return;
  ['click', 'auxclick', 'submit'].forEach((name) => addEventListener(name, noticed, true));
  if (policy.events) api.event = happened;
}
