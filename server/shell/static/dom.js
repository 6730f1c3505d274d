/** Building the page from text: nothing here can turn a text into markup. */

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {string | number | boolean | null | undefined | ((event: any) => void)} Value */

const SVG = "http://www.w3.org/2000/svg";

/**
 * `h("button", {class: "button", onclick: go}, "Tiếp")`. A property of null, undefined or false is left out; true
 * stands without value; `on...` listens. Attributes that could run code or style are refused.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, Value>} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) set(element, name, value);
  element.append(...kept(children));
  return element;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {Value} value
 */
function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") return element.addEventListener(name.slice(2), value);
  if (/^(on|style$|srcdoc$)/.test(name)) throw new Error(`${name} is not for texts`);
  if (/^(href|src)$/.test(name) && !/^(\/|https?:|#|data:image\/)/.test(String(value))) throw new Error(`bad ${name}`);
  element.setAttribute(name, value === true ? "" : String(value));
}

/** @param {Child[]} children @returns {(Node | string)[]} */
const kept = (children) =>
  children.filter((c) => c !== null && c !== undefined && c !== false).map((c) => (c instanceof Node ? c : String(c)));

/**
 * Replaces what an element holds.
 * @param {Element} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...kept(children));
}

/**
 * A picture of the page's own SVG sprite, hidden from readers: icon("/kiosk/static/icons.svg", "land").
 * @param {string} sprite
 * @param {string} name
 */
export function icon(sprite, name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * The one element for a selector; missing is a fault of the template.
 * @template {HTMLElement} [E=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [inside]
 * @returns {E}
 */
export function one(selector, inside = document) {
  const found = /** @type {E | null} */ (inside.querySelector(selector));
  if (!found) throw new Error(`no ${selector} on the page`);
  return found;
}
