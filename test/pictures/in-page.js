/** What is measured in the browser: this file runs in the page that has the picture in it. */

const boxOf = (element) => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom };
};

const overlap = (a, b, slack) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;

const isInside = ({ x, y }, box, slack) =>
  x > box.left + slack && x < box.right - slack && y > box.top + slack && y < box.bottom - slack;

/** The points of a line, some two pixels apart, where the page has them. */
function pointsOf(path) {
  const toPage = path.getScreenCTM();
  const length = path.getTotalLength();
  return Array.from({ length: Math.ceil(length / 2) + 1 }, (_, step) =>
    path.getPointAtLength(Math.min(step * 2, length)).matrixTransform(toPage),
  );
}

const classesOf = (group, prefix) => [...group.classList].filter((name) => name.startsWith(prefix));

/** An arrow's own label lies where its lines meet. */
const isOwnLabel = (line, label) =>
  label.classList.contains("arrow") &&
  ["to-", "on-"].every((prefix) => String(classesOf(line, prefix)) === String(classesOf(label, prefix))) &&
  classesOf(line, "from-").every((name) => label.classList.contains(name));

/** The states where a line begins or ends; what is written in them it may not touch either. */
const isOwnState = (line, state) => {
  const name = state.id.slice("state-".length);
  return line.classList.contains(`from-${name}`) || line.classList.contains(`to-${name}`);
};

globalThis.faultsOf = (svg) => {
  const texts = [...svg.querySelectorAll("text")].map((element) => ({
    element,
    name: element.textContent.trim(),
    box: boxOf(element),
  }));
  const states = [...svg.querySelectorAll("g.state")];
  const lines = [...svg.querySelectorAll("g.arrow > path")].map((path) => ({
    group: path.parentElement,
    points: pointsOf(path),
  }));
  const canvas = boxOf(svg);
  const outside = texts
    .filter(
      ({ box }) =>
        box.left < canvas.left || box.right > canvas.right || box.top < canvas.top || box.bottom > canvas.bottom,
    )
    .map(({ name }) => `“${name}” is not all in the picture`);
  const overlapping = texts.flatMap((one, index) =>
    texts
      .slice(index + 1)
      .flatMap((other) => (overlap(one.box, other.box, 1.5) ? `“${one.name}” and “${other.name}” overlap` : [])),
  );
  const struck = lines.flatMap(({ group, points }) => [
    ...texts
      .filter(({ element }) => !isOwnLabel(group, element.parentElement))
      .filter(({ box }) => points.some((point) => isInside(point, box, 1)))
      .map(({ name }) => `a line of ${group.getAttribute("class")} runs through “${name}”`),
    ...states
      .filter((state) => !isOwnState(group, state))
      .filter((state) => points.some((point) => isInside(point, boxOf(state), 1)))
      .map((state) => `a line of ${group.getAttribute("class")} runs through ${state.id}`),
  ]);
  return { texts: texts.length, lines: lines.length, faults: [...new Set([...outside, ...overlapping, ...struck])] };
};

/** The smallest letters, in pixels, as the picture is shown. */
globalThis.smallestText = (svg) => {
  const scale = svg.getScreenCTM().a;
  return Math.min(
    ...[...svg.querySelectorAll("text")].map((text) => scale * Number.parseFloat(getComputedStyle(text).fontSize)),
  );
};
