/** Changes that ask for a second word where they meet people who have tickets or appointments already. */

import { h, one } from "/shell/static/dom.js";
import { say } from "/admin/static/hours_words.js";
import { twice } from "/admin/static/twice.js";

/** @typedef {import("/admin/static/hours.js").Outcome} Outcome */

/**
 * @param {HTMLFormElement} form its ``[data-confirm]`` is the second word, shown once it is asked for, until something is altered
 * @param {(said: FormData, confirm: boolean) => Promise<Outcome>} send
 */
export function confirming(form, send) {
  const anyway = /** @type {HTMLButtonElement} */ (one("[data-confirm]", form));
  const go = async (/** @type {boolean} */ confirm) => {
    const outcome = await send(new FormData(form), confirm);
    anyway.hidden = outcome !== "asked" || confirm;
    if (outcome === "done") form.reset();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(false);
  });
  form.addEventListener("input", () => (anyway.hidden = true));
  anyway.addEventListener("click", () => form.reportValidity() && go(true));
}

/**
 * What takes a row away: a button pressed twice, the second word once it is asked for, and the question where the eye is.
 * @param {string} name whose row it is, for who does not see it
 * @param {(confirm: boolean, place: HTMLElement) => Promise<Outcome>} remove
 * @returns {[HTMLElement, HTMLElement]} the buttons, and the place for the refusal
 */
export function removing(name, remove) {
  const complaint = h("p", { class: "banner warn", role: "alert", "data-complaint": "", hidden: true });
  const button = h("button", { type: "button", class: "button" }, say("remove"));
  const anyway = h("button", { type: "button", class: "button grave", hidden: true, onclick: () => remove(true, complaint) }, say("anyway"));
  twice(button, say("again"), async () => (anyway.hidden = (await remove(false, complaint)) !== "asked"));
  return [h("span", {}, anyway, " ", button, h("span", { class: "unseen" }, ` ${name}`)), complaint];
}
