import { isTerminal, type RequestState } from "ess-request-machine";
import type { Step } from "../support/arbitraries.js";
import type { Law } from "./laws.js";
import { deepFrozen, type Edge, edgeFrom, isAccepted, keyOf, type Library, type Node, nodeAfter } from "./model.js";

export interface Model {
  readonly library: Library;
  readonly roots: readonly Node[];
  readonly stepsAt: (node: Node) => readonly Step[];
  readonly laws: Readonly<Record<string, Law>>;
}

/** A broken law, and a shortest path to it. */
export interface Broken {
  readonly law: string;
  readonly root: Node;
  readonly path: readonly Edge[];
}

export interface Explored {
  readonly nodes: number;
  readonly edges: number;
  readonly states: ReadonlySet<RequestState>;
  readonly broken: Broken | undefined;
}

/** A node, and the nodes from which an accepted step leads to it. */
interface Found {
  readonly node: Node;
  readonly from: Found[];
}

/** Visits every reachable node breadth first, so that the first path found is a shortest one. Stops at a broken law. */
export function explore({ library, roots, stepsAt, laws }: Model): Explored {
  const found = new Map<string, Found>(roots.map((node) => [keyOf(node), { node, from: [] }]));
  const states = new Set<RequestState>();
  const named = Object.entries(laws);
  let edges = 0;
  const explored = (broken: Broken | undefined): Explored => ({ nodes: found.size, edges, states, broken });

  for (const here of found.values()) {
    states.add(here.node.record.state);
    for (const step of stepsAt(here.node)) {
      const edge = edgeFrom(here.node, step, library);
      edges += 1;
      for (const [law, holds] of named) {
        if (!holds(edge, library)) return explored(brokenBy(law, here.node, edge));
      }
      const { outcome } = edge;
      if (isAccepted(outcome)) reach(found, nodeAfter(edge, outcome)).from.push(here);
    }
  }
  return explored(endless([...found.values()]));
}

function reach(found: Map<string, Found>, node: Node): Found {
  const key = keyOf(node);
  const known = found.get(key);
  if (known !== undefined) return known;
  deepFrozen(node.record);
  const reached = { node, from: [] };
  found.set(key, reached);
  return reached;
}

export const CAN_END = "every request can end";

/** The one law about paths: going back from the terminal states must reach every node. */
function endless(found: readonly Found[]): Broken | undefined {
  const canEnd = new Set(found.filter(({ node }) => isTerminal(node.record.state)));
  for (const { from } of canEnd) {
    for (const before of from) canEnd.add(before);
  }
  const stuck = found.find((one) => !canEnd.has(one));
  return stuck && brokenBy(CAN_END, stuck.node);
}

function brokenBy(law: string, node: Node, ...last: readonly Edge[]): Broken {
  const path = [...last];
  let root = node;
  for (; root.reachedBy !== undefined; root = root.reachedBy.node) path.unshift(root.reachedBy);
  return { law, root, path };
}
