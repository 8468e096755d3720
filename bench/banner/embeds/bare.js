/* The least that a banner can be: it asks, and forgets the answer. What it costs is what the page and the machine cost. */
(() => {
  const banner = document.createElement('div');
  banner.setAttribute('role', 'region');
  banner.setAttribute('aria-label', 'Kakor');
  banner.style.cssText =
    'position:fixed;inset:auto 16px 16px;padding:16px;font:16px/1.5 system-ui;color:#1d2329;background:#fff;border:1px solid';
  const text = document.createElement('p');
  text.textContent = 'Får vi räkna ditt besök?';
  banner.append(text);
  for (const [hook, label] of [['refuse', 'Neka'], ['accept', 'Godkänn']]) {
    const button = document.createElement('button');
    button.id = `bare-${hook}`;
    button.textContent = label;
    button.style.cssText = 'min-height:44px;min-width:8em;margin-inline-end:8px';
    button.onclick = () => banner.remove();
    banner.append(button);
  }
  document.body.prepend(banner);
})();
