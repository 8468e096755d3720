/* Hits and the queue of those that have no answer. */

import { allows } from './choice.js';
import { post } from './collector.js';
import { QUEUE, keep, recall } from './device.js';
import { site } from './policy.js';

const STALE = 2700; // seconds after which the collector may have forgotten a hit's id
const WAITING = 20; // hits without an answer

const underWay = new Set(); // ids that this page has sent and not had an answer to
const queued = () => recall(QUEUE) || [];
const enqueue = (hits) => keep(QUEUE, hits[0] && hits.slice(-WAITING));

export const seconds = () => Math.floor(Date.now() / 1000);

async function send({ hit, at }) {
  underWay.add(hit.id);
  try {
    const answer = await post('/hit?' + hit.id, { ...hit, age: Math.max(0, seconds() - at) });
    const again = allows('statistics') && /429|5../.test(answer.status);
    const others = queued().filter((entry) => entry.hit.id !== hit.id);
    // Of seconds, as the collector says it: a date, which it never does, is not waited for.
    const until = seconds() + +answer.headers.get('retry-after');
    enqueue(again ? [...others, { hit, at, until }] : others);
  } catch {
    // Perhaps not delivered: it stays in the queue, and its id keeps it from being counted twice.
  }
  underWay.delete(hit.id);
}

export function flush() {
  if (!allows('statistics')) return;
  const now = seconds();
  const queue = queued().filter(({ at }) => now - at <= STALE);
  enqueue(queue);
  queue.filter(({ hit, until }) => !underWay.has(hit.id) && now >= until).forEach(send);
}

/** Queues the page view under a random number, and sends what is due. */
export function report(view) {
  const id = crypto.getRandomValues(new Uint32Array(3)).join('-');
  enqueue([...queued(), { hit: { v: 1, site, id, ...view }, at: seconds(), until: 0 }]);
  flush();
}
