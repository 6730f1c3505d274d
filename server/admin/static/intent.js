/** One intent of a person happens once, however often its button is pressed. */

import { wishes } from "/shell/static/intent.js";

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

/** While an intent is under way it is not begun again, and after no answer the same wish is sent with the same key. */
export function intents() {
  const wish = wishes();
  let busy = false;
  return {
    forget: wish.forget,
    /**
     * @template T
     * @param {string} what
     * @param {(key: string) => Promise<T>} work
     * @returns {Promise<T | undefined>} undefined when nothing was begun
     */
    async once(what, work) {
      if (busy || !settled()) return undefined;
      busy = true;
      try {
        return await wish.send(what, work);
      } finally {
        busy = false;
      }
    },
  };
}
