/* Soft navigations: a single-page site shows another page without loading it. */

function wrap(name, listener) {
  const original = history[name];
  history[name] = function (...values) {
    original.apply(this, values);
    listener();
  };
}

export function onNavigation(listener) {
  addEventListener('popstate', listener);
  if (window.navigation) navigation.addEventListener('currententrychange', listener);
  else ['pushState', 'replaceState'].forEach((name) => wrap(name, listener));
}
