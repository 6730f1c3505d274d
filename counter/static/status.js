/** Whether this counter works, and whether the page is live: said in the bar and, when it matters, above everything. */

import { setStatus } from "/counter/static/act.js";
import { askPause } from "/counter/static/asking.js";
import { desk } from "/counter/static/desk.js";
import { close, question } from "/counter/static/dialogs.js";
import { say } from "/counter/static/facts.js";
import { allow, onPress } from "/counter/static/press.js";
import { fill, h, one } from "/shell/static/dom.js";
import { fillIn, pick } from "/shell/static/lang.js";
import { clock } from "/shell/static/time.js";

const pause = one("#pause");
const lost = one("#lost");
const ended = question("ended");

/** What stands in the bar, and what the pause button does, by state. @returns {[string, string, "open" | "paused"]} */
function standing() {
  const { page } = desk;
  const why = pick(page?.reason);
  const tells = (/** @type {string} */ words) => (why ? `${words}: ${why}` : words);
  if (page?.upcoming === "closed") return [say("statusClosing"), say("closeNot"), "open"];
  if (page?.upcoming) return [tells(say("statusSoon")), say("pauseNot"), "open"];
  if (page?.status === "paused") return [tells(say("statusPaused")), say("pauseOver"), "open"];
  if (page?.status === "closed") return [say("statusClosed"), say("pauseOver"), "open"];
  return [say("statusOpen"), page?.current ? say("pauseSoon") : say("pause"), "paused"];
}

export function drawStatus() {
  const { page, live } = desk;
  const [words, wish] = standing();
  const status = one("#status");
  status.textContent = live ? words : say("statusLost");
  status.dataset.status = live ? (page?.upcoming ?? page?.status ?? "") : "lost";
  one("#pause-label").textContent = wish;
  allow(pause, live && page !== null);
  document.body.dataset.live = live ? "yes" : "no";
  drawLost();
  drawHall();
  drawDark();
}

/** The whole hall pauses: said in the words that the hall's screens have. */
function drawHall() {
  const message = desk.page?.hall_paused?.text;
  const told = one("#hall-paused");
  const words = message ? pick(message) : "";
  told.hidden = !words;
  const place = one("[data-message]", told);
  if (place.textContent !== words) place.textContent = words;
}

/** Why the sign-in ended, as far as that is known; every cause it may have stands there before. */
function drawEnded() {
  const why = desk.endedBy && ended.getAttribute(`data-${desk.endedBy}`);
  if (why) one("#ended-why").textContent = why;
}

/** Nobody sees or hears a call: the officer's own voice has to be heard. */
function drawDark() {
  const since = desk.live ? desk.page?.dark_since : null;
  const told = one("#dark");
  const words = since ? fillIn(told.dataset.words ?? "", { area: told.dataset.area ?? "", at: clock(since) }) : "";
  told.hidden = !words;
  if (told.textContent !== words) told.textContent = words;
}

function drawLost() {
  const away = !desk.live && desk.lostAt !== "" && !desk.ended;
  if (desk.ended && !ended.open) {
    close();
    ended.showModal();
  } else if (away) close();
  drawEnded();
  const stuck = desk.troubleAt || desk.stuckAt;
  banner(away ? "lost" : stuck && !desk.ended ? "stuck" : "", away ? desk.lostAt : stuck);
}

/** What stands above everything, if anything must, since when. @param {"lost" | "stuck" | ""} what @param {string} at */
function banner(what, at) {
  if ((lost.dataset.what ?? "") === what) return;
  lost.dataset.what = what;
  lost.hidden = !what;
  fill(lost, ...(what ? [h("strong", {}, say(what, { at })), h("span", {}, say(`${what}More`))] : []));
}

export function listenToStatus() {
  onPress(pause, () => (standing()[2] === "open" ? setStatus("open") : askPause()));
  // Nothing can be done here any more: the question stays until it is answered.
  ended.addEventListener("cancel", (event) => event.preventDefault());
}
