/* What visitors do on a page, as far as the policy names it: links that lead away, files, contact, events. */

import { tell, told } from './acts.js';
import { api } from './api.js';
import { below, own, policy } from './policy.js';
import { inSection, pathTold } from './views.js';

const FILES = /\.(csv|exe|mp[34]|od[pst]|pdf|rtf|zip|(doc|ppt|xls)x?)$/i;

const done = (kind, value) => tell({ [kind]: value }, kind + value);

/** The site's own scripts may call it, too. */
function happened(name) {
  if (policy.events?.includes(name)) done('event', name);
}

function contactBy(href) {
  if (/^(tel|sms):/.test(href)) return 'telephone';
  if (/^mailto:/.test(href)) return 'mail';
  return policy.contacts.some((address) => href.startsWith?.(address)) && 'booking';
}

function followed(link) {
  const { origin, hostname, pathname, href } = link;
  const contact = policy.contacts && contactBy(href);
  const ours = own(hostname);
  const path = inSection() ? '' : ours || below(hostname, policy.linked) ? pathTold(pathname) : pathname;
  // Which file it was, or what it is about where a link leads, could tell which page of the section it is.
  const file = path && policy.downloads && (link.hasAttribute('download') || FILES.test(pathname));
  if (contact) done('contact', contact);
  else if (/^http/.test(href) && (file || (policy.outbound && !ours))) {
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
