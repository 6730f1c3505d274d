/** Buttons that stay in their place: allowed or not, never gone, so that focus and the hand can rely on them. */

/** The elements of a selector. @param {string} selector @param {ParentNode} [inside] @returns {HTMLElement[]} */
export const every = (selector, inside = document) =>
  [...inside.querySelectorAll(selector)].filter((element) => element instanceof HTMLElement);

/** @param {HTMLElement} button @param {boolean} can */
export const allow = (button, can) => button.setAttribute("aria-disabled", String(!can));

/** Presses of a button that is not allowed do nothing. @param {HTMLElement} button @param {() => void} go */
export const onPress = (button, go) =>
  button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && go());
