// Asks for the same page with another range, filter, order or leaf, and puts the parts of the answer in the place of
// its own. Whatever goes wrong, the browser goes there itself, as it does without this script.
"use strict";

(() => {
  const TOP = { x: 0, y: 0, focus: "" };
  let request = new XMLHttpRequest();
  let shown = "";

  const address = ({ pathname, search }) => pathname + search;
  const place = () => ({ x: scrollX, y: scrollY, focus: document.activeElement?.id ?? "" });
  const remember = () => history.replaceState(place(), "");
  const main = () => document.querySelector("main");

  const goTo = ({ x, y, focus }, otherwise) => {
    const element = (focus && document.getElementById(focus)) || otherwise;
    element?.focus({ preventScroll: true });
    if (element?.type === "search") element.setSelectionRange(element.value.length, element.value.length);
    scrollTo(x, y);
  };

  const tell = () => {
    const told = [...main().querySelectorAll("[data-told]")].map((each) => each.textContent.trim());
    document.getElementById("told").textContent = told.join(", ");
    document.dispatchEvent(new Event("replaced"));
  };

  const replace = (answer, enter) => {
    const parts = [...document.querySelectorAll("[data-part]")];
    const others = parts.map((part) => answer.querySelector(`[data-part="${part.dataset.part}"]`));
    if (others.includes(null)) return false;
    const there = enter();
    parts.forEach((part, index) => part.replaceWith(others[index]));
    document.title = answer.title;
    shown = address(location);
    goTo(there, main());
    tell();
    return true;
  };

  // The browser itself makes a document of the server's answer. So no script turns text into HTML, and the page's
  // policy can forbid all that would (trusted-types 'none').
  const ask = (url, enter, giveUp) => {
    url.hash = "";
    request.abort();
    request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.onerror = giveUp;
    request.onload = ({ target: { status, response, responseURL } }) => {
      const isAnswer = status === 200 && response && responseURL === url.href;
      if (!isAnswer || !replace(response, enter)) giveUp();
    };
    request.send();
    main().setAttribute("aria-busy", "true");
  };

  const follow = (event, url, isToTop) => {
    const isHere = url.origin === location.origin && url.pathname === location.pathname;
    if (!isHere || event.defaultPrevented) return;
    event.preventDefault();
    const enter = () => {
      const there = isToTop ? TOP : place();
      remember();
      history[address(url) === shown ? "replaceState" : "pushState"](there, "", url);
      return there;
    };
    ask(url, enter, () => location.assign(url));
  };

  const start = () => {
    shown = address(location);
    history.scrollRestoration = "manual";
    if (history.state) goTo(history.state);

    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      const marked = link?.closest("[data-replace]");
      const isOther = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
      if (!marked || isOther || link.target || link.hasAttribute("download")) return;
      follow(event, new URL(link.href), marked.dataset.replace === "top");
    });

    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (form.method !== "get" || !form.closest("[data-replace]")) return;
      const url = new URL(form.action);
      url.search = new URLSearchParams(new FormData(form));
      follow(event, url, false);
    });

    addEventListener("popstate", ({ state }) => {
      if (address(location) !== shown) ask(new URL(location), () => state ?? TOP, () => location.reload());
      else if (state) goTo(state);
    });

    addEventListener("scrollend", remember);
    addEventListener("pagehide", remember);
    addEventListener("beforeunload", () => {
      request.abort();
      main().removeAttribute("aria-busy");
    });
  };

  if (document.querySelector("[data-replace]")) start();
})();
