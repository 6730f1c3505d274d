/** One wish of a person happens once, however often it has to be sent: its key stays the same until an answer came. */

import { Away, newKey, Refused } from "/shell/static/api.js";

const TOO_MANY = 429;

/** Remembers the last wish as long as nobody knows what became of it. */
export function wishes() {
  let wish = "";
  let key = "";
  return {
    /** A wish that was given up is not what the next one means. */
    forget: () => void (wish = ""),
    /**
     * @template T
     * @param {string} what the wish in words: the same words are the same wish
     * @param {(key: string) => Promise<T>} work
     * @returns {Promise<T>}
     */
    async send(what, work) {
      if (wish !== what) key = newKey();
      wish = what;
      try {
        const result = await work(key);
        wish = "";
        return result;
      } catch (fault) {
        // Who is only told to wait a little has not been told whether an earlier try was done.
        if (!(fault instanceof Away || (fault instanceof Refused && fault.status === TOO_MANY))) wish = "";
        throw fault;
      }
    },
  };
}
