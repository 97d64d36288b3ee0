import { MEDIA_TYPES, type MediaType } from "../http/response.js";

/** Chooses the media type of an answer (RFC 9110, 12.5.1). */

interface Preference {
  readonly quality: number;
  /** 2 for the type itself, 1 for `application/*`, 0 for `*\/*`: the most specific range decides. */
  readonly precision: number;
}

const UNWANTED: Preference = { quality: 0, precision: 0 };

/**
 * The type that the client prefers; JSON in case of doubt. A client that takes neither gets JSON as well: what it asks
 * for must not cost its report, so no answer is 406.
 */
export function preferredMediaType(accept: string | null): MediaType {
  const [json, vendor] = MEDIA_TYPES;
  if (accept === null) return json;
  const forJson = preferenceFor(json, accept);
  const forVendor = preferenceFor(vendor, accept);
  const difference = forVendor.quality - forJson.quality || forVendor.precision - forJson.precision;
  return difference > 0 ? vendor : json;
}

function preferenceFor(mediaType: MediaType, accept: string): Preference {
  const ranges: readonly unknown[] = ["*/*", "application/*", mediaType];
  let best: Preference | undefined;
  for (const item of accept.toLowerCase().split(",")) {
    const [range, ...parameters] = item.split(";").map((part) => part.trim());
    const precision = ranges.indexOf(range);
    if (precision >= (best?.precision ?? 0)) best = { quality: qualityOf(parameters), precision };
  }
  return best?.quality ? best : UNWANTED;
}

/** 1 unless there is a valid `q`; other parameters do not matter to either type. */
function qualityOf(parameters: readonly string[]): number {
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  const quality = Number(weight?.slice(2) || 1);
  return quality >= 0 ? Math.min(quality, 1) : 1;
}
