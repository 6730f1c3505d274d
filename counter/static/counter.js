/** The officer's page: watches this counter's document, draws it, and listens. */

import { session } from "/counter/static/act.js";
import { listenToAsking } from "/counter/static/asking.js";
import { listenToAuto } from "/counter/static/auto.js";
import { listenToCancel } from "/counter/static/cancel.js";
import { change, desk, redraw, take, whenChanged } from "/counter/static/desk.js";
import { listenToDialogs } from "/counter/static/dialogs.js";
import { facts } from "/counter/static/facts.js";
import { drawFinishing, listenToFinishing } from "/counter/static/finishing.js";
import { listenToFresh } from "/counter/static/fresh.js";
import { keepWhileLost } from "/counter/static/keeping.js";
import { listenToKeys } from "/counter/static/keys.js";
import { listenToLeaving } from "/counter/static/leaving.js";
import { drawLists, listenToLists } from "/counter/static/lists.js";
import { drawNext, listenToMoves } from "/counter/static/next.js";
import { listenToOutcomes } from "/counter/static/outcomes.js";
import { drawMoves } from "/counter/static/patience.js";
import { drawChosen, listenToQuestions } from "/counter/static/questions.js";
import { drawStatus, listenToStatus } from "/counter/static/status.js";
import { drawTicket, drawTimer } from "/counter/static/ticket.js";
import { noteHall } from "/counter/static/trail.js";
import { listenToTransfer } from "/counter/static/transfer.js";
import { live } from "/shell/static/live.js";
import { clock, clockNow, everySecond, learn } from "/shell/static/time.js";

const UNDO_CHECK_S = 15;

/** @param {import("/shell/static/live.js").State} state */
function hear(state) {
  if (state.refused) change({ live: false, ended: true, endedBy: state.ended ?? "" });
  else change({ live: state.live, lostAt: state.live ? "" : clockNow(facts.now), troubleAt: clock(state.trouble) });
}

learn(facts.now);
// First of all: whether an undo is offered goes by it.
whenChanged(() => desk.page && noteHall(desk.page.hall_paused?.since));
for (const draw of [drawStatus, drawTicket, drawNext, drawLists, drawChosen, drawFinishing]) whenChanged(draw);
for (const listen of [listenToMoves, listenToOutcomes, listenToLists, listenToStatus]) listen();
for (const listen of [listenToDialogs, listenToQuestions, listenToTransfer, listenToCancel, listenToAsking, listenToFinishing, listenToFresh]) listen();
listenToAuto();
listenToKeys();
listenToLeaving();
keepWhileLost();

let seconds = 0;
everySecond(() => {
  drawTimer();
  drawMoves();
  // Nothing else tells that an undo is no longer possible, or that somebody is held for long.
  if (++seconds % UNDO_CHECK_S === 0) redraw();
});
// Also teaches the page the server's clock.
session().catch(() => null);
live("officer", hear).watch({ counter: facts.counter }, take);
