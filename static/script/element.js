/* Elements of our own. */

/**
 * `act` is given clicks: as a property a script of the site could call it, and say that a person had
 * clicked.
 */
export function create(name, parent, properties, act) {
  const element = Object.assign(document.createElement(name), properties);
  if (act) element.addEventListener('click', act);
  parent?.append(element);
  return element;
}

/**
 * The one that lies over the page: the banner, or the floating button when that is closed. As a popover it
 * is out of reach of what the site does to its own elements around it, such as making them transparent or
 * small.
 */
export const frame = () => create('div', undefined, { id: 'rakneverk', dir: 'auto', popover: 'manual' });

/** What a finger on the middle of the element would touch. */
export function over(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return document.elementFromPoint(left + width / 2, top + height / 2);
}
