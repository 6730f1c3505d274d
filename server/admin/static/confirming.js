/** Changes that ask for a second word where they meet people who have tickets or appointments already. */

import { h, one } from "/shell/static/dom.js";
import { say } from "/admin/static/hours_words.js";
import { twice } from "/admin/static/twice.js";

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

/**
 * What takes a row away: a button pressed twice, the second word after a refusal, and the refusal where the eye is.
 * @param {string} name whose row it is, for who does not see it
 * @param {(confirm: boolean, place: HTMLElement) => Promise<boolean>} remove whether it was done
 * @returns {[HTMLElement, HTMLElement]} the buttons, and the place for the refusal
 */
export function removing(name, remove) {
  const complaint = h("p", { class: "banner warn", role: "alert", "data-complaint": "", hidden: true });
  const button = h("button", { type: "button", class: "button" }, say("remove"));
  const anyway = h("button", { type: "button", class: "button grave", hidden: true, onclick: () => remove(true, complaint) }, say("anyway"));
  twice(button, say("again"), async () => (anyway.hidden = await remove(false, complaint)));
  return [h("span", {}, anyway, " ", button, h("span", { class: "unseen" }, ` ${name}`)), complaint];
}
