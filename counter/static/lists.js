/** Lines by service, the next tickets, held and missed ones, and today's figures. */

import { desk } from "/counter/static/desk.js";
import { say } from "/counter/static/facts.js";
import { askChosen } from "/counter/static/questions.js";
import { drawRows } from "/counter/static/rows.js";
import { drawServices, listenToServices } from "/counter/static/services.js";
import { one } from "/shell/static/dom.js";

/** @typedef {import("/counter/static/facts.js").Page} Page */

const SHOWN = 20;

/** @param {string} name @param {import("/counter/static/facts.js").Ticket[]} tickets @param {number} count */
function drawList(name, tickets, count) {
  drawRows(one(`#${name}`), tickets, askChosen);
  one(`#${name}-none`).hidden = tickets.length > 0;
  one(`#${name}-count`).textContent = String(count);
}

/** @param {number | null} seconds */
function minutes(seconds) {
  if (seconds === null) return "–";
  return seconds < 60 ? say("underMinute") : say("minutes", { n: Math.round(seconds / 60) });
}

/** @param {Page["today"]} today */
function drawToday(today) {
  one("#served").textContent = String(today.served);
  one("#no-shows").textContent = String(today.no_shows);
  one("#chosen-calls").textContent = String(today.chosen);
  const named = one("#by-service");
  named.textContent = String(today.by_service);
  /** @type {HTMLElement} */ (named.parentElement).hidden = today.by_service === 0;
  one("#mean-serve").textContent = minutes(today.mean_serve_s);
  one("#mean-wait").textContent = minutes(today.mean_wait_s);
}

export function drawLists() {
  const { page, live } = desk;
  if (!page) return;
  const { waiting } = page;
  const free = live && !page.current && page.status === "open";
  drawServices(page, free && !page.hall_paused);
  drawList("waiting", waiting.tickets.slice(0, SHOWN), waiting.count);
  const rest = Math.max(waiting.count, waiting.tickets.length) - SHOWN;
  one("#waiting-more").hidden = rest <= 0;
  one("#waiting-more").textContent = say("more", { n: rest });
  drawList("held", page.held, page.held.length);
  drawList("missed", page.missed, page.missed.length);
  drawToday(page.today);
}

export function listenToLists() {
  listenToServices();
}
