/** Reception's page: find a number, issue one, print it again; the hall beside it. */

import { one } from "/shell/static/dom.js";
import { kiosk, watchActions } from "/admin/static/actions.js";
import { watchAmending } from "/admin/static/amend.js";
import { watchAppointments } from "/admin/static/appointments.js";
import { connection } from "/admin/static/desk.js";
import { clearFind, watchFinding } from "/admin/static/find.js";
import { watchHall } from "/admin/static/hall.js";
import { watchIssuing } from "/admin/static/issue.js";
import { drawMenu } from "/admin/static/offers.js";
import { watchPause } from "/admin/static/pause.js";
import { open, refresh } from "/admin/static/ticket.js";
import { show } from "/admin/static/views.js";

/** @param {import("/admin/static/beside.js").Now} now */
function printerOfChoice(now) {
  const printer = now.printers.find((one) => one.kiosks.includes(kiosk() ?? ""));
  one("[data-printer-says]").textContent = printer && !printer.good ? printer.says : "";
}

watchFinding((ticket) => open(ticket, false));
watchIssuing((ticket) => open(ticket, true));
watchActions();
watchPause();
watchAppointments(open);
watchAmending();
watchHall({ board: refresh, beside: printerOfChoice });
connection.watch({ kiosk: true }, drawMenu);
one("[data-close]").addEventListener("click", () => {
  clearFind();
  show("departments");
});
