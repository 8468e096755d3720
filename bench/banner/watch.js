/*
 * Runs before the page: notes when the banner can be seen, and what the browser says of painting and moving. Of a paint it
 * takes the time when the page was done with it; when that reaches a screen is no matter of the page, and there is none.
 */
(refuse) => {
  const seen = { shown: 0, frames: 0, first: 0, largest: 0, largestIsPage: true, shift: 0 };
  Object.defineProperty(window, 'bannerBench', { value: seen });

  const inBanner = (element) => {
    // The banner is whatever of the body's own children holds the refusal.
    const button = refuse && document.querySelector(refuse);
    const top = button && [...document.body.children].find((child) => child.contains(button));
    return Boolean(top && element && top.contains(element));
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'first-contentful-paint') seen.first = entry.paintTime;
  }).observe({ type: 'paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      seen.largest = entry.paintTime;
      seen.largestIsPage = !inBanner(entry.element);
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  if (!refuse) return;

  const isVisible = (button) => {
    const { left, top, right, bottom } = button.getBoundingClientRect();
    const inside = right > left && bottom > top && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return inside && button.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const look = () => {
    seen.frames++;
    const button = document.querySelector(refuse);
    if (!button || !isVisible(button)) return requestAnimationFrame(look);
    // The message comes when this frame has been handed over to be shown.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (seen.shown = performance.now());
    port2.postMessage(0);
  };
  // Nothing is asked of the page frame by frame until the button is there.
  const arrivals = new MutationObserver(() => {
    if (!document.querySelector(refuse)) return;
    arrivals.disconnect();
    requestAnimationFrame(look);
  });
  arrivals.observe(document, { childList: true, subtree: true });
}
