/*
 * What is kept in localStorage, after a yes only: rv_visit, rv_queue and, if visitors are counted,
 * rv_dates.
 */

export const [VISIT, QUEUE, DATES] = ['rv_visit', 'rv_queue', 'rv_dates'];

const memory = {};
export let forgetful = false; // the browser refuses localStorage: `memory` serves while the page lives

function attempt(act) {
  try {
    return act();
  } catch {
    forgetful = true;
  }
}

export function recall(key) {
  return forgetful ? memory[key] : attempt(() => JSON.parse(localStorage.getItem(key)));
}

export function keep(key, value) {
  memory[key] = value;
  attempt(() => (value ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key)));
}

export const forget = () => [VISIT, QUEUE, DATES].forEach((key) => keep(key));
