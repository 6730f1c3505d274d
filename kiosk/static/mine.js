/** One's own number at the kiosk: how it stands, coming back after a missed call, and slips held under a reader. */

import { Refused } from "/shell/static/api.js";
import { one } from "/shell/static/dom.js";
import { pick } from "/shell/static/lang.js";
import { facts } from "./facts.js";
import { band } from "./menu.js";

/** @typedef {import("./state.js").Kiosk} Kiosk */

const LINK = /\/t\/([0-9a-f]{36})$/;

/** @param {Kiosk} kiosk @param {import("./state.js").Mine} mine */
export function show(kiosk, mine) {
  Object.assign(kiosk.state, { mine, typed: "", wrong: "" });
  kiosk.go("found");
}

/** Asks for the code on the slip, without which nothing is done for a number. @param {Kiosk} kiosk */
export function askCode(kiosk) {
  Object.assign(kiosk.state, { typed: "", wrong: "" });
  kiosk.go("mine");
}

/** What a number is, as its sentences are called: one that its holder left and may take back is not just cancelled.
 * @param {import("./state.js").Mine} mine */
const standing = (mine) => (mine.state === "cancelled" && mine.can_rejoin ? "left" : mine.missed ?? mine.state);

/** What can still be done about a number that was left or cancelled. @param {import("./state.js").Mine} mine */
function advice({ state, can_rejoin: back }) {
  if (state !== "cancelled") return null;
  return back ? (back.keeps ? "leftKept" : "leftCalled") : "takeNew";
}

/** @param {Kiosk} kiosk */
export function drawFound(kiosk) {
  const { mine, wrong } = kiosk.state;
  if (!mine) return;
  const screen = one('[data-screen="found"]', kiosk.frame());
  const over = standing(mine), todo = advice(mine);
  const waits = mine.state === "waiting";
  facts(screen, {
    "mine-number": mine.number,
    "mine-service": pick(mine.service_name),
    "mine-state": waits ? kiosk.say("ahead", { n: mine.ahead ?? 0 }) : kiosk.say(`state${over[0]?.toUpperCase()}${over.slice(1)}`, { counter: mine.counter ?? "" }),
    "mine-advice": todo ? kiosk.say(todo) : "",
    "mine-place": pick(mine.place),
    "mine-desks": waits && mine.desks && mine.desks !== "open" ? kiosk.say(`desks${mine.desks === "paused" ? "Paused" : "Closed"}`) : "",
    "mine-band": waits ? band(kiosk, mine.wait) : "",
    "mine-then": mine.then_names.length ? kiosk.say("after", { services: mine.then_names.map(pick).join(", ") }) : "",
    "mine-why": waits && mine.why?.vi !== kiosk.say("plain") ? pick(mine.why) : "",
    "mine-wrong": wrong,
  });
  one("[data-where]", screen).hidden = !mine.place;
  const rejoins = one("[data-rejoin]", screen);
  rejoins.hidden = !(mine.can_rejoin && mine.track_url);
  rejoins.textContent = kiosk.say(mine.can_rejoin?.keeps ? "takeBack" : "present");
  one("[data-code]", screen).hidden = !(mine.can_rejoin && !mine.track_url);
}

/** @param {Kiosk} kiosk */
export async function rejoin(kiosk) {
  const { mine } = kiosk.state;
  if (!mine?.track_url) return;
  const path = `/api/v1/track/${mine.track_url.split("/").pop()}`;
  try {
    const now = await kiosk.server.post(`${path}/rejoin`);
    kiosk.state.mine = { ...now, track_url: mine.track_url };
  } catch (fault) {
    kiosk.state.wrong = fault instanceof Refused ? fault.message : kiosk.say("noLink");
  }
  kiosk.draw();
}

/** A reader types a slip's link as a keyboard does, on whatever screen. @param {Kiosk} kiosk */
export function watchReader(kiosk) {
  let typed = "";
  addEventListener("keydown", async ({ key, timeStamp }) => {
    if (key.length === 1) typed = (typed + key).slice(-200);
    if (key !== "Enter") return;
    const token = LINK.exec(typed)?.[1];
    typed = "";
    if (!token || kiosk.state.intent?.busy || kiosk.away || !timeStamp) return;
    const found = await kiosk.server.get(`/api/v1/track/${token}`).catch(() => null);
    if (found) show(kiosk, { ...found, track_url: `/t/${token}` });
  });
}
