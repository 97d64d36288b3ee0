import type { Page } from "playwright-core";

/** Whether a picture's paper is light: the colour in its corner, inside the frame, as the browser painted it. */
export async function paperOf(page: Page, png: Buffer): Promise<{ isLight: boolean }> {
  const [red = 0, green = 0, blue = 0] = await page.evaluate<number[]>(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${png.toString("base64")}";
    await image.decode();
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return [...context.getImageData(20, 20, 1, 1).data];
  })()`);
  return { isLight: red + green + blue > 384 };
}
