/** What this machine, or this tab, remembers; a browser that forbids it remembers nothing, and nothing breaks. */

/** @typedef {"localStorage" | "sessionStorage"} Where */

/** @param {string} name @param {Where} [where] @returns {string} */
export function recall(name, where = "localStorage") {
  try {
    return window[where].getItem(name) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} name @param {string} value @param {Where} [where] */
export function remember(name, value, where = "localStorage") {
  try {
    window[where].setItem(name, value);
  } catch {
    // Private windows and full disks: the page works without.
  }
}
