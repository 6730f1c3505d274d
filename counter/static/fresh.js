/** The new number of who has more dossiers than one ticket covers: told, printed if wanted. */

import { change } from "/counter/static/desk.js";
import { answer, question } from "/counter/static/dialogs.js";
import { label, say } from "/counter/static/facts.js";
import { onPress } from "/counter/static/press.js";
import { post } from "/counter/static/sending.js";
import { one } from "/shell/static/dom.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

const fresh = question("fresh");
let id = "";

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
