/** Shows the number of lines read so far on a terminal, while the rows go elsewhere. */

const INTERVAL_MS = 250;
const CLEAR_LINE = "\r\x1b[K";

export interface Terminal {
  write(text: string): unknown;
}

/** Shows the progress of `read` in one line, which is cleared at the end. Short inputs show none. */
export async function withProgress<T>(
  terminal: Terminal,
  read: (onProgress: (lines: number) => void) => Promise<T>,
): Promise<T> {
  let next = Date.now() + INTERVAL_MS;
  let isShown = false;
  const onProgress = (lines: number) => {
    if (Date.now() < next) return;
    next = Date.now() + INTERVAL_MS;
    isShown = true;
    terminal.write(`${CLEAR_LINE}${lines.toLocaleString("en")} lines read`);
  };
  try {
    return await read(onProgress);
  } finally {
    if (isShown) terminal.write(CLEAR_LINE);
  }
}
