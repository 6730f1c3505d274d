/** The supervisor's page: the whole hall, live, and what can be done about it. */

import { watchAlerts } from "/admin/static/alerts.js";
import { askMove, askNotice, watchLines, watchNotices } from "/admin/static/answers.js";
import { watchAssigning } from "/admin/static/assign.js";
import { watchClosing } from "/admin/static/close_counter.js";
import { watchHall } from "/admin/static/hall.js";
import { watchOverview } from "/admin/static/lookout.js";
import { watchPause } from "/admin/static/pause.js";

watchAlerts({ move: askMove, tell: askNotice });
watchNotices();
watchLines();
watchAssigning();
watchClosing();
watchPause();
watchHall();
watchOverview();
