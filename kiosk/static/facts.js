/** Puts texts where a screen's template has a place for them. */

/**
 * Fills `data-fact` places by name. A place without text is hidden, so that no empty box stands on the page.
 * @param {ParentNode} inside
 * @param {Record<string, string | number>} texts
 */
export function facts(inside, texts) {
  for (const [name, text] of Object.entries(texts)) {
    for (const place of inside.querySelectorAll(`[data-fact="${name}"]`)) put(/** @type {HTMLElement} */ (place), String(text));
  }
}

/** @param {HTMLElement} place @param {string} text */
function put(place, text) {
  // The same text is not written again: a live region would be read out again.
  if (place.textContent !== text) place.textContent = text;
  place.hidden = text === "";
}

/**
 * Every element for a selector, as HTML elements.
 * @param {string} selector
 * @param {ParentNode} inside
 * @returns {HTMLElement[]}
 */
export const all = (selector, inside) => [...inside.querySelectorAll(selector)].map((e) => /** @type {HTMLElement} */ (e));
