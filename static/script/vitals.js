/* Google's three measures of how well a page works, out of what the browser itself has measured. */

import { loading } from './outcome.js';

const TYPES = ['largest-contentful-paint', 'layout-shift', 'event'];

/**
 * Fills in what is found, until the function that is returned is called: what came before that only where
 * `agreed` says that the yes was there, too, and the page was loaded for this page view.
 */
export function observe(found, agreed) {
  const began = agreed && loading() ? 0 : performance.now();
  const latencies = {}; // by interaction
  let [sum, first, latest] = [0, 0, -1000]; // of the layout shifts in one window

  const take = ({ startTime, duration, interactionId, size, value, hadRecentInput }) => {
    if (startTime < began) return;
    if (interactionId) latencies[interactionId] = Math.max(~~latencies[interactionId], duration);
    // In view from the first: of a page that was opened behind another the time says nothing.
    const seen = performance.getEntriesByType('visibility-state').length === 1;
    if (size && !began && seen) found.lcp = ~~startTime;
    if (value && !hadRecentInput) {
      if (startTime - latest >= 1000 || startTime - first >= 5000) [sum, first] = [0, startTime];
      latest = startTime;
      found.cls = Math.max(found.cls, ~~((sum += value) * 1000));
    }
  };

  if (window.LayoutShift) found.cls = 0;
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
  TYPES.forEach((type) => observer.observe({ type, buffered: !began, durationThreshold: 16 }));
  return () => {
    observer.takeRecords().forEach(take);
    observer.disconnect();
    // The longest, but for one in fifty.
    const slowest = Object.values(latencies).sort((one, other) => other - one);
    if (slowest[0]) found.inp = slowest[~~(slowest.length / 50)];
  };
}
