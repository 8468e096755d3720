/* What is told of a page after its view: only where the view was told, and as long as the yes holds. */

import { allows } from './choice.js';
import { report } from './hits.js';
import { newInVisit } from './visit.js';

let page; // what reports of the shown page have in common; nothing where its view is not told

export const turnTo = (view) => (page = view);

/** Whether anything may be read, and told, of what is done on the page. */
export const told = () => page && allows('statistics');

/** `act` stands for what may be the first of its kind in the visit. */
export function tell(what, act) {
  if (told()) report({ ...page, ...what, first: act && newInVisit(act) ? ['event'] : [] });
}
