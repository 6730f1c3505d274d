/** What a called person is still owed: the buttons that call again and note a miss say how long they still wait. */

import { desk } from "/counter/static/desk.js";
import { facts, mayMove, say } from "/counter/static/facts.js";
import { allow, every } from "/counter/static/press.js";
import { one } from "/shell/static/dom.js";
import { now, stopwatch } from "/shell/static/time.js";

/** @typedef {import("/counter/static/facts.js").Ticket} Ticket */

/** The server's clock is known to a second or so: better a second late than a refusal. */
const MARGIN_MS = 1000;
/** What must wait while the whole hall pauses: nobody's time runs then. */
const PAUSED = ["recall", "no-show"];
const buttons = every("[data-move]");

/** Whole seconds until an instant, some later; never below zero. @param {string | null} instant @param {number} [later] */
const until = (instant, later = 0) =>
  instant === null ? 0 : Math.max(0, Math.ceil((Date.parse(instant) - now()) / 1000 + later));

/** @param {number} seconds */
const wait = (seconds) => (seconds > 0 ? say("still", { time: stopwatch(seconds).replace(/^0(?=\d:)/, "") }) : "");

/** What must still happen before this move, in words; "" when nothing. @param {Ticket} ticket @param {string} move */
function owed(ticket, move) {
  if (move === "recall") return wait(until(ticket.announced_at, facts.recall));
  if (move !== "no-show") return "";
  if (ticket.calls < facts.noShowCalls) return say("callMore", { n: facts.noShowCalls - ticket.calls });
  return wait(until(ticket.no_show_at, MARGIN_MS / 1000));
}

/** Every move of the current ticket: allowed or not, and what it waits for. */
export function drawMoves() {
  const ticket = desk.page?.current ?? null;
  const stands = desk.page?.hall_paused ? PAUSED : [];
  for (const button of buttons) {
    const move = button.dataset.move ?? "";
    const can = ticket !== null && mayMove(move, ticket.state) && !stands.includes(move);
    const words = can && ticket ? owed(ticket, move) : "";
    const still = one(".still", button);
    if (still.textContent !== words) still.textContent = words;
    allow(button, desk.live && can && !words);
  }
}
