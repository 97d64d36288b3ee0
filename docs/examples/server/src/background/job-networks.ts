import { type LookupAddress, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { StartupError } from "../errors.js";

/**
 * In which networks jobs may be called. Otherwise a job's address could make the server call what only it can reach.
 */

/** Loopback, link-local, metadata services, multicast, and IPv4 addresses inside IPv6: only if they are named. */
const RESTRICTED = [
  ...["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32"],
  ...["224.0.0.0/4", "255.255.255.255/32", "::/127", "fe80::/10", "fd00:ec2::254/128", "fd20:ce::254/128"],
  ...["ff00::/8", "64:ff9b::/96", "2002::/16"],
];
const MAX_ADDRESS = 2_048;

const family = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    if (isIP(address) === 0) throw new TypeError(network);
    list.addSubnet(address, Number(prefix ?? (isIP(address) === 6 ? 128 : 32)), family(address));
  }
  return list;
}
const restricted = listOf(RESTRICTED);

export interface JobNetworks {
  /** Why the address can never be called; undefined if it may be. */
  findProblem(job: string): string | undefined;
  /** Resolves a name to its allowed addresses, for each connection: a name may change what it means. */
  readonly lookup: LookupFunction;
}

const NOT_ALLOWED = "its address is in a network that JOB_NETWORKS does not allow";

/** From a list of networks; `*` stands for all that are not restricted. */
export function createJobNetworks(text: string): JobNetworks {
  const names = text.split(",").map((name) => name.trim());
  let named: BlockList;
  try {
    named = listOf(names.filter((name) => name !== "*" && name !== ""));
  } catch {
    throw new StartupError("JOB_NETWORKS is not a list of networks such as 10.0.0.0/8, fd00::/8 and *. Correct it.");
  }
  const allows = (address: string): boolean =>
    named.check(address, family(address)) || (names.includes("*") && !restricted.check(address, family(address)));

  return {
    findProblem(job) {
      if (job.length > MAX_ADDRESS || !URL.canParse(job)) return "its address is not a URL";
      const { protocol, username, password, hostname } = new URL(job);
      if (protocol !== "http:" && protocol !== "https:") return "its address is neither http nor https";
      if (username !== "" || password !== "") return "its address contains credentials";
      const isLocal = /^(.+\.)?localhost\.?$/.test(hostname);
      const address = isLocal ? "127.0.0.1" : hostname.replace(/^\[(.+)\]$/, "$1");
      return isIP(address) !== 0 && !allows(address) ? NOT_ALLOWED : undefined;
    },

    lookup(hostname, options, callback) {
      lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[] = []) => {
        if (error) return callback(error, "");
        const allowed = found.filter(({ address }) => allows(address));
        const [first] = allowed;
        if (first === undefined) return callback(Object.assign(new Error(NOT_ALLOWED), { code: "EJOBNETWORK" }), "");
        return options.all ? callback(null, allowed) : callback(null, first.address, first.family);
      });
    },
  };
}
