/** The kiosk: one state, one screen drawn from it, and what each touch means. */

import { api } from "/shell/static/api.js";
import { one } from "/shell/static/dom.js";
import { sentences } from "/shell/static/lang.js";
import { learn } from "/shell/static/time.js";
import { connect, drawAway } from "./away.js";
import { choose, drawConfirm, toggle } from "./confirm.js";
import { drawEntry, look, type } from "./entry.js";
import { drawFrame, enter } from "./frame.js";
import { awake, watchTime } from "./idle.js";
import { drawMenu } from "./menu.js";
import { askCode, drawFound, rejoin, watchReader } from "./mine.js";
import { drawMore, scroll } from "./more.js";
import { drawNotices } from "./notices.js";
import { drawShut } from "./shut.js";
import { drawSearch, press, write } from "./search.js";
import { answer } from "./others.js";
import { fresh } from "./state.js";
import { take } from "./take.js";
import { drawTicket, followPrint } from "./ticket.js";
import { listen } from "./touch.js";
import { add, back, drawAdding, drop } from "./visit.js";

const stage = one("#stage");
/** @type {Record<string, (kiosk: import("./state.js").Kiosk) => void>} */
const SCREENS = {
  confirm: drawConfirm, ticket: drawTicket, search: drawSearch, appointment: drawEntry, mine: drawEntry, found: drawFound,
};

/** @type {import("./state.js").Kiosk} */
const kiosk = {
  state: fresh(), menu: null, away: "", stuck: false, trouble: false, until: 0, stage, server: api("kiosk"),
  frame: () => one(".frame", stage),
  say: (name, values) => sentences(kiosk.frame())(name, values),
  draw,
  go: (screen) => (kiosk.state.trail.push(kiosk.state.screen), show(screen)),
  back: () => show(kiosk.state.trail.pop() ?? "start"),
  // A number that is under way is shown to whoever asked for it.
  restart: () => kiosk.state.intent?.busy || ((kiosk.state = fresh()), show("start")),
};

function draw() {
  for (const part of [drawFrame, drawMenu, drawShut, drawAdding, SCREENS[kiosk.state.screen], drawAway, drawNotices, drawMore]) part?.(kiosk);
}

/** @param {string} screen */
function show(screen) {
  kiosk.state.screen = screen;
  for (const dialog of stage.querySelectorAll("dialog")) dialog.close();
  draw();
  awake(kiosk);
  enter(kiosk);
  if (screen === "ticket") followPrint(kiosk);
}

/** @param {string} screen */
function open(screen) {
  Object.assign(kiosk.state, { typed: "", wrong: "", mine: null });
  kiosk.go(screen);
}

const help = () => /** @type {HTMLDialogElement} */ (one('[data-dialog="help"]', stage));
const change = (/** @type {Partial<import("./state.js").State>} */ part) => (Object.assign(kiosk.state, part), draw());

listen(stage, {
  take: () => take(kiosk), go: open, add: () => add(kiosk), others: (said) => answer(kiosk, said, () => take(kiosk)),
  type: (key) => type(kiosk, key), look: (which) => look(kiosk, which), rejoin: () => rejoin(kiosk), code: () => askCode(kiosk), service: (code) => choose(kiosk, code), find: (code) => choose(kiosk, code),
  switch: (which) => toggle(kiosk, which), back: () => back(kiosk), drop: (service) => drop(kiosk, service), done: kiosk.restart, leave: kiosk.restart, home: kiosk.restart,
  key: (key) => press(kiosk, key), scroll: (way) => scroll(kiosk, way), tongue: (lang) => change({ lang }),
  comfort: (which) => change(which === "low" ? { low: !kiosk.state.low } : { larger: !kiosk.state.larger }),
  help: () => help().showModal(), close: () => help().close(), stay: draw,
  elsewhere: () => kiosk.state.screen === "ticket" && kiosk.restart(),
});
stage.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  if ("query" in target.dataset) write(kiosk, target.value);
  else if (kiosk.state.intent) (kiosk.state.intent.priority = target.value), draw();
});
addEventListener("resize", () => drawMore(kiosk));
learn(stage.dataset.now ?? null);
kiosk.restart();
watchTime(kiosk);
watchReader(kiosk);
connect(kiosk);
