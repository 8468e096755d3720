/* The style that elements of our own wear, and how what lies over the page keeps clear of it. */

import { create } from './element.js';

/** Important in a layer: no style sheet of the site's can say otherwise. */
const CSS = `@layer{${__STYLE__.replace(/[^}](?=[;}])/g, '$&!important')}}`;

let sheet;

/** Adopts the style, which no content security policy forbids; an older browser gets an element. */
export function dress() {
  try {
    if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(CSS);
    const adopted = document.adoptedStyleSheets;
    if (!adopted.includes(sheet)) document.adoptedStyleSheets = [...adopted, sheet];
  } catch {
    // Where a policy forbids the element too, all stands unstyled in the page.
    sheet ||= create('style', document.head, { textContent: CSS });
  }
}

/** Height of the site's own bar at the bottom of the view, which must not be covered. */
function bar(element) {
  const there = document.elementsFromPoint(innerWidth / 2, innerHeight - 1);
  const found = there.find((other) => {
    const low = other.offsetHeight < innerHeight / 3 && !element.contains(other);
    return low && /fix|stick/.test(getComputedStyle(other).position);
  });
  return found ? innerHeight - found.getBoundingClientRect().top : 0;
}

/**
 * Lifts the element over the site's bar; `wide`: lets the page scroll so far that none of it stays
 * covered.
 */
export function fit(element, wide) {
  const { style } = document.documentElement;
  element.style.setProperty('--rv-lift', bar(element) + 'px');
  // And of what has the focus, its ring.
  const space = wide ? innerHeight - element.getBoundingClientRect().top + 8 + 'px' : '';
  style.paddingBlockEnd = style.scrollPaddingBlockEnd = space;
}
