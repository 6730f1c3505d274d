/** The big field: a number as it is typed, a ticket as it is found. */

import { one } from "/shell/static/dom.js";
import { plain, sentences } from "/shell/static/lang.js";
import { sentence, server } from "/admin/static/desk.js";

const form = /** @type {HTMLFormElement} */ (one("[data-find]"));
const field = /** @type {HTMLInputElement} */ (one("#number"));
const day = /** @type {HTMLSelectElement} */ (one("[name=date]", form));
const says = one("[data-find-says]");
const say = sentences(form);

/**
 * "ba 5" is BA005: spaces, case, leading zeros and the marks that a Vietnamese keyboard adds do not matter.
 * @param {string} typed
 */
export function tidy(typed) {
  const written = plain(typed).replace(/\s/g, "").toUpperCase();
  const [, letters, digits] = /^([A-Z]+)(\d+)$/.exec(written) ?? [];
  return letters && digits ? letters + digits.padStart(Number(form.dataset.digits), "0") : written;
}

/** @param {string} words */
function complain(words) {
  says.textContent = words;
  field.setAttribute("aria-invalid", String(words !== ""));
  if (words) field.select();
}

let newest = 0;

/** @param {(ticket: any) => void} found */
async function find(found) {
  const number = tidy(field.value);
  if (!number) return complain(say("empty"));
  newest += 1;
  const turn = newest;
  try {
    const asked = new URLSearchParams({ number, ...(day.value && { date: day.value }) });
    const answer = await server.get(`/api/v1/tickets?${asked}`, { patience: 3000 });
    if (turn !== newest) return;
    const [ticket] = answer.tickets;
    complain(ticket ? "" : say(day.value ? "noneThen" : "none", { number }));
    if (ticket) found(ticket);
  } catch (fault) {
    complain(sentence(fault));
  }
}

/** Empties the field for the next person. */
export function clearFind() {
  field.value = "";
  day.value = "";
  complain("");
}

/** @param {(ticket: any) => void} found */
export function watchFinding(found) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find(found);
  });
}
