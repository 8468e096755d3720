/*! Rakneverk, MIT */
/*
 * What the collector inlines of the site's policy: `configuration` in policy/banner.py explains the keys.
 * Some constants are known when the bundles are made, so that each has no more than its policies need:
 * SERVICES; OPTIONAL for what few policies tell of a page view; CLICKS for links, contact and events;
 * MEASURES for how long and how far a page is read, with VITALS for how well it works; and NOTICE for 30
 * days after a change. CLICKS and MEASURES need OPTIONAL.
 */

export const policy = __POLICY__;
export const { site, domains, texts, services } = policy;

export const { src: source, nonce } = document.currentScript;

/** All addresses of the service are relative to the script's own, so any path prefix works. */
export const url = (path) => new URL('..' + path, source);

/** The privacy policy's page. */
export const page = (lang) => url(`/policy/${site}?lang=${lang}`).href;

export const within = (host, domain) => ('.' + host).endsWith('.' + domain);
export const below = (host, names) => names.some((domain) => within(host, domain));
export const own = (host) => below(host, [...domains, location.hostname]);

/** The registrable domain that this page is under. */
export const domain = domains.find((name) => within(location.hostname, name));

/** The language of the page if the policy has it, otherwise the policy's first. */
export function language() {
  const [lang] = document.documentElement.lang.toLowerCase().split('-');
  return texts[lang]?.title ? lang : Object.keys(texts)[0];
}
