/** Dialogs that ask before something is done to the hall: one intent is one change, a refusal is said where it was asked. */

import { one } from "/shell/static/dom.js";
import { sentence, tell } from "/admin/static/desk.js";
import { intents } from "/admin/static/intent.js";

/**
 * @param {string} selector
 * @param {(said: FormData, key: string) => Promise<unknown>} work what the pressed button means
 */
export function asks(selector, work) {
  const dialog = /** @type {HTMLDialogElement} */ (one(selector));
  const form = /** @type {HTMLFormElement} */ (one("form", dialog));
  const complaint = one("[data-form-says]", dialog);
  const intent = intents();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = new FormData(form);
    try {
      await intent.once(JSON.stringify([...said]), async (key) => {
        await work(said, key);
        dialog.close();
      });
    } catch (fault) {
      tell(complaint, sentence(fault));
    }
  });
  one("[data-dismiss]", dialog).addEventListener("click", () => dialog.close());
  return {
    dialog,
    form,
    open() {
      intent.forget();
      tell(complaint, "");
      dialog.showModal();
    },
  };
}
