/** Measures a picture: this file runs in the browser, in the page that contains the picture. */

const boxOf = (element) => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom };
};

const overlap = (a, b, slack) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;

const isInside = ({ x, y }, box, slack) =>
  x > box.left + slack && x < box.right - slack && y > box.top + slack && y < box.bottom - slack;

const contains = (outer, inner) =>
  inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;

/** The points of a line in the page, two pixels apart. */
function pointsOf(path) {
  const toPage = path.getScreenCTM();
  const length = path.getTotalLength();
  return Array.from({ length: Math.ceil(length / 2) + 1 }, (_, step) =>
    path.getPointAtLength(Math.min(step * 2, length)).matrixTransform(toPage),
  );
}

const namesOf = (group, prefix) => [...group.classList].filter((name) => name.startsWith(prefix)).join(" ");
const titleOf = (group) => ["from-", "on-", "to-"].map((prefix) => namesOf(group, prefix)).join(" ");

/** The arrows of one event to one place may join. */
const mayJoin = (one, other) =>
  other.matches(".arrow") && ["to-", "on-"].every((prefix) => namesOf(one, prefix) === namesOf(other, prefix));

const isOwnState = (group, state) => {
  const name = state.id.slice("state-".length);
  return group.classList.contains(`from-${name}`) || group.classList.contains(`to-${name}`);
};

/** Whether the segments a–b and c–d cross. */
function cross(a, b, c, d) {
  const side = (p, q, r) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

const linesCross = (one, other) =>
  overlap(one.box, other.box, 0) &&
  one.points.some(
    (end, i) => i > 0 && other.points.some((to, j) => j > 0 && cross(one.points[i - 1], end, other.points[j - 1], to)),
  );

function textFaults(texts, states, canvas) {
  const outside = texts
    .filter(({ box }) => !contains(canvas, box))
    .map(({ name }) => `“${name}” is not all in the picture`);
  const overlapping = texts.flatMap((one, index) =>
    texts
      .slice(index + 1)
      .flatMap((other) => (overlap(one.box, other.box, 1.5) ? `“${one.name}” and “${other.name}” overlap` : [])),
  );
  const tooWide = texts.flatMap(({ name, box }) => {
    const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
    const state = states.find((place) => isInside(middle, place.box, 0));
    return state && !contains(state.box, box) ? `“${name}” does not fit into ${state.element.id}` : [];
  });
  return [...outside, ...overlapping, ...tooWide];
}

function lineFaults(lines, texts, states) {
  const struck = lines.flatMap(({ group, points }) => [
    ...texts
      .filter(({ element }) => element.parentElement !== group && !mayJoin(element.parentElement, group))
      .filter(({ box }) => points.some((point) => isInside(point, box, 1)))
      .map(({ name }) => `the line of ${titleOf(group)} runs through “${name}”`),
    ...states
      .filter(({ element, box }) => !isOwnState(group, element) && points.some((point) => isInside(point, box, 1)))
      .map(({ element }) => `the line of ${titleOf(group)} runs through ${element.id}`),
  ]);
  const tangled = lines.flatMap((one, index) =>
    lines
      .slice(index + 1)
      .filter((other) => !mayJoin(one.group, other.group))
      .flatMap((other) => {
        const [tip, otherTip] = [one.points.at(-1), other.points.at(-1)];
        const both = `${titleOf(one.group)} and ${titleOf(other.group)}`;
        if (Math.hypot(tip.x - otherTip.x, tip.y - otherTip.y) < 7) return `${both} end in one point`;
        return linesCross(one, other) ? `${both} cross` : [];
      }),
  );
  return [...struck, ...tangled];
}

globalThis.measure = (svg) => {
  const texts = [...svg.querySelectorAll("text")].map((element) => ({
    element,
    name: element.textContent.trim(),
    box: boxOf(element),
  }));
  const states = [...svg.querySelectorAll("g.state")].map((element) => ({
    element,
    box: boxOf(element.firstElementChild),
  }));
  const lines = [...svg.querySelectorAll("g.arrow > path:first-child")].map((path) => ({
    group: path.parentElement,
    points: pointsOf(path),
    box: boxOf(path),
  }));
  const scale = svg.getScreenCTM().a;
  return {
    texts: texts.length,
    lines: lines.length,
    pixels: scale * Math.min(...texts.map(({ element }) => Number.parseFloat(getComputedStyle(element).fontSize))),
    faults: [...new Set([...textFaults(texts, states, boxOf(svg)), ...lineFaults(lines, texts, states)])],
  };
};
