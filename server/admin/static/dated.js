/** A page about one day: today until another is chosen, asked again when something happens in the hall. */

import { one } from "/shell/static/dom.js";
import { connection, sentence, tell } from "/admin/static/desk.js";

/** Much happens in a hall, and nobody reads that fast: it is asked for once in this time at most. */
const EVERY_MS = 5000;
export const asked = /** @type {HTMLFormElement} */ (one("[data-asked]"));
const date = /** @type {HTMLInputElement} */ (one("[name=date]", asked));
const says = one("[data-says]");
let today = "";
let timer = 0;
let askedAt = -EVERY_MS;

/** "23/11/2026" from "2026-11-23". @param {string} day */
export const written = (day) => day.split("-").reverse().join("/");

/** The day that is asked for as a query's field; "" is today, whichever that is by now. */
export const dayAsked = () => (date.value === today ? "" : date.value);

/**
 * Has `look` ask now, when the form changes, and while today is shown whenever the hall changes.
 * @param {(anew: boolean) => Promise<{date: string} | null>} look `anew`: for another day or part than before; what it
 * was told, null where another question came between
 */
export function watchDay(look) {
  const ask = async (/** @type {boolean} */ anew) => {
    clearTimeout(timer);
    timer = 0;
    askedAt = performance.now();
    const day = dayAsked();
    try {
      const answer = await look(anew);
      if (answer && !day) date.value = today = answer.date;
      tell(says, "");
    } catch (fault) {
      tell(says, sentence(fault));
    }
  };
  // Nobody reads a page that lies behind another one: it catches up once it is looked at.
  const follow = () => {
    if (dayAsked() || document.hidden) return;
    timer ||= setTimeout(() => ask(false), Math.max(0, askedAt + EVERY_MS - performance.now()));
  };
  asked.addEventListener("submit", (event) => event.preventDefault());
  asked.addEventListener("change", () => asked.checkValidity() && ask(true));
  connection.watch({ board: "all" }, follow);
  document.addEventListener("visibilitychange", follow);
  ask(true);
}
