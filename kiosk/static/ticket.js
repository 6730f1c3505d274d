/** The new number: large, where to sit, and what is known of the slip until it is out of the printer. */

import { one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { about } from "./confirm.js";
import { facts } from "./facts.js";
import { band, late, unopened } from "./menu.js";
import { serviceOf } from "./state.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */
/** @typedef {import("./state.js").Ticket} Ticket */

const ASK_EVERY = 700;
const PRINTS = new Set(["queued", "yes", "failed", "no"]);

/** @param {Kiosk} kiosk */
export function drawTicket(kiosk) {
  const ticket = kiosk.state.ticket;
  if (!ticket) return;
  const screen = one('[data-screen="ticket"]', kiosk.frame());
  const printed = PRINTS.has(ticket.printed) ? ticket.printed : "queued";
  facts(screen, {
    number: ticket.number,
    place: about(kiosk, ticket.service).place,
    ahead: ticket.ahead === null ? "" : kiosk.say("ahead", { n: ticket.ahead }),
    band: band(kiosk, ticket.wait),
    then: ticket.then.length ? kiosk.say("after", { services: ticket.then.map((code) => about(kiosk, code).label).join(", ") }) : "",
    desks: unopened(kiosk, serviceOf(kiosk.menu, ticket.service), ticket.wait),
    why: ticket.why?.vi === kiosk.say("plain") ? "" : pick(ticket.why),
    late: late(kiosk, ticket.wait, "lateTaken"),
    print: kiosk.say(`print${printed[0]?.toUpperCase()}${printed.slice(1)}`),
  });
  screen.dataset.printed = printed;
  one('[data-fact="number"]', screen).dataset.length = String(ticket.number.length);
  picture(screen, "qr", `/kiosk/qr/${ticket.id}.svg`, true);
  picture(screen, "slip", `/kiosk/slip/${ticket.id}.png`, printed === "yes" && "preview" in kiosk.stage.dataset);
}

/** @param {HTMLElement} screen @param {string} name @param {string} source @param {boolean} shown */
function picture(screen, name, source, shown) {
  const image = /** @type {HTMLImageElement} */ (one(`img[data-fact="${name}"]`, screen));
  image.onerror = () => image.classList.add("missing");
  image.onload = () => image.classList.remove("missing");
  if (shown && (image.getAttribute("src") !== source || image.classList.contains("missing"))) image.src = source;
  image.hidden = !shown;
}

/**
 * Asks what became of the slip, while its number is on the screen.
 * @param {Kiosk} kiosk
 */
export function followPrint(kiosk) {
  const ticket = kiosk.state.ticket;
  if (!ticket || ticket.printed !== "queued") return;
  setTimeout(async () => {
    const newest = await kiosk.server.get(`/api/v1/tickets/${ticket.id}`).catch(() => ticket);
    if (kiosk.state.ticket?.id !== ticket.id) return;
    // What stood ahead when the number was taken stays: the slip in the hand says the same.
    kiosk.state.ticket = { ...ticket, printed: newest.printed };
    kiosk.draw();
    followPrint(kiosk);
  }, ASK_EVERY);
}
