/** The pause of the whole hall: its button, in two presses, and the word that it lasts. */

import { one } from "/shell/static/dom.js";
import { pick, sentences } from "/shell/static/lang.js";
import { clock } from "/shell/static/time.js";
import { asks } from "/admin/static/asking.js";
import { connection, server } from "/admin/static/desk.js";

const bar = one("[data-pause-bar]");
const say = sentences(bar);

/** @param {{since: string, text: import("/shell/static/lang.js").Text} | null} paused */
function draw(paused) {
  bar.dataset.paused = paused ? "yes" : "no";
  one("[data-standing]", bar).hidden = !paused;
  one("[data-pause]", bar).hidden = paused !== null;
  one("[data-resume]", bar).hidden = paused === null;
  one("[data-standing-since]", bar).textContent = paused ? say("since", { time: clock(paused.since) }) : "";
  one("[data-standing-text]", bar).textContent = pick(paused?.text);
}

const ask = async () => draw((await server.get("/api/v1/hall").catch(() => null))?.paused ?? null);

export function watchPause() {
  const pausing = asks("[data-pause-dialog]", async (said, key) => {
    draw((await server.post("/api/v1/hall/pause", { message: said.get("message") }, { key })).paused);
  });
  const resuming = asks("[data-resume-dialog]", async (_, key) => {
    draw((await server.post("/api/v1/hall/resume", {}, { key })).paused);
  });
  one("[data-pause]", bar).addEventListener("click", () => (pausing.form.reset(), pausing.open()));
  one("[data-resume]", bar).addEventListener("click", () => resuming.open());
  let known = "";
  connection.watch({ board: "all" }, (board) => {
    const now = JSON.stringify([board.paused, board.paused && board.notices[0]]);
    if (now !== known) ask();
    known = now;
  });
}
