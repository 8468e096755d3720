/* The style that elements of our own wear, and how what lies over the page keeps clear of it. */

import { create } from './element.js';

const CSS = __STYLE__;

let sheet;

/** Adopts the style, which no content security policy forbids; an older browser gets an element. */
function adopt() {
  try {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  } catch {
    // Where a policy forbids the element too, all stands unstyled in the page, and nothing needs to be moved.
    sheet = create('style', document.head, { textContent: CSS }).sheet || { cssRules: [create('i')] };
  }
}

export function dress() {
  if (!sheet) adopt();
}

/** Height of the site's own bar at the bottom of the view, which must not be covered. */
function bar(element) {
  const there = document.elementsFromPoint(innerWidth / 2, innerHeight - 1);
  const found = there.find((other) => {
    const low = other.offsetHeight < innerHeight / 3 && !element.contains(other);
    return low && /fixed|sticky/.test(getComputedStyle(other).position);
  });
  return found ? innerHeight - found.getBoundingClientRect().top : 0;
}

/** Lifts the element over the site's bar; `wide`: lets the page scroll so far that none of it stays covered. */
export function fit(element, wide) {
  const { style } = sheet.cssRules[0];
  style.setProperty('--rv-lift', bar(element) + 'px');
  // And of what has the focus, its ring.
  const space = wide ? innerHeight - element.getBoundingClientRect().top + 8 + 'px' : '';
  style.paddingBlockEnd = style.scrollPaddingBlockEnd = space;
}
