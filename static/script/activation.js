/* How an element that was held back begins to load. */

import { ADDRESSES, warn } from './markup.js';
import { nonce } from './policy.js';

let types;
let scripts; // settled when those before have run

/**
 * What pages with Trusted Types ask for: the texts are the page's own, and the addresses have been
 * checked.
 */
function trusted() {
  const same = (text) => text;
  const rules = { createScript: same, createScriptURL: same };
  return (types ||= window.trustedTypes?.createPolicy('rakneverk', rules) || rules);
}

/** A script that the browser has passed over cannot be started: a copy takes its place. */
function copyOf(marked) {
  const script = document.createElement('script');
  for (const attribute of marked.attributes) {
    if (!/^(type|nonce|data-type)$/.test(attribute.name)) {
      script.setAttributeNode(attribute.cloneNode());
    }
  }
  const { type = '', src, cookieblockSrc = src } = marked.dataset;
  script.type = type;
  script.nonce = marked.nonce; // never another's: what is injected into the page stays as powerless as it was
  script.async = marked.hasAttribute('async');
  if (cookieblockSrc) script.src = trusted().createScriptURL(cookieblockSrc);
  else script.text = trusted().createScript(marked.text);
  return script;
}

/** Resolves when the next script may run: at once if the browser does not say when this one has. */
function run(marked) {
  const script = copyOf(marked);
  const tells = script.src && !script.async && /^$|javascript|module/.test(script.type);
  const ends = (resolve) => ['load', 'error'].forEach((name) => script.addEventListener(name, resolve));
  const done = tells && new Promise(ends);
  marked.replaceWith(script);
  return done;
}

/** One after another in the document's order, which is known when the document is; `async` ones at once. */
export function enqueue(marked) {
  // Where scripts have nonces, one without was not written by the site.
  if (nonce && marked.nonce !== nonce) return warn(marked, "stays blocked, as it has not the page's nonce");
  if (marked.hasAttribute('async')) return run(marked);
  scripts ||= new Promise((resolve) => {
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', resolve, { once: true });
    else resolve();
  });
  scripts = scripts.then(() => marked.isConnected && run(marked)).catch((error) => warn(marked, error));
}

/** Gives `frame`, which is the element itself or stands for it, the addresses that were held back. */
export function activate(element, frame = element) {
  const { localName } = frame;
  if (localName === 'style') frame.removeAttribute('type');
  for (const [held, name] of Object.entries(ADDRESSES)) {
    const address = element.getAttribute(held);
    if (!address) continue;
    const to = localName === 'object' && name === 'src' ? 'data' : name;
    frame.setAttribute(to, /^(embed|object)$/.test(localName) ? trusted().createScriptURL(address) : address);
  }
  if (/^(source|track)$/.test(localName)) frame.parentElement.load?.();
}
