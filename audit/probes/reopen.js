/* What leads back to a choice that has been made. */

const settingsForms = words.reopen.settings.map(whole);
const plainForms = words.reopen.plain.map(whole);
const must = new RegExp(words.reopen.must, 'iu');

/** 3 for a hook, 2 for words that say it, 1 for a mere "Kakor"; 0 for something else. */
function leadsBack(element) {
  if (element.dataset.consent === 'reopen' || element.hasAttribute('data-rakneverk-open')) return 3;
  const said = plain(nameOf(element));
  if (!said || said.length > 60) return 0;
  if (must.test(said) && settingsForms.some((form) => form.test(said))) return 2;
  return plainForms.some((form) => form.test(said)) ? 1 : 0;
}

function isFooter(element) {
  if (element.closest('footer, [role=contentinfo], [class*=footer], [id*=footer], [class*=sidfot], [id*=sidfot]')) {
    return true;
  }
  const { top } = element.getBoundingClientRect();
  return top + scrollY > document.documentElement.scrollHeight * 0.8;
}

/** The best first; what floats before what stands further down. */
function ways() {
  const shown = find()?.element;
  const pressed = [...everything(document)].filter((one) => one.matches(`${PRESSED}, [data-rakneverk-open]`) &&
    !isIn(shown, one) && leadsBack(one) && isSeen(one));
  const rank = (one) => leadsBack(one) * 2 + (/fixed|sticky/.test(positionOf(one)) ? 1 : 0);
  return pressed.sort((a, b) => rank(b) - rank(a)).slice(0, 3);
}

/** Whether it can be pressed where it stands, once the page is scrolled to it. */
function isReachableThere(element) {
  const before = scrollY;
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const reachable = isReachable(element);
  scrollTo({ top: before, behavior: 'instant' });
  return reachable;
}

function describeWay(element) {
  const floating = /fixed|sticky/.test(positionOf(element));
  const described = { does: 'reopen', hook: leadsBack(element) === 3, reachable: isReachableThere(element) };
  return {
    control: { ...describeControl(element, document.body), ...described },
    floating,
    footer: !floating && isFooter(element),
  };
}

/** Buttons of the forms of a page where a choice can be made. */
function formButtons() {
  const found = [...document.forms].flatMap((form) => [...form.elements]);
  const buttons = found.filter((one) => one.matches('button:not([type=button]), input[type=submit]'));
  return buttons.map((one) => ({ text: nameOf(one), does: purpose(one).does }));
}
