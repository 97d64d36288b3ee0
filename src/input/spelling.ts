const MAX_NAME_LENGTH = 30;

/**
 * Reduces a name to upper case with single underscores, to recognise other spellings of it: " Error auto-retry" becomes
 * ERROR_AUTO_RETRY. Returns an empty string for anything but a short string.
 */
export const normalizeName = (name: unknown): string =>
  typeof name === "string" && name.length <= MAX_NAME_LENGTH
    ? name
        .trim()
        .toUpperCase()
        .replace(/[\s_-]+/g, "_")
    : "";
