import type { Page } from "playwright-core";

/** Whether a picture's background is light, by the pixel in its corner inside the border. */
export async function paperOf(page: Page, png: Buffer): Promise<{ isLight: boolean }> {
  const [red = 0, green = 0, blue = 0] = await page.evaluate<number[]>(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${png.toString("base64")}";
    await image.decode();
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.drawImage(image, -6, -6);
    return [...context.getImageData(0, 0, 1, 1).data];
  })()`);
  return { isLight: red + green + blue > 384 };
}
