/** The supervisor's page: the whole hall, live, to look at. */

import { watchHall } from "/admin/static/hall.js";

watchHall();
