/* The second layer: a switch for each category, and below it one for each of its services. */

import { answer, control, create, layers } from './banner.js';
import { allows, items } from './choice.js';
import { services, texts } from './policy.js';

const categories = Object.keys(Object.values(texts)[0].categories);

let switches; // [input, names of what it stands for, where their number stands]
let picked; // what the visitor has switched on, or had before
let shown; // the banner that it was picked in

function show() {
  for (const [input, names, number] of switches) {
    const on = names.filter((name) => picked.has(name)).length;
    input.checked = on === names.length;
    input.indeterminate = on > 0 && !input.checked;
    number.textContent = names[1] ? ` ${on}/${names.length}` : '';
  }
}

function flip({ isTrusted, target }, names) {
  for (const name of names) {
    // Only a person's own click switches anything on.
    if (!target.checked) picked.delete(name);
    else if (isTrusted) picked.add(name);
  }
  show();
}

function draw(parent, names, title) {
  const label = create('label', parent);
  const input = create('input', label, '', { type: 'checkbox' }, (event) => flip(event, names));
  input.setAttribute('role', 'switch');
  create('span', label, title);
  switches.push([input, names, create('span', label)]);
}

function drawService({ name, left }, parent) {
  draw(parent, [name], (said) => said.services[name][0]);
  create('p', parent, (said) => said.services[name][1]);
  if (left[0]) create('p', parent, (said) => said.remains.replace('{names}', left.join(', ')));
}

function drawCategory(category, parent) {
  const members = services.filter((service) => service.category === category);
  const names = members[0] ? members.map(({ name }) => name) : [category];
  const group = create('fieldset', parent);
  draw(create('legend', group), names, (said) => said.categories[category][0]);
  create('p', group, (said) => said.categories[category][1]);
  members.forEach((service) => drawService(service, create('div', group)));
}

/** What is both shown as on and was switched on by the visitor: neither a script nor a slip adds to it. */
function chosen() {
  const on = switches.filter(([input]) => input.checked).flatMap(([, names]) => names);
  return items().filter((name) => picked.has(name) && on.includes(name));
}

layers.settings = (content, buttons) => {
  const banner = content.parentElement;
  banner.setAttribute('data-rakneverk-settings', '');
  switches = [];
  // Filled again in another language it keeps what was picked.
  if (shown !== banner) picked = new Set(items().filter((name) => allows(name)));
  shown = banner;
  categories.forEach((category) => drawCategory(category, content));
  show();
  control('save', 'save', buttons, (event) => answer(event, chosen()));
};
