/** One intent of a person happens once, however often its button is pressed. */

import { Away, newKey } from "/shell/static/api.js";

const SETTLE_MS = 700;
const page = document.documentElement;
let timer = 0;

/** The page has just become another one: presses meant for the old one do not count. */
export function settle() {
  page.dataset.settled = "no";
  clearTimeout(timer);
  timer = setTimeout(() => (page.dataset.settled = "yes"), SETTLE_MS);
}

/** Whether a press may count. */
export const settled = () => page.dataset.settled !== "no";

/**
 * Gives each intent its key: while it is under way it is not begun again, and after no answer the same wish is sent
 * with the same key, so that the server can tell.
 */
export function intents() {
  let busy = false;
  let wish = "";
  let key = newKey();
  return {
    /** A wish that was given up is not what the next one means. */
    forget: () => void (wish = ""),
    /**
     * @template T
     * @param {string} what
     * @param {(key: string) => Promise<T>} work
     * @returns {Promise<T | undefined>} undefined when nothing was begun
     */
    async once(what, work) {
      if (busy || !settled()) return undefined;
      busy = true;
      if (wish !== what) key = newKey();
      wish = what;
      try {
        const result = await work(key);
        wish = "";
        return result;
      } catch (fault) {
        if (!(fault instanceof Away)) wish = "";
        throw fault;
      } finally {
        busy = false;
      }
    },
  };
}
