/** What this machine or this tab remembers; a browser that forbids it remembers nothing, and nothing breaks. */

/** @param {string} name @param {Storage} [where] @returns {string} */
export function recall(name, where) {
  try {
    return (where ?? localStorage).getItem(name) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} name @param {string} value @param {Storage} [where] */
export function remember(name, value, where) {
  try {
    (where ?? localStorage).setItem(name, value);
  } catch {
    // Private windows and full disks: the page works without.
  }
}
