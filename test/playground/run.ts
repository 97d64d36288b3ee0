/** `npm run check:playground`: the page in a real browser. Its checks are tests of node's own runner. */
import "./page.js";
import "./reading.js";
import "./stories.js";
import "./looks.js";
import "./using.js";
