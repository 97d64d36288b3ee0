/** `npm run check:playground`: the page in a real browser. The checks are tests of Node's own runner. */
import "./page.js";
import "./first-screen.js";
import "./reading.js";
import "./scenarios.js";
import "./looks.js";
import "./using.js";
