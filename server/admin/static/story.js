/** What happened to the ticket on the page, line by line: why it stands where it stands, and who did what. */

import { fill, h, one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { clock } from "/shell/static/time.js";
import { server } from "/admin/static/desk.js";

/** @typedef {import("/shell/static/lang.js").Text} Text */
/** @typedef {{seq: number, at: string, what: string, text: Text, by: Text | null}} Event */

const list = one("[data-story]");
/** What becomes of a slip is said once it is known. */
const LEFT_OUT = new Set(["print-queued", "print-started"]);
let told = "";

/** @param {Event} event @param {string} day the ticket's own: of another one the date is said */
function row(event, day) {
  const date = event.at.slice(0, 10);
  const [, month, on] = date.split("-");
  const time = date === day ? clock(event.at) : `${clock(event.at)} ${on}/${month}`;
  const by = event.by && h("span", { class: "quiet by" }, pick(event.by));
  return h("li", {}, h("time", { class: "figures", datetime: event.at }, time), h("span", {}, pick(event.text)), by);
}

/**
 * Asks for the story when the ticket is another one than was last told of, or has changed since; not for every change
 * in the hall.
 * @param {{id: string, business_date: string, version: number, ahead: number | null, wait: object | null}} ticket
 */
export async function tellStory(ticket) {
  const changed = JSON.stringify({ ...ticket, version: 0, ahead: 0, wait: null });
  if (changed === told) return;
  if (!told.includes(ticket.id)) fill(list);
  told = changed;
  const story = await server.get(`/api/v1/tickets/${ticket.id}/history`).catch(() => null);
  if (told !== changed) return;
  if (!story) return void (told = "");
  const events = story.events.filter((/** @type {Event} */ event) => !LEFT_OUT.has(event.what));
  fill(list, ...events.map((/** @type {Event} */ event) => row(event, ticket.business_date)));
}
