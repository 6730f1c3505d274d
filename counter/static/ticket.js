/** The current ticket, large, with its quiet clock; without one, a look at who comes next. */

import { desk } from "/counter/static/desk.js";
import { facts, label, say } from "/counter/static/facts.js";
import { tags } from "/counter/static/rows.js";
import { fill, h, one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { clock, secondsSince, stopwatch } from "/shell/static/time.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

const box = one("#ticket");
const timer = one("#timer");

/** @param {Ticket} ticket */
function stateOf(ticket) {
  if (ticket.state === "serving") return say("serving");
  if (ticket.state !== "called") return say("upcoming");
  return ticket.calls > 1 ? say("calledAgain", { calls: ticket.calls }) : say("called");
}

/** @param {Ticket} ticket */
function aboutOf(ticket) {
  const then = ticket.then.length ? say("then", { services: ticket.then.map(label).join(", ") }) : "";
  return [label(ticket.service), say("takenAt", { at: clock(ticket.issued_at) }), then].filter(Boolean).join(" · ");
}

export function drawTicket() {
  const { page } = desk;
  if (!page) return;
  const ticket = page.current ?? page.waiting.tickets[0];
  box.dataset.state = page.current?.state ?? (ticket ? "next" : "none");
  one("#state").textContent = ticket ? stateOf(ticket) : say("none");
  one("#number").textContent = ticket?.number ?? say("nobody");
  fill(one("#tags"), ...(ticket ? tags(ticket) : []));
  one("#why").textContent = pick(ticket?.why);
  one("#about").textContent = ticket ? aboutOf(ticket) : say("nobodyWhy");
  const counter = one("h1").textContent ?? "";
  document.title = `${page.current?.number ?? `(${page.waiting.count})`} · ${counter}`;
  drawTimer();
}

/** The clock of the call, then of the work at the desk; amber and red also say so in words. */
export function drawTimer() {
  const ticket = desk.page?.current;
  const since = ticket?.state === "serving" ? ticket.serving_at : ticket?.called_at;
  if (!ticket || !since) return fill(timer);
  const seconds = secondsSince(since);
  const over = ticket.state === "serving" ? [facts.red, facts.amber].find((minutes) => seconds >= minutes * 60) : undefined;
  timer.dataset.over = over === undefined ? "no" : over === facts.red ? "red" : "amber";
  fill(timer, stopwatch(seconds), over !== undefined && h("small", {}, say("over", { minutes: over })));
}
