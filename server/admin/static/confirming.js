/** A form whose change asks for a second word where it meets people who have tickets already. */

import { one } from "/shell/static/dom.js";

/**
 * @param {HTMLFormElement} form its ``[data-confirm]`` is the second word, shown after a refusal until something is altered
 * @param {(said: FormData, confirm: boolean) => Promise<boolean>} send whether it was done
 */
export function confirming(form, send) {
  const anyway = /** @type {HTMLButtonElement} */ (one("[data-confirm]", form));
  const go = async (/** @type {boolean} */ confirm) => {
    const done = await send(new FormData(form), confirm);
    anyway.hidden = done || confirm;
    if (done) form.reset();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(false);
  });
  form.addEventListener("input", () => (anyway.hidden = true));
  anyway.addEventListener("click", () => form.reportValidity() && go(true));
}
