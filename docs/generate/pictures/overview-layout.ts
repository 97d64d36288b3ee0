import type { RequestState } from "ess-request-machine";
import { ANY_END, type Place, WAITING } from "./places.js";
import type { Box, Point } from "./svg.js";

/**
 * Where the overview draws what. Coordinates are pixels. Every state needs a box here. An arrow without a route is
 * written into the box of its state ("cancel → CANCELLED"): so a new transition needs no change here.
 */

export const SIZE = { width: 880, height: 838 };

const box = (left: number, top: number, width: number, height: number): Box => ({ left, top, width, height });

export const FRAMES: Readonly<Record<string, Box>> = {
  [WAITING]: box(152, 36, 554, 236),
  [ANY_END]: box(92, 590, 662, 78),
};

export const STATES: Readonly<Record<RequestState, Box>> = {
  PENDING_VALIDATION: box(400, 50, 120, 44),
  WAIT: box(405, 124, 110, 54),
  READY: box(405, 218, 110, 36),
  HOLD: box(214, 218, 96, 36),
  BLOCKED: box(594, 218, 96, 36),
  VALIDATION_FAILED: box(756, 50, 112, 44),
  EXPIRED: box(756, 218, 112, 36),
  SCHEDULE_ENDED: box(10, 122, 130, 62),
  FINISHED: box(27, 222, 96, 34),

  RUNNING: box(385, 322, 150, 92),
  PAUSED: box(690, 324, 104, 40),
  ERROR_AUTO_RETRY: box(94, 312, 132, 62),
  ERROR_MANUAL_RECOVERY: box(84, 388, 142, 78),
  CANCELLING: box(680, 452, 124, 64),
  COMPLETED: box(402, 474, 116, 40),

  CANCELLED: box(108, 606, 106, 36),
  ERROR: box(262, 606, 96, 36),
  SUCCEEDED: box(402, 606, 116, 36),
  WARNING: box(640, 606, 98, 36),
};

export interface Route {
  /** SVG path data from border to border, with horizontal and vertical lines only. */
  readonly path: string;
  /** The middle of the label: beside each other on a horizontal line, below each other on a vertical one. */
  readonly label: Point;
}

const route = (path: string, label: Point): Route => ({ path, label });

export const INITIAL: Route = route("M460 20 V50", [460, 20]);

/** By "from → to". */
export const ROUTES: Readonly<Record<`${Place} → ${Place}`, Route>> = {
  "PENDING_VALIDATION → WAIT": route("M460 94 V124", [460, 108]),
  "PENDING_VALIDATION → VALIDATION_FAILED": route("M520 72 H756", [630, 72]),
  "WAIT → SCHEDULE_ENDED": route("M405 133 H140", [340, 133]),
  "SCHEDULE_ENDED → FINISHED": route("M75 184 V222", [75, 202]),
  "WAIT → HOLD": route("M405 160 H244 V218", [244, 186]),
  "HOLD → WAIT": route("M284 218 V170 H405", [342, 170]),
  "READY → HOLD": route("M405 236 H310", [358, 236]),
  "WAIT → READY": route("M460 178 V218", [460, 197]),
  "WAIT → BLOCKED": route("M515 160 H642 V218", [642, 188]),
  "READY → BLOCKED": route("M515 227 H594", [552, 227]),
  "BLOCKED → READY": route("M594 245 H515", [557, 245]),
  "WAIT → EXPIRED": route("M515 140 H812 V218", [600, 140]),
  "BLOCKED → EXPIRED": route("M690 236 H756", [728, 236]),
  "READY → EXPIRED": route("M496 254 V288 H812 V254", [640, 288]),
  "READY → RUNNING": route("M460 254 V322", [460, 296]),

  "RUNNING → PAUSED": route("M535 334 H690", [612, 334]),
  "PAUSED → RUNNING": route("M690 354 H535", [612, 354]),
  "RUNNING → ERROR_AUTO_RETRY": route("M385 342 H226", [308, 342]),
  "ERROR_AUTO_RETRY → WAIT": route("M188 312 V151 H405", [188, 297]),
  "RUNNING → ERROR_MANUAL_RECOVERY": route("M385 394 H226", [308, 394]),
  "ERROR_MANUAL_RECOVERY → WAIT": route("M84 427 H52 V286 H168 V142 H405", [52, 350]),
  "RUNNING → ERROR": route("M404 414 V440 H310 V606", [310, 500]),
  "RUNNING → COMPLETED": route("M460 414 V474", [460, 442]),

  "RUNNING → CANCELLING": route("M535 396 H600 V466 H680", [600, 430]),
  "PAUSED → CANCELLING": route("M742 364 V452", [742, 406]),
  "COMPLETED → CANCELLING": route("M518 484 H680", [560, 484]),
  "COMPLETED → SUCCEEDED": route("M460 514 V606", [460, 562]),
  [`COMPLETED → ${ANY_END}`]: route("M500 514 V536 H580 V590", [580, 562]),
  [`CANCELLING → ${ANY_END}`]: route("M680 502 H580 V590", [634, 502]),
  "CANCELLING → WARNING": route("M710 516 V606", [710, 556]),
  "CANCELLING → SUCCEEDED": route("M766 516 V694 H460 V642", [610, 694]),
  "CANCELLING → ERROR": route("M779 516 V718 H310 V642", [540, 718]),
  "CANCELLING → CANCELLED": route("M792 516 V742 H161 V642", [480, 742]),
};
