const SVG = 'http://www.w3.org/2000/svg';

/** The element with an id. */
export function byId(id) {
  return document.getElementById(id);
}

/** An HTML element; attributes that are null or false are left out, those that are functions listen to the event of their name. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(key, value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Whether things may move. */
export function mayMove() {
  return !matchMedia('(prefers-reduced-motion: reduce)').matches;
}
