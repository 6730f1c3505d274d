/** Lists of tickets: rows stay the same elements while their tickets do, so focus and the eye keep their place. */

import { hallNow } from "/counter/static/desk.js";
import { facts, label, say } from "/counter/static/facts.js";
import { fill, h } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { clock } from "/shell/static/time.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

/** Milliseconds of the hall's time for which a held ticket should have been looked after. @param {Ticket} ticket */
const overdue = (ticket) => (ticket.remind_at === null ? 0 : hallNow() - Date.parse(ticket.remind_at));
/** @param {Ticket} ticket */
const long = (ticket) => overdue(ticket) > 0;
/** For how many minutes of the hall's time it is held. @param {Ticket} ticket */
const heldFor = (ticket) => facts.hold + Math.floor(overdue(ticket) / 60000);

/** What must be seen at once about a ticket, in words; in a row, in few. @param {Ticket} ticket @param {boolean} [short] */
export const tags = (ticket, short = false) => [
  ticket.priority && h("span", { class: "tag priority" }, say("priority")),
  ticket.assist && h("span", { class: "tag" }, say(short ? "assistShort" : "assist")),
  ticket.lang === "en" && h("span", { class: "tag" }, short ? h("abbr", { title: say("english") }, "EN") : say("english")),
  long(ticket) && h("span", { class: "tag long" }, say("heldLong", { n: heldFor(ticket) })),
  ticket.state === "waiting" && ticket.for && h("span", { class: "tag" }, say("sentHere")),
];

/** From when a ticket is counted, where that is not when it was taken. @param {Ticket} ticket */
function countedFrom({ due_at: due, issued_at: issued }) {
  return clock(due) === clock(issued) ? "" : say("countedFrom", { at: clock(due) });
}

/** Why, or where, a ticket stands. @param {Ticket} ticket */
export function about(ticket) {
  if (ticket.state === "held") {
    const since = say("heldSince", { at: clock(ticket.aside_at ?? "") });
    const here = ticket.counter === facts.counter ? since : `${say("heldAt", { counter: ticket.counter ?? "" })}, ${since}`;
    return [pick(ticket.held_for), here].filter(Boolean).join(" · ");
  }
  // Plain order is no reason to read; the first in the line keeps it above the lists.
  const why = ticket.why?.vi === facts.plain ? "" : pick(ticket.why);
  if (ticket.state !== "no_show") return [why, countedFrom(ticket)].filter(Boolean).join(" · ");
  return say("missedAt", { at: clock(ticket.called_at ?? ""), counter: ticket.counter ?? "" });
}

/** @param {HTMLElement} button @param {Ticket} ticket */
function drawRow(button, ticket) {
  button.dataset.long = long(ticket) ? "yes" : "no";
  fill(
    button,
    h("span", { class: "number" }, ticket.number),
    h("span", { class: "tags" }, ...tags(ticket, true)),
    h("span", { class: "at figures" }, clock(ticket.issued_at)),
    h("span", { class: "for" }, [label(ticket.service), about(ticket)].filter(Boolean).join(" · ")),
  );
}

/**
 * Makes a list show these tickets; a press of one calls `choose` with it as it is then.
 * @param {HTMLElement} list
 * @param {Ticket[]} tickets
 * @param {(ticket: Ticket) => void} choose
 */
export function drawRows(list, tickets, choose) {
  const kept = new Map([...list.children].map((row) => [row instanceof HTMLElement ? row.dataset.id : "", row]));
  for (const [id, row] of kept) if (!tickets.some((ticket) => ticket.id === id)) row.remove();
  let place = list.firstElementChild;
  for (const ticket of tickets) {
    const row = kept.get(ticket.id) ?? h("li", { "data-id": ticket.id }, h("button", { type: "button", class: "ticket-row" }));
    if (row === place) place = place.nextElementSibling;
    else list.insertBefore(row, place);
    const button = /** @type {HTMLButtonElement} */ (row.firstElementChild);
    button.onclick = () => choose(ticket);
    drawRow(button, ticket);
  }
}

/** Arrows walk through services and tickets, Escape goes back to the current one. @param {KeyboardEvent} event */
export function stepInLists(event) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".service, .ticket-row")]);
  const here = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  if (event.code === "Escape" && here >= 0) rows[here]?.blur();
  else if (!step || !rows.length) return false;
  else rows.at((here < 0 && step < 0 ? -1 : here + step) % rows.length)?.focus();
  event.preventDefault();
  return true;
}
