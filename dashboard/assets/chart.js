// Lets a pointer, a finger or the keys go through the bars of a chart. What a bar says stands in its title element, which
// is all there is without this script, as is the table below.
(() => {
  "use strict";

  const plots = new WeakMap();

  // Of a plot: its bars with what they say, the box that says it, and which bar is shown.
  function prepare(plot) {
    const bars = [...plot.querySelectorAll(".bars g")].map(bar => {
      const title = bar.querySelector("title");
      const said = title.textContent;
      title.remove(); // or the browser would show it beside the box
      return { bar, said, place: bar.querySelector(".place") };
    });
    const box = document.createElement("p");
    box.className = "reading";
    box.hidden = true;
    box.setAttribute("aria-hidden", "true");
    plot.append(box);
    plots.set(plot, { bars, box, at: -1 });
    // A slider is what moves by arrows, Home and End, and tells its value wherever it stands.
    plot.setAttribute("role", "slider");
    plot.setAttribute("aria-readonly", "true");
    plot.setAttribute("aria-label", plot.dataset.walk);
    plot.setAttribute("aria-valuemin", "1");
    plot.setAttribute("aria-valuemax", String(bars.length));
    tell(plot, bars.length - 1);
    plot.tabIndex = 0;
  }

  function tell(plot, at) {
    plot.setAttribute("aria-valuenow", String(at + 1));
    plot.setAttribute("aria-valuetext", plots.get(plot).bars[at].said);
  }

  function show(plot, at) {
    const state = plots.get(plot);
    const { bar, said, place } = state.bars[at];
    hide(plot);
    state.at = at;
    bar.classList.add("shown");
    tell(plot, at);
    state.box.textContent = said;
    state.box.hidden = false;
    const around = plot.getBoundingClientRect();
    const below = place.getBoundingClientRect();
    const middle = below.left + below.width / 2 - around.left;
    const most = around.width - state.box.offsetWidth;
    state.box.style.left = `${Math.max(0, Math.min(most, middle - state.box.offsetWidth / 2))}px`;
  }

  function hide(plot) {
    const state = plots.get(plot);
    if (state.at >= 0) state.bars[state.at].bar.classList.remove("shown");
    state.at = -1;
    state.box.hidden = true;
  }

  function hideOthers(plot) {
    for (const other of document.querySelectorAll(".plot")) if (other !== plot && plots.has(other)) hide(other);
  }

  const plotOf = target => {
    const plot = target instanceof Element ? target.closest(".plot") : null;
    return plot && plots.has(plot) ? plot : null;
  };

  function atPointer(event) {
    const plot = plotOf(event.target);
    hideOthers(plot);
    if (!plot) return;
    const at = plots.get(plot).bars.findIndex(each => each.bar.contains(event.target));
    if (at >= 0) show(plot, at);
    else if (event.pointerType === "mouse") hide(plot);
  }

  function atKey(event) {
    const plot = plotOf(event.target);
    if (!plot || event.altKey || event.ctrlKey || event.metaKey) return;
    const { bars, at } = plots.get(plot);
    const last = bars.length - 1;
    const next = {
      ArrowRight: Math.min(last, at + 1),
      ArrowUp: Math.min(last, at + 1),
      ArrowLeft: at < 0 ? last : Math.max(0, at - 1),
      ArrowDown: at < 0 ? last : Math.max(0, at - 1),
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === "Escape") hide(plot);
    else if (next !== undefined) show(plot, next);
    else return;
    event.preventDefault();
  }

  function prepareAll() {
    for (const plot of document.querySelectorAll(".plot")) if (!plots.has(plot)) prepare(plot);
  }

  document.addEventListener("pointermove", event => event.pointerType === "mouse" && atPointer(event));
  document.addEventListener("pointerdown", atPointer);
  document.documentElement.addEventListener("pointerleave", () => hideOthers(null));
  document.addEventListener("keydown", atKey);
  document.addEventListener("focusout", event => plotOf(event.target) && hide(plotOf(event.target)));
  document.addEventListener("replaced", prepareAll); // a part of the page, without loading it anew
  prepareAll();
})();
