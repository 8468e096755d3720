/* Fills the elements of a page that are marked data-rakneverk-policy with the policy; a link in them stays. */
((policy) => {
  const build = (node) => {
    if (typeof node === 'string') return document.createTextNode(node);
    const [name, attributes, ...children] = node;
    const element = document.createElement(name);
    for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
    element.append(...children.map(build));
    return element;
  };
  const fill = () => {
    for (const place of document.querySelectorAll('[data-rakneverk-policy]')) {
      place.querySelector('.rakneverk-policy')?.remove();
      place.prepend(build(policy));
    }
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', fill);
  else fill();
})(__FRAGMENT__);
