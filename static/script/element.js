/* Elements of our own. */

import { dress } from './style.js';

export function create(name, parent, properties) {
  const element = Object.assign(document.createElement(name), properties);
  parent?.append(element);
  return element;
}

/** The one that lies over the page: the banner, or the floating button when that is closed. */
export function frame() {
  dress();
  return create('div', undefined, { id: 'rakneverk', dir: 'auto' });
}

/** What a finger on the middle of the element would touch. */
export function over(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return document.elementFromPoint(left + width / 2, top + height / 2);
}
