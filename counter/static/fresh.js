/** A new number for who has more dossiers than one ticket covers: taken at the desk, told, printed if wanted. */

import { change, unsettled } from "/counter/static/desk.js";
import { answer, question } from "/counter/static/dialogs.js";
import { label, say } from "/counter/static/facts.js";
import { onPress } from "/counter/static/press.js";
import { post, send } from "/counter/static/sending.js";
import { one } from "/shell/static/dom.js";
import { wishes } from "/shell/static/intent.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

const fresh = question("fresh");
const wish = wishes();
let id = "";

/**
 * Another ticket of the same service, at the end of its line; undefined when there is none. Asked for once more for the
 * same person, after no answer came, it is the same one.
 * @param {Ticket} of @returns {Promise<any>}
 */
export async function takeAnother(of) {
  await unsettled();
  return send(wish, [of.id], "/api/v1/tickets", { service: of.service, lang: of.lang });
}

/** Shows the new number, to be told. @param {Ticket & {ahead: number | null}} ticket */
export function askFresh(ticket) {
  id = ticket.id;
  one("#fresh-number").textContent = ticket.number;
  one("#fresh-about").textContent = [label(ticket.service), say("ahead", { n: ticket.ahead ?? 0 })].join(" · ");
  fresh.showModal();
}

async function print() {
  if (await post(`/api/v1/tickets/${encodeURIComponent(id)}/print`, {})) change({ said: say("printing") });
}

export const listenToFresh = () => onPress(one("#fresh-print"), () => answer(print));
