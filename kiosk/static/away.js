/** Says so when the server is away or does not know this kiosk, and goes on by itself when it is back. */

import { live } from "/shell/static/live.js";
import { one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { untilReady } from "/shell/static/ready.js";
import { facts } from "./facts.js";
import { outdated } from "./menu.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

const GRACE = 3000;
const RELOAD_AGAIN_AFTER = 60000;

/**
 * Keeps `kiosk.menu` the newest and `kiosk.away` true to the connection.
 * @param {Kiosk} kiosk
 */
export function connect(kiosk) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const link = live("kiosk", (now) => {
    clearTimeout(timer);
    kiosk.trouble = now.trouble !== "";
    if (now.live) return turn(kiosk, "");
    // A restart of the server is hardly longer than this: nobody is sent away for it.
    timer = setTimeout(() => turn(kiosk, now.refused ? "refused" : "away"), now.refused ? 0 : GRACE);
  });
  link.watch({ kiosk: true }, (menu) => {
    kiosk.menu = menu;
    if (kiosk.state.screen === "start" && outdated(kiosk)) loadAgain();
    kiosk.draw();
  });
}

/**
 * The server lives but did not record a number: nobody else is led to a button that does nothing.
 * @param {Kiosk} kiosk
 */
export async function stuck(kiosk) {
  const before = kiosk.stuck;
  kiosk.stuck = true;
  kiosk.draw();
  if (before) return;
  await untilReady();
  kiosk.stuck = false;
  if (kiosk.state.intent) kiosk.state.intent.refusal = "";
  kiosk.draw();
}

/** Whoever is still there goes on where they were; if nobody is, time brings the start. */
/** @param {Kiosk} kiosk @param {Kiosk["away"]} how */
function turn(kiosk, how) {
  kiosk.away = how;
  kiosk.draw();
}

/** @param {Kiosk} kiosk */
const cover = (kiosk) => /** @type {HTMLDialogElement} */ (one('[data-dialog="away"]', kiosk.frame()));

/** Whether nothing can be taken here now: covers everything but a number just taken. @param {Kiosk} kiosk */
export const covered = ({ away, stuck, trouble, state }) =>
  (away !== "" || stuck || trouble) && state.screen !== "ticket" && !state.intent?.busy;

/** The same in the centre's other language: nobody can choose one here. @param {Kiosk} kiosk @param {string} what */
function elsewhere(kiosk, what) {
  const other = document.querySelector(`template[data-lang="${kiosk.state.lang === "en" ? "vi" : "en"}"]`);
  if (!(other instanceof HTMLTemplateElement)) return "";
  const say = sentences(one(".frame", other.content));
  return `${say(what)} ${say("guide")}`;
}

/** @param {Kiosk} kiosk */
export function drawAway(kiosk) {
  const dialog = cover(kiosk);
  const covers = covered(kiosk);
  const what = kiosk.away || "away";
  facts(dialog, { away: covers ? kiosk.say(what) : "", awayElsewhere: covers ? elsewhere(kiosk, what) : "" });
  dialog.oncancel = (event) => event.preventDefault();
  if (covers && !dialog.open) dialog.showModal();
  if (!covers && dialog.open) dialog.close();
}

/** The centre offers other things than this page shows; not more than once a minute, whatever is wrong. */
function loadAgain() {
  const last = Number(sessionStorage.getItem("loaded") ?? 0);
  if (Date.now() - last < RELOAD_AGAIN_AFTER) return;
  sessionStorage.setItem("loaded", String(Date.now()));
  location.reload();
}
